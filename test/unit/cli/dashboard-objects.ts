/** The native flavour's objects on a tenant that the dashboard set up, for tests on plain data. */
import type { Management } from "auth0";
import { EXPRESS_CONFIGURATION_ADMINS } from "../../../actions/code.ts";
import type { Clients } from "../../../cli/adopt/clients.ts";
import type { NativeFound } from "../../../cli/adopt/found.ts";
import type { Context } from "../../../cli/adopt/object.ts";
import type { StackState } from "../../../cli/state.ts";
import type { Configuration } from "../../../config/index.ts";

export const API = "urn:auth0:express-configure";
export const SSO = { resource_server_identifier: API, permission_name: "express_configure:sso" };
export const SCIM = { resource_server_identifier: API, permission_name: "express_configure:scim" };
export const OTHER = { resource_server_identifier: "https://api.acme.example", permission_name: "read:orders" };
export const ROLE = {
  role: {
    id: "rol_1",
    name: "EXPRESS_CONFIGURE_ADMIN_ROLE",
    description: "Administrator role for Express Configuration",
  },
  permissions: [SSO],
};

export const CLIENT: Management.Client = {
  client_id: "native",
  name: "Okta OIN Express Configuration",
  description: "For Express Configuration with Okta",
  app_type: "express_configuration",
  organization_require_behavior: "pre_login_prompt",
  client_authentication_methods: { private_key_jwt: { credentials: [{ id: "cred_1" }] } },
};

export const BLOCK: Management.ExpressConfiguration = {
  admin_login_domain: "acme.us.auth0.com",
  initiate_login_uri_template: "https://app.acme.example/login",
  enable_client: true,
  enable_organization: true,
  okta_oin_client_id: "native",
  user_attribute_profile_id: "uap_1",
  connection_profile_id: "cop_1",
};

export const CLIENTS: Clients = {
  guide: [],
  block: BLOCK,
  native: [CLIENT],
  named: CLIENT,
  unnamed: [],
  otherBlocks: [],
  ids: new Set(["app", "native", "web"]),
};

export const FOUND: NativeFound = {
  serviceApp: { clientId: "app", name: "Acme SaaS" },
  clients: CLIENTS,
  systemApi: { id: "res_1", name: "Okta OIN Express Configuration API", identifier: API },
  role: ROLE,
  client: CLIENT,
  credentials: [{ id: "cred_1", kid: "kid-1", name: "OIN key" }],
  attached: ["cred_1"],
  connections: [],
  profiles: {
    userAttributeProfile: [{ id: "uap_1", name: "People" }],
    connectionProfile: [{ id: "cop_1", name: "Connections" }],
  },
  postLoginActions: [],
  flow: [],
  useScopeDescriptionsForConsent: true,
  lacking: [],
};

export const CONFIGURATION: Configuration = {
  domain: "acme.us.auth0.com",
  flavour: "native",
  serviceApp: "Acme SaaS",
  initiateLoginUri: "",
  oktaPublicKeys: [{ file: "key.pem", pem: "", keyId: "kid-1" }],
  scim: false,
  adminRole: undefined,
  consentDescriptions: true,
  initiateLoginUriTemplate: "https://app.acme.example/login",
  displayName: undefined,
  adminLoginDomain: undefined,
  adminLoginFlow: "pre_login_prompt",
  adminConnections: [],
  adminsAppMetadataKey: undefined,
  domainAliasesMetadataKey: undefined,
  enableClient: true,
  enableOrganization: true,
  linkedClients: [],
  userAttributeProfile: { id: "uap_1" },
  connectionProfile: { id: "cop_1" },
  adopt: undefined,
  releaseOinClient: undefined,
};

export const EMPTY: StackState = { outputs: {}, resources: [] };
export const CONTEXT: Context = {
  configuration: CONFIGURATION,
  inferred: {},
  scim: false,
  sharedRole: false,
  linkedClients: [],
  state: EMPTY,
};
export const NOW = new Date("2026-11-25T12:00:00Z");
export const ADMINS_ACTION: Management.Action = {
  id: "act_1",
  name: "express_configuration_admins",
  code: EXPRESS_CONFIGURATION_ADMINS,
  runtime: "node22",
  secrets: [{ name: "APP_METADATA_KEY" }, { name: "SCOPES" }],
};

/** A state with resources of the native flavour, each in its component: `NativeOinClient Client`. */
export const holding = (...resources: (readonly [component: string, type: string, id?: string])[]): StackState => ({
  outputs: {},
  resources: resources.map(([component, type, id = type]) => {
    const token = `auth0:index/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`;
    return {
      urn: `urn:pulumi:x::okta-express::okta-express:index:NativeFlavour$okta-express:index:${component}$${token}::${type}`,
      type: token,
      id,
    };
  }),
});
export const BLOCK_HELD: StackState = {
  outputs: {},
  resources: [{ urn: "urn:block", type: "auth0-app-block:index:ExpressConfiguration", id: "app" }],
};
