import { nameIn, outputsIn } from "../config/previous.ts";
import { OIN_CLIENT } from "../contract/guide.ts";
import { STASH } from "../contract/stack.ts";

/** A resource as the stack's state has it; its inputs and outputs stay there. */
export interface StateResource {
  readonly urn: string;
  /** Pulumi type token, `auth0:index/client:Client`. */
  readonly type: string;
  /** The ID that the provider knows it by; absent for components. */
  readonly id?: string;
  /** When `up` or a refresh last changed it, ISO 8601. */
  readonly modified?: string;
  /** Whether the engine refuses to delete it. */
  readonly protect?: true;
}

/** What the stack remembers: its outputs (see `outputsIn`) and the IDs of its resources. */
export interface StackState {
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Client ID of the service app: of the app whose block is the stack's, else of the one that its OIN client is linked to. */
  readonly serviceAppClientId?: string;
  readonly resources: readonly StateResource[];
  /** The tenant that the resources are on; absent before there are any. */
  readonly domain?: string;
  /** The values that the stack keeps for itself, by the name of the resource that keeps it (`pulumi.Stash`); absent: none. */
  readonly stashed?: Readonly<Record<string, unknown>>;
  /** Operations that a killed engine left; `type` is `creating`, `updating`, `deleting`, …. Absent: none. */
  readonly pending?: readonly { readonly type: string; readonly name: string }[];
  /** Names by which the state refers to stacks, itself among them, as versions before 0.2 did. Absent: none. */
  readonly references?: readonly string[];
}

const AUTH0_PROVIDER = "pulumi:providers:auth0";
const CLIENT = "auth0:index/client:Client";

/** Type of the service app's block, which has the app's client ID as its own ID. */
export const APP_BLOCK = "auth0-app-block:index:ExpressConfiguration";

interface ExportedResource extends Omit<StateResource, "protect"> {
  readonly protect?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Of what has been replaced and is yet to be deleted. */
  readonly delete?: boolean;
}

/** Reads the answer of `pulumi stack export`. A stack that was never brought up has nothing. */
export function readState(exported: string): StackState {
  const { deployment } = JSON.parse(exported) as {
    readonly deployment?: {
      readonly resources?: readonly ExportedResource[];
      readonly pending_operations?: readonly { readonly type: string; readonly resource: { readonly urn: string } }[];
    };
  };
  const resources = deployment?.resources ?? [];
  const pending = (deployment?.pending_operations ?? []).map(({ type, resource }) => ({
    type,
    name: nameIn(resource.urn),
  }));
  const references = resources.flatMap(({ type, id }) =>
    type === "pulumi:pulumi:StackReference" && id !== undefined ? [id] : [],
  );
  const stashes = resources.filter(({ type }) => type === STASH);
  const domain = resources.find(({ type }) => type === AUTH0_PROVIDER)?.inputs?.["domain"];
  const serviceAppClientId = namedServiceApp(resources.filter((resource) => resource.delete !== true));
  return {
    outputs: outputsIn(resources.filter((resource) => resource.delete !== true)),
    ...(serviceAppClientId === undefined ? {} : { serviceAppClientId }),
    resources: resources.map(({ urn, type, id, modified, protect }) => ({
      urn,
      type,
      ...(id === undefined ? {} : { id }),
      ...(modified === undefined ? {} : { modified }),
      ...(protect === true ? { protect } : {}),
    })),
    ...(typeof domain === "string" ? { domain } : {}),
    ...(pending.length === 0 ? {} : { pending }),
    ...(references.length === 0 ? {} : { references }),
    ...(stashes.length === 0
      ? {}
      : { stashed: Object.fromEntries(stashes.map(({ urn, outputs }) => [nameIn(urn), outputs?.["output"]])) }),
  };
}

function namedServiceApp(resources: readonly ExportedResource[]): string | undefined {
  const [linked] = resources.flatMap(({ type, inputs }) => {
    const clientId =
      type === CLIENT
        ? (inputs?.["clientMetadata"] as Readonly<Record<string, unknown>> | undefined)?.[
            OIN_CLIENT.serviceAppMetadataKey
          ]
        : undefined;
    return typeof clientId === "string" ? [clientId] : [];
  });
  return resources.find(({ type }) => type === APP_BLOCK)?.id ?? linked;
}

/** The resources of one Auth0 type: `Client`, `ClientGrant`, `TriggerAction`. */
export function ofType(state: StackState, name: string): readonly StateResource[] {
  const module = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return state.resources.filter(({ type }) => type === `auth0:index/${module}:${name}`);
}

/** The resource of one name in the program. */
export function called(state: StackState, name: string): StateResource | undefined {
  return state.resources.find(({ urn }) => nameIn(urn) === name);
}

/** The names of all resources in the program, components and providers among them. */
export function namesIn({ resources }: StackState): readonly string[] {
  return resources.map(({ urn }) => nameIn(urn));
}
