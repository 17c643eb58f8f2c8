import {
  EXPRESS_CONFIGURATION_ADMINS,
  EXPRESS_CONFIGURATION_DOMAIN_ALIASES,
  EXPRESS_CONFIGURE_POST_LOGIN,
} from "../../actions/code.ts";
import {
  managementApiAudience,
  managementApiScopes,
  POST_LOGIN_ACTION,
  POST_LOGIN_SECRETS,
} from "../../contract/guide.ts";
import { NATIVE_ACTION_SECRETS, NATIVE_ACTIONS } from "../../contract/native.ts";
import type { Configuration, OneFlavour } from "../../config/index.ts";
import { previousFlavourIn } from "../../config/previous.ts";
import { OIN_CLIENT_RESOURCES } from "../../contract/stack.ts";
import { called, ofType, type StackState } from "../state.ts";

/** What the stack knows of its objects: what an audit measures the tenant by. */
export interface ExpectedState {
  readonly stack: string;
  /** One, or two while the tenant moves from one flavour to the other. */
  readonly oinClients: readonly OwnOinClient[];
  /** Client ID or exact name of the service app, as configured. */
  readonly serviceApp: string;
  /** Its client ID, as the stack's objects name it; absent where none does. */
  readonly serviceAppClientId?: string;
  /** Key IDs of the configured key files. */
  readonly keyIds: readonly string[];
  readonly audience: string;
  /** Scopes that the grant of the guide's OIN client has; the native one has Auth0's own. */
  readonly grantScopes: readonly string[];
  readonly actions: readonly OwnAction[];
  /** The stack's own connection profile; absent where it has none. */
  readonly connectionProfile?: OwnConnectionProfile;
  readonly roleId: string | undefined;
  /** Whether the role was made for this purpose; else it serves others too. */
  readonly ownRole: boolean;
}

/** An OIN client as the stack's outputs have it. */
export interface OwnOinClient {
  readonly flavour: OneFlavour;
  readonly clientId: string;
  /** How a finding speaks of it. */
  readonly title: string;
  /** Whether Okta uses it: of two, only one. */
  readonly oktaKnows: boolean;
  /** Whether a person has released it; a released native one is no longer in the app's block. */
  readonly released: boolean;
}

/** The stack's own connection profile. */
export interface OwnConnectionProfile {
  readonly id: string;
  /** The strategies whose features it declares. */
  readonly strategies: readonly string[];
  /** Whether Okta sets up SCIM by it. */
  readonly scim: boolean;
  /** Whether it declares what SCIM tokens may do. */
  readonly scimTokens: boolean;
}

/** One of the stack's Actions as its state has it. */
export interface OwnAction {
  readonly flavour: OneFlavour;
  readonly name: string;
  /** The Action's code in this project. */
  readonly code: string;
  /** Names of the secrets that the code reads. */
  readonly secrets: readonly string[];
  /** What does not happen without it. */
  readonly without: string;
  /** Absent where the state has none. */
  readonly id?: string;
  readonly urn?: string;
  /** When the stack last wrote it, ISO 8601; absent in states of old engines. */
  readonly written?: string;
}

/** The expected of a stack that has been brought up; nothing before that. */
export function expectedStateOf(
  stack: string,
  configuration: Configuration,
  state: StackState,
): ExpectedState | undefined {
  const oinClients = oinClientsOf(state);
  if (oinClients.length === 0) return undefined;
  const { adminRole } = state.outputs;
  const [profile] = ofType(state, "ConnectionProfile");
  return {
    stack,
    oinClients,
    serviceApp: configuration.serviceApp,
    ...(state.serviceAppClientId === undefined ? {} : { serviceAppClientId: state.serviceAppClientId }),
    keyIds: configuration.oktaPublicKeys.map(({ keyId }) => keyId),
    audience: managementApiAudience(configuration.domain),
    grantScopes: managementApiScopes(configuration.scim),
    actions: actionsOf(state, oinClients),
    ...(profile?.id === undefined
      ? {}
      : { connectionProfile: { id: profile.id, scim: configuration.scim, ...declaredIn(configuration) } }),
    roleId: typeof adminRole === "string" ? adminRole : undefined,
    ownRole: configuration.adminRole === undefined,
  };
}

