/**
 * What the stack's last successful `up` left, read from the stack's state: by the program through the engine, by the
 * commands from `pulumi stack export`. It outlives an object that somebody deletes by hand.
 */
import { managementApiAudience } from "../contract/guide.ts";
import {
  DELETION_GUARDS,
  MEMORY_RESOURCE,
  OIN_CLIENT_RESOURCES,
  REMEMBERED,
  STASH,
  UNKNOWN,
} from "../contract/stack.ts";
import type { PreviousFlavour, OneFlavour } from "./flavour.ts";

/** A resource of the state, as far as it is needed here. */
export interface RememberingResource {
  readonly urn: string;
  readonly type: string;
  readonly outputs?: Readonly<Record<string, unknown>> | undefined;
}

/** What the stack's last successful `up` left; all absent before the first. */
export interface PreviousOutputs {
  readonly oinClientId?: string;
  readonly managementApiAudience?: string;
  /** ID of the admin role, where it is the stack's own. */
  readonly ownAdminRole?: string;
  /** What the stack adopted last: the setting `adopt` as it was. */
  readonly adopted?: object;
  /** The flavour and its OIN clients. */
  readonly held?: PreviousFlavour;
  /** The flavours whose OIN client is in the state. */
  readonly inState: ReadonlySet<OneFlavour>;
  /** Names of all resources in the state. */
  readonly names: ReadonlySet<string>;
}

const FLAVOURS = ["guide", "native"] as const;

/** What the resources of a state tell. */
export function previousOutputs(resources: readonly RememberingResource[]): PreviousOutputs {
  const outputs = outputsIn(resources);
  const names = new Set(resources.map(({ urn }) => nameIn(urn)));
  const text = (name: "oinClientId" | "managementApiAudience" | "ownAdminRole"): Partial<PreviousOutputs> => {
    const value = outputs[name];
    return typeof value === "string" && value !== "" ? { [name]: value } : {};
  };
  const held = previousFlavourIn(outputs);
  return {
    ...text("oinClientId"),
    ...text("managementApiAudience"),
    ...text("ownAdminRole"),
    ...(isRecord(outputs["adopted"]) ? { adopted: outputs["adopted"] } : {}),
    ...(held === undefined ? {} : { held }),
    inState: new Set(FLAVOURS.filter((flavour) => names.has(OIN_CLIENT_RESOURCES[flavour]))),
    names,
  };
}

/**
 * The stack's outputs as its last successful `up` of the whole stack left them: those that are remembered from the
 * resource that keeps them, the others from the stack itself. A state from before there was that resource has the
 * outputs alone; where a later run emptied those, the deletion guards still know the client IDs, and the provider the
 * tenant.
 */
export function outputsIn(resources: readonly RememberingResource[]): Record<string, unknown> {
  const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  const memory = kept(resources, MEMORY_RESOURCE);
  if (isRecord(memory)) {
    const others = Object.entries(root).filter(([name]) => !REMEMBERED.some((remembered) => remembered === name));
    return known({ ...Object.fromEntries(others), ...memory });
  }
  const outputs = known(root);
  const guards = known(Object.fromEntries(FLAVOURS.map((name) => [name, kept(resources, DELETION_GUARDS[name])])));
  const oinClients = { ...guards, ...(isRecord(outputs["oinClients"]) ? outputs["oinClients"] : {}) };
  const [first] = FLAVOURS.filter((flavour) => flavour in oinClients);
  const audience = tenantIn(resources);
  return {
    ...(audience === undefined ? {} : { managementApiAudience: audience }),
    ...(first === undefined
      ? {}
      : {
          flavour: Object.keys(oinClients).length === 2 ? "both" : first,
          oktaKnows: first,
          oinClientId: oinClients[first],
        }),
    ...outputs,
    ...(first === undefined ? {} : { oinClients }),
  };
}

/** The value that a Stash keeps: `output` is the first one for good, `input` the latest. */
function kept(resources: readonly RememberingResource[], name: string): unknown {
  return resources.find(({ type, urn }) => type === STASH && nameIn(urn) === name)?.outputs?.["input"];
}

/** The audience of the tenant that the resources are on. */
function tenantIn(resources: readonly RememberingResource[]): string | undefined {
  const domain = resources.find(({ type }) => type === "pulumi:providers:auth0")?.outputs?.["domain"];
  return typeof domain === "string" && domain !== "" ? managementApiAudience(domain) : undefined;
}

/** Without what a run of a part of the stack left unknown. */
function known(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined && value !== UNKNOWN)
      .map(([name, value]) => [name, isRecord(value) ? known(value) : value]),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The name of a resource in the program, by its URN. */
export const nameIn = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);

/**
 * What a stack holds, by its outputs; nothing before its first successful `up`. A stack from before there were flavours
 * holds the guide's.
 */
export function previousFlavourIn({
  oinClientId,
  flavour,
  oinClients,
  oktaKnows,
  keyIds,
  releasedOinClient,
}: Readonly<Record<string, unknown>>): PreviousFlavour | undefined {
  const keys = Array.isArray(keyIds) && keyIds.length > 0 ? { keyIds: keyIds.map(String) } : {};
  if (flavour !== "guide" && flavour !== "both" && flavour !== "native") {
    return typeof oinClientId === "string"
      ? { flavour: "guide", oinClients: { guide: oinClientId }, oktaKnows: "guide", ...keys }
      : undefined;
  }
  return {
    ...keys,
    flavour,
    oinClients: isRecord(oinClients) ? oinClients : {},
    oktaKnows: oktaKnows === "native" ? "native" : "guide",
    released: typeof releasedOinClient === "string" ? releasedOinClient : undefined,
  };
}
