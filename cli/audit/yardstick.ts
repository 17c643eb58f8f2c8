import { EXPRESS_CONFIGURE_POST_LOGIN } from "../../actions/code.ts";
import { managementApiAudience, managementApiScopes } from "../../components/guide.ts";
import type { Configuration } from "../../config/index.ts";
import { ofType, type StackState } from "../state.ts";

/** What the stack knows of its objects: what an audit measures the tenant by. */
export interface Yardstick {
  readonly stack: string;
  readonly oinClientId: string;
  /** Client ID or exact name of the service app, as configured. */
  readonly serviceApp: string;
  /** Key IDs of the configured key files. */
  readonly keyIds: readonly string[];
  readonly audience: string;
  /** Scopes that the OIN client's grant has. */
  readonly grantScopes: readonly string[];
  readonly action: OwnAction | undefined;
  /** The Action's code in this project. */
  readonly code: string;
  readonly roleId: string | undefined;
  /** Whether the role was made for this purpose; else it serves others too. */
  readonly ownRole: boolean;
}

/** The Action as the stack's state has it. */
export interface OwnAction {
  readonly id: string;
  readonly urn: string;
  /** When the stack last wrote it, ISO 8601; absent in states of old engines. */
  readonly written?: string;
}

/** The yardstick of a stack that has been brought up; nothing before that. */
export function yardstickOf(stack: string, configuration: Configuration, state: StackState): Yardstick | undefined {
  const { oinClientId, adminRole } = state.outputs;
  if (typeof oinClientId !== "string") return undefined;
  const action = ofType(state, "Action").find(({ id }) => id !== undefined);
  return {
    stack,
    oinClientId,
    serviceApp: configuration.serviceApp,
    keyIds: configuration.oktaPublicKeys.map(({ keyId }) => keyId),
    audience: managementApiAudience(configuration.domain),
    grantScopes: managementApiScopes(configuration.scim),
    action: action?.id === undefined ? undefined : { id: action.id, urn: action.urn, ...(action.modified === undefined ? {} : { written: action.modified }) },
    code: EXPRESS_CONFIGURE_POST_LOGIN,
    roleId: typeof adminRole === "string" ? adminRole : undefined,
    ownRole: configuration.adminRole === undefined,
  };
}