function declaredIn({
  connectionProfile: declared,
}: Configuration): Pick<OwnConnectionProfile, "strategies" | "scimTokens"> {
  if (declared === undefined || "id" in declared) return { strategies: [], scimTokens: false };
  return { strategies: Object.keys(declared.strategyOverrides ?? {}), scimTokens: declared.scimTokens !== undefined };
}

const TITLES: Readonly<Record<OneFlavour, string>> = {
  guide: "The guide's OIN client",
  native: "The native OIN client",
};

/** The OIN clients of a stack by its last successful `up`: none before the first, two while it moves. */
export function oinClientsOf({ outputs }: StackState): readonly OwnOinClient[] {
  const held = previousFlavourIn(outputs);
  const both = held?.flavour === "both";
  return (["guide", "native"] as const).flatMap((flavour) => {
    const clientId = held?.oinClients[flavour];
    if (held === undefined || clientId === undefined) return [];
    return [
      {
        flavour,
        clientId,
        title: both ? TITLES[flavour] : "The OIN client",
        oktaKnows: held.oktaKnows === flavour,
        released: held.released === clientId,
      },
    ];
  });
}

/** The same, and before the first successful `up` those that an `up` that failed half-way has made. */
export function oinClientsMade(state: StackState): readonly OwnOinClient[] {
  const known = oinClientsOf(state);
  if (known.length > 0) return known;
  return (["guide", "native"] as const).flatMap((flavour) => {
    const clientId = called(state, OIN_CLIENT_RESOURCES[flavour])?.id;
    if (clientId === undefined) return [];
    return [{ flavour, clientId, title: "The OIN client", oktaKnows: false, released: false }];
  });
}

/** A title inside a sentence. */
export function inSentence(title: string): string {
  return `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}

/** Every Action that a stack can have, told by the component that declares it. */
const ACTIONS: readonly (Pick<OwnAction, "flavour" | "name" | "code" | "secrets" | "without"> & {
  readonly component: string;
  readonly optional: boolean;
})[] = [
  {
    component: "PostLoginAction",
    flavour: "guide",
    optional: false,
    name: POST_LOGIN_ACTION.name,
    code: EXPRESS_CONFIGURE_POST_LOGIN,
    secrets: POST_LOGIN_SECRETS,
    without: "no login carries Okta's claims",
  },
  {
    component: "AdminsAction",
    flavour: "native",
    optional: true,
    name: NATIVE_ACTIONS.admins,
    code: EXPRESS_CONFIGURATION_ADMINS,
    secrets: NATIVE_ACTION_SECRETS.admins,
    without: "nobody can run Express Configuration",
  },
  {
    component: "DomainAliasesAction",
    flavour: "native",
    optional: true,
    name: NATIVE_ACTIONS.domainAliases,
    code: EXPRESS_CONFIGURATION_DOMAIN_ALIASES,
    secrets: NATIVE_ACTION_SECRETS.domainAliases,
    without: "Okta is not told the e-mail domains of an organization",
  },
];

function actionsOf(state: StackState, oinClients: readonly OwnOinClient[]): readonly OwnAction[] {
  const inState = ofType(state, "Action");
  return ACTIONS.flatMap(({ component, optional, ...action }): OwnAction[] => {
    const found = inState.find(({ urn, id }) => id !== undefined && urn.includes(`okta-express:index:${component}$`));
    if (found?.id === undefined)
      return optional || !oinClients.some(({ flavour }) => flavour === action.flavour) ? [] : [action];
    return [
      { ...action, id: found.id, urn: found.urn, ...(found.modified === undefined ? {} : { written: found.modified }) },
    ];
  });
}
