/**
 * What the stack's last successful `up` left, read from the stack's state: by the program through the engine, by the
 * commands from `pulumi stack export`. It outlives an object that somebody deletes by hand.
 */
import { setTimeout as wait } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { managementApiAudience } from "../contract/guide.ts";
import { DELETION_GUARDS, MEMORY_RESOURCE, OIN_CLIENT_RESOURCES, REMEMBERED, STASH } from "../contract/stack.ts";
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

/** Reads the state of the running stack through the engine; nothing of it becomes a resource. */
export async function readPreviousOutputs(): Promise<PreviousOutputs> {
  return previousOutputs(await resourcesInState());
}

/** The resources in the state of the running stack, as it is at this moment. */
async function resourcesInState(): Promise<RememberingResource[]> {
  const stack = pulumi.getStack();
  const fullName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
  const read = (stackName: string): Promise<StackResources> =>
    pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName }) as Promise<StackResources>;
  const { outputs } = await read(fullName).catch((error: unknown) => {
    // A bucket in the layout from before projects knows a stack by its bare name only.
    if (!(error instanceof Error) || !error.message.includes("a stack name may only contain")) throw error;
    return read(stack);
  });
  return Object.entries(outputs).map(([urn, resource]) => ({ urn, ...resource }));
}

/** Answer of the engine's function. */
interface StackResources {
  readonly outputs: Readonly<Record<string, Omit<RememberingResource, "urn">>>;
}

/** How often, and how many milliseconds apart, the state is read while a run goes on. */
const [READS, APART_MS] = [20, 100];

/**
 * The names of what is in the state now and was not at the beginning of the run. A backend of files may be read in the
 * middle of a write, which the engine tells as a checkpoint that it cannot load: it is read again.
 */
export async function madeSince(
  { names }: PreviousOutputs,
  read: () => Promise<readonly RememberingResource[]> = resourcesInState,
): Promise<readonly string[]> {
  const resources = await readDuringRun(read);
  return resources
    .filter(({ type }) => type.startsWith("auth0"))
    .map(({ urn }) => nameIn(urn))
    .filter((name) => !names.has(name));
}

async function readDuringRun(
  read: () => Promise<readonly RememberingResource[]>,
): Promise<readonly RememberingResource[]> {
  for (let reads = 1; ; reads += 1) {
    try {
      return await read();
    } catch (error) {
      const isBeingWritten = error instanceof Error && error.message.includes("failed to load checkpoint");
      if (!isBeingWritten || reads === READS) throw error;
      await wait(APART_MS);
    }
  }
}

/** The same from a list of resources. */
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
      .filter(([, value]) => value !== undefined && value !== pulumi.runtime.unknownValue)
      .map(([name, value]) => [name, isRecord(value) ? known(value) : value]),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const nameIn = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);

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
