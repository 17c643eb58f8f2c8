/** A resource as the stack's state has it; its inputs and outputs stay there. */
export interface StateResource {
  readonly urn: string;
  /** Pulumi type token, `auth0:index/client:Client`. */
  readonly type: string;
  /** The ID that the provider knows it by; absent for components. */
  readonly id?: string;
  /** When `up` or a refresh last changed it, ISO 8601. */
  readonly modified?: string;
}

/** What the stack remembers: its outputs and the IDs of its resources. */
export interface StackState {
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly resources: readonly StateResource[];
}

const ROOT = "pulumi:pulumi:Stack";

interface ExportedResource extends StateResource {
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** Reads the answer of `pulumi stack export`. A stack that was never brought up has nothing. */
export function readState(exported: string): StackState {
  const { deployment } = JSON.parse(exported) as { readonly deployment?: { readonly resources?: readonly ExportedResource[] } };
  const resources = deployment?.resources ?? [];
  return {
    outputs: resources.find(({ type }) => type === ROOT)?.outputs ?? {},
    resources: resources.map(({ urn, type, id, modified }) => ({
      urn,
      type,
      ...(id === undefined ? {} : { id }),
      ...(modified === undefined ? {} : { modified }),
    })),
  };
}

/** The resources of one Auth0 type: `Client`, `ClientGrant`, `TriggerAction`. */
export function ofType(state: StackState, name: string): readonly StateResource[] {
  const module = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return state.resources.filter(({ type }) => type === `auth0:index/${module}:${name}`);
}

/** The names of all resources in the program, components and providers among them. */
export function namesIn({ resources }: StackState): readonly string[] {
  return resources.map(({ urn }) => urn.slice(urn.lastIndexOf("::") + 2));
}
