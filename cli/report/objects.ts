/** What each kind of object is to a reviewer: its name, why Okta's customers feel a change of it, and the risk. */

/** What a reviewer looks at twice. */
export type Risk = "client" | "keys" | "grant" | "flow";

export const RISKS: Readonly<Record<Risk, string>> = {
  client: "The OIN client changes. Okta knows it by its client ID.",
  keys: "The keys of the OIN client change. Okta signs in with one of them.",
  grant: "The grant changes. It says what Okta may do on this tenant.",
  flow: "The post-login flow changes. It runs at every sign-in to every app of this tenant.",
};

export interface ObjectKind {
  readonly label: string;
  /** One sentence: what depends on it. */
  readonly why: string;
  readonly risk?: Risk;
  /** Properties whose values may be shown; of all others only the name. */
  readonly shown: readonly string[];
}

const ADMINS = "Decides which people of a customer can run Express Configuration.";
const FLOW = "Runs at every sign-in, and puts into the Okta admin's token what Okta needs to set the customer up.";
const FIELDS = "Decides what the connections that Okta makes take over from Okta.";

/** By Pulumi type, in the order in which a reviewer reads of them. */
const KINDS: Readonly<Record<string, ObjectKind>> = {
  "auth0:index/client:Client": {
    label: "OIN client",
    why: "Okta signs in as this client to set up SSO for a customer. With another client ID no customer can, until Okta knows the new one.",
    risk: "client",
    shown: [
      "appType",
      "callbacks",
      "description",
      "grantTypes",
      "isFirstParty",
      "name",
      "oidcConformant",
      "organizationRequireBehavior",
      "organizationUsage",
    ],
  },
  "auth0:index/clientCredentials:ClientCredentials": {
    label: "Keys of the OIN client",
    why: "Without the key that Okta signs with, Express Configuration fails for every customer.",
    risk: "keys",
    shown: ["authenticationMethod"],
  },
  "auth0:index/clientGrant:ClientGrant": {
    label: "Grant of the OIN client",
    why: "With a scope missing, the set-up of a customer stops half-way; a scope too many gives Okta more than it needs.",
    risk: "grant",
    shown: ["audience", "scopes"],
  },
  "auth0:index/resourceServer:ResourceServer": {
    label: "API of Express Configuration",
    why: "The Okta admin's token is for this API. It says how long that token lasts.",
    shown: [
      "allowOfflineAccess",
      "enforcePolicies",
      "identifier",
      "name",
      "skipConsentForVerifiableFirstPartyClients",
      "tokenDialect",
      "tokenLifetime",
    ],
  },
  "auth0:index/resourceServerScopes:ResourceServerScopes": {
    label: "Permissions of the API",
    why: "What an Okta admin is asked to consent to.",
    shown: ["scopes"],
  },
  "auth0:index/role:Role": { label: "Admin role", why: ADMINS, shown: ["description", "name"] },
  "auth0:index/rolePermissions:RolePermissions": {
    label: "Permissions of the admin role",
    why: ADMINS,
    shown: ["permissions"],
  },
  "auth0:index/rolePermission:RolePermission": {
    label: "Permission of the existing role",
    why: ADMINS,
    shown: ["permission"],
  },
  "auth0:index/action:Action": {
    label: "Action",
    why: FLOW,
    risk: "flow",
    shown: ["name", "runtime", "deploy"],
  },
  "auth0:index/triggerAction:TriggerAction": {
    label: "Binding of the Action",
    why: FLOW,
    risk: "flow",
    shown: ["displayName", "trigger"],
  },
  "auth0:index/tenant:Tenant": {
    label: "Consent setting of the tenant",
    why: "Decides whether consent pages show what a permission means, for every app of the tenant.",
    shown: [],
  },
  "auth0:index/connectionClient:ConnectionClient": {
    label: "Connection of the OIN client",
    why: "Okta admins whose account is in this connection sign in through it.",
    shown: [],
  },
  "auth0:index/userAttributeProfile:UserAttributeProfile": {
    label: "User attribute profile",
    why: FIELDS,
    shown: ["name"],
  },
  "auth0:index/connectionProfile:ConnectionProfile": { label: "Connection profile", why: FIELDS, shown: ["name"] },
  "auth0-app-block:index:ConnectionProfileSettings": {
    label: "SCIM tokens and Cross App Access of the connection profile",
    why: FIELDS,
    shown: ["crossAppAccess", "scimTokens"],
  },
  "auth0-app-block:index:ExpressConfiguration": {
    label: "Express Configuration of the app",
    why: "Auth0 reads here how it sets this app up for Okta's customers.",
    shown: [],
  },
};

/** Undefined for what is nothing on the tenant: components, providers, and what the state alone keeps. */
export function kindOf(type: string): ObjectKind | undefined {
  if (/^(pulumi|okta-express):/.test(type)) return undefined;
  return KINDS[type] ?? { label: type, why: "Not one of the objects that this report knows.", shown: [] };
}

/** Orders two types as above; what is not there comes last. The engine's order differs from run to run. */
export function byKind(type: string, other: string): number {
  return placeOf(type) - placeOf(other);
}

function placeOf(type: string): number {
  const types = Object.keys(KINDS);
  return types.includes(type) ? types.indexOf(type) : types.length;
}
