/** In which ways a tenant can be wrong: who tells it before, and how an Express Configuration fails on it. */
import { generateKeyPairSync } from "node:crypto";
import { EXPRESS_CONFIGURE_API } from "../../../contract/guide.ts";
import type { DemoFlavour } from "../../../demo/by-hand.ts";
import {
  addAction,
  bind,
  changeCode,
  deploy,
  leaveConnection,
  NOT_CLAIMED,
  patchAda,
  patchApp,
  patchBlock,
  patchClient,
  replaceKey,
  withoutPermission,
} from "./hands.ts";
import type { OktaOtherwise, Place } from "./world.ts";

export interface WrongTenant {
  readonly name: string;
  /** Default: both. */
  readonly flavour?: DemoFlavour;
  /** Makes the tenant wrong, as a person on the dashboard does; absent: Okta is what is otherwise. */
  readonly make?: (place: Place) => Promise<unknown>;
  readonly okta?: () => OktaOtherwise;
  /** Found by `ready`, each in a line of its own; empty: the tenant is right, and nobody can tell before. */
  readonly ready: readonly RegExp[];
  /** Found by `audit`, which looks at what a preview cannot see. */
  readonly audit?: readonly RegExp[];
  /** The step that fails and why; undefined: Auth0 does not refuse. */
  readonly fails: RegExp | Readonly<Record<DemoFlavour, RegExp>> | undefined;
}

const SIGN_IN = "The admin signs in and agrees";
const TOKEN = "Okta gets a token that says what to configure";
const MANAGEMENT = "Okta may use the Management API, for connections only";
const DECLARED = "What Auth0 will make the connection from";
const LOGIN_PAGE = "The organization's people find the \\w+ \\w+";

const at = (step: string, why: string): RegExp => new RegExp(`^${step}: .*${why}`);

export const WRONG_TENANTS: readonly WrongTenant[] = [
  {
    name: "nothing is wrong",
    make: () => Promise.resolve(),
    ready: [],
    fails: undefined,
  },
  {
    name: "the role is gone",
    make: ({ call, role }) => call("DELETE", `/roles/${role}`),
    ready: [
      /^problem role: The admin role \w+ is gone/,
      /^problem organization.northwind: .*does not hold the admin role/,
    ],
    fails: at(TOKEN, "its token lacks express_?configure:sso and express_?configure:scim$"),
  },
  {
    name: "the admin does not hold the role in the organization",
    make: ({ call, role, organization, ada }) =>
      call("DELETE", `/organizations/${organization}/members/${ada}/roles`, { roles: [role] }),
    ready: [/^problem organization.northwind: ada@northwind.example does not hold the admin role in this organization/],
    fails: at(TOKEN, "its token lacks express_?configure:sso and express_?configure:scim$"),
  },
  {
    name: "the admin holds the role for the whole tenant, not in the organization",
    make: async ({ call, role, organization, ada }) => {
      await call("DELETE", `/organizations/${organization}/members/${ada}/roles`, { roles: [role] });
      await call("POST", `/users/${ada}/roles`, { roles: [role] });
    },
    ready: [/^problem organization.northwind: ada@northwind.example does not hold the admin role in this organization/],
    audit: [/^problem role.members: 1 user holds the admin role outside organizations/],
    fails: at(TOKEN, "its token lacks express_?configure:sso and express_?configure:scim$"),
  },
  {
    name: "the role lacks the permission for SSO",
    make: withoutPermission("sso"),
    ready: [/^problem role: The admin role lacks express_?configure:sso \(Okta shows oauth_error 403\)/],
    fails: at(TOKEN, "its token lacks express_?configure:sso$"),
  },
  {
    name: "the role lacks the permission for SCIM",
    make: withoutPermission("scim"),
    ready: [/^problem role: The admin role lacks express_?configure:scim \(Okta shows oauth_error 403\)/],
    fails: at(TOKEN, "its token lacks express_?configure:scim$"),
  },
  {
    name: "the admin is no member of the organization",
    make: ({ call, organization, ada }) => call("DELETE", `/organizations/${organization}/members`, { members: [ada] }),
    ready: [/^problem organization.northwind: ada@northwind.example is no member of northwind/],
    fails: {
      guide: at(SIGN_IN, "The tenant refuses: .*user does not belong to any organization$"),
      native: at(SIGN_IN, "The tenant refuses: user \\S+ is not part of the org_\\w+ organization$"),
    },
  },
  {
    name: "the OIN client is enabled for no connection",
    flavour: "guide",
    make: ({ call, client, database }) =>
      call("PATCH", `/connections/${database}/clients`, [{ client_id: client, status: false }]),
    ready: [/^problem oin-client.connections: The OIN client is enabled for no connection/],
    fails: at(SIGN_IN, "The tenant refuses: no connections enabled for the client$"),
  },
  {
    name: "the organization has no connection",
    flavour: "native",
    make: async ({ call, organization }) => {
      const path = `/organizations/${organization}/enabled_connections`;
      for (const { connection_id } of await call<{ connection_id: string }[]>("GET", path))
        await call("DELETE", `${path}/${connection_id}`);
    },
    ready: [/^problem organization.northwind: northwind has no connection, so nobody can sign in to it/],
    fails: at(SIGN_IN, "The tenant refuses: no connections enabled for the organization$"),
  },
  {
    name: "the organization is without the admin's connection",
    flavour: "guide",
    make: leaveConnection,
    ready: [
      /^problem organization.northwind: northwind has none of the connections that the OIN client is enabled for/,
    ],
    fails: at(SIGN_IN, "The tenant refuses: .*user does not belong to any organization$"),
  },
  {
    name: "the organization is without the admin's connection",
    flavour: "native",
    make: leaveConnection,
    ready: [
      /^problem organization.northwind: ada@northwind.example has no account in a connection .*\(northwind-okta\)/,
    ],
    fails: at(SIGN_IN, 'The person is stuck on the page "Log in", which offers: Continue with Northwind$'),
  },
  {
    name: "the admin is blocked",
    make: patchAda({ blocked: true }),
    ready: [/^problem organization.northwind: ada@northwind.example is blocked in Auth0/],
    fails: at(SIGN_IN, "The tenant refuses: user is blocked$"),
  },
  {
    name: "the admin's e-mail address is not verified, and another team's Action wants it so",
    make: patchAda({ email_verified: false }),
    ready: [/^notice organization.northwind: The e-mail address ada@northwind.example is not verified/],
    fails: at(SIGN_IN, "The tenant refuses: Please verify your email address first.$"),
  },
  {
    name: "another team's Action denies the login",
    make: (place) => addAction(place, "Office hours", 'api.access.deny("Come back at nine.");'),
    ready: [/^notice action.others: .*Office hours may deny the login\./],
    fails: at(SIGN_IN, "The tenant refuses: Come back at nine.$"),
  },
  {
    name: "the Action is not in the flow",
    flavour: "guide",
    make: (place) => bind(place, (bindings) => bindings.filter(({ action }) => action.id !== place.action)),
    ready: [/^problem action: express_configure_postlogin_action is not in the post-login flow/],
    audit: [/^problem action.bindings: The Action express_configure_postlogin_action is not bound/],
    fails: at(TOKEN, "sp_client_id: the app to configure is nothing"),
  },
  {
    name: "the Action is gone",
    flavour: "guide",
    make: ({ call, action }) => call("DELETE", `/actions/actions/${action}?force=true`),
    ready: [/^problem action: express_configure_postlogin_action is not in the post-login flow/],
    audit: [/^problem action.deployed-code: The Action express_configure_postlogin_action is gone/],
    fails: at(TOKEN, "sp_client_id: the app to configure is nothing"),
  },
  {
    name: "the Action's code was changed",
    flavour: "guide",
    make: (place) => changeCode(place, NOT_CLAIMED),
    ready: [/^problem action.code: What express_configure_postlogin_action runs at logins is not this project's code/],
    audit: [/^problem action.deployed-code: .*is not this project's code/],
    fails: at(TOKEN, "sp_client_id: the app to configure is nothing"),
  },
  {
    name: "the Action's code was put right and not deployed",
    flavour: "guide",
    make: async (place) => {
      const { code } = await place.call<{ code: string }>("GET", `/actions/actions/${place.action}`);
      await changeCode(place, NOT_CLAIMED);
      await place.call("PATCH", `/actions/actions/${place.action}`, { code });
    },
    ready: [/^problem action.code: What express_configure_postlogin_action runs at logins is not this project's code/],
    audit: [/^problem action.deployed-code: .*the draft is this project's, what runs is not/],
    fails: at(TOKEN, "sp_client_id: the app to configure is nothing"),
  },
  {
    name: "a secret of the Action was changed",
    flavour: "guide",
    make: async (place) => {
      await place.call("PATCH", `/actions/actions/${place.action}`, {
        secrets: [
          { name: "SERVICE_INIT_LOGIN_URL", value: "https://other.example/login" },
          { name: "EXPRESS_CONFIGURE_API_IDENTIFIER" },
          { name: "TENANT_DOMAIN" },
        ],
      });
      await deploy(place, place.action);
    },
    // A secret cannot be read: when it was set can, and only audit knows when the stack set it.
    ready: [],
    audit: [/^problem action.secrets: .*SERVICE_INIT_LOGIN_URL/],
    fails: at(TOKEN, "init_login_uri: .* is https://other.example/login, expected"),
  },
  {
    name: "the OIN client's metadata is missing",
    flavour: "guide",
    make: patchClient({ client_metadata: { express_configure_sp_client_id: null } }),
    ready: [/^problem oin-client.settings: .*client_metadata is \{\}, not .*express_configure_sp_client_id/],
    fails: at(SIGN_IN, "The tenant refuses: .*client metadata express_configure_sp_client_id is missing"),
  },
  {
    name: "the OIN client has another callback",
    make: patchClient({ callbacks: ["https://system-admin.okta.example/callback"] }),
    ready: [/^problem oin-client.settings: .*callbacks is https:\/\/system-admin.okta.example\/callback, not/],
    fails: at(SIGN_IN, "Something went wrong.*Callback URL mismatch"),
  },
  {
    name: "the OIN client lets people in without an organization",
    make: patchClient({ organization_usage: "allow" }),
    ready: [/^problem oin-client.settings: .*organization_usage is allow, not require/],
    fails: {
      guide: at(SIGN_IN, "The tenant refuses: .*sign in to an organization"),
      native: at(TOKEN, "The access token has no usable claim org_id$"),
    },
  },
  {
    name: "the OIN client may not ask for a token of its own",
    flavour: "guide",
    make: patchClient({ grant_types: ["authorization_code"] }),
    ready: [/^problem oin-client.settings: .*grant_types is authorization_code, not/],
    fails: at(MANAGEMENT, "Grant type 'client_credentials' not allowed for the client"),
  },
  {
    name: "another key is on the OIN client",
    make: (place) => replaceKey(place, false),
    ready: [/^problem oin-client.keys: Okta's key is not on the OIN client.*\(Okta shows 503\)/],
    audit: [/^problem oin-client.keys: .* has a further key .* which can sign in/],
    fails: at(TOKEN, "client_assertion is not signed with a registered key of this client$"),
  },
  {
    name: "Okta's key is not attached",
    make: (place) => replaceKey(place, true),
    ready: [/^problem oin-client.keys: Okta's key is on the OIN client but not attached/],
    audit: [/^problem oin-client.keys: Okta's key .* but not attached/],
    fails: at(TOKEN, "client_assertion is not signed with a registered key of this client$"),
  },
  {
    name: "Okta signs with another key",
    okta: () => ({ key: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey }),
    ready: [],
    fails: at(TOKEN, "client_assertion is not signed with a registered key of this client$"),
  },
  {
    name: "Okta's assertion has expired",
    okta: () => ({
      modifyAssertion: (_header, payload) => {
        payload.iat = Math.floor(Date.now() / 1000) - 600;
        payload.nbf = payload.iat;
        payload.exp = payload.iat + 60;
      },
    }),
    ready: [],
    fails: at(TOKEN, "client_assertion has expired$"),
  },
  {
    name: "Okta's assertion is sent a second time",
    flavour: "guide",
    okta: () => ({ modifyAssertion: (_header, payload) => void (payload.jti = "always the same") }),
    ready: [],
    fails: at(MANAGEMENT, "client_assertion has been used before$"),
  },
  {
    name: "the grant lacks a scope",
    flavour: "guide",
    make: async ({ call, grant }) => {
      const { scope } = await call<{ scope: string[] }>("GET", `/client-grants/${grant}`);
      await call("PATCH", `/client-grants/${grant}`, { scope: scope.filter((one) => one !== "create:connections") });
    },
    ready: [/^problem oin-client.grant: The OIN client's grant lacks create:connections/],
    fails: at(MANAGEMENT, "Rights is .*, expected .*create:connections"),
  },
  {
    name: "the grant is gone",
    flavour: "guide",
    make: ({ call, grant }) => call("DELETE", `/client-grants/${grant}`),
    ready: [/^problem oin-client.grant: The OIN client has no grant for the Management API/],
    fails: at(MANAGEMENT, "Client is not authorized to access"),
  },
  {
    name: "the grant is for another API",
    flavour: "guide",
    make: async ({ call, client, grant }) => {
      await call("DELETE", `/client-grants/${grant}`);
      const [orders] = await call<{ identifier: string }[]>(
        "GET",
        "/resource-servers?identifiers=https://api.acme.example/orders",
      );
      await call("POST", "/client-grants", { client_id: client, audience: orders?.identifier, scope: [] });
    },
    ready: [/^problem oin-client.grant: The OIN client has no grant for the Management API/],
    fails: at(MANAGEMENT, "Client is not authorized to access"),
  },
  {
    name: "the API is another one",
    flavour: "guide",
    make: async ({ call }) => {
      await call("DELETE", `/resource-servers/${encodeURIComponent(EXPRESS_CONFIGURE_API.identifier)}`);
      await call("POST", "/resource-servers", {
        name: EXPRESS_CONFIGURE_API.name,
        identifier: EXPRESS_CONFIGURE_API.identifier.replace("/v1", "/v2"),
      });
    },
    ready: [
      /^problem api: The API https:\/\/system.okta.com\/actions\/express-configure\/v1 is gone/,
      /^problem role: /,
    ],
    fails: at(SIGN_IN, "The tenant refuses: Service not found: https://system.okta.com/actions/express-configure/v1$"),
  },
  {
    name: "SCIM is off",
    flavour: "guide",
    make: ({ call }) =>
      call("PATCH", `/resource-servers/${encodeURIComponent(EXPRESS_CONFIGURE_API.identifier)}`, {
        scopes: [{ value: "expressconfigure:sso", description: "Configure SSO with Express Configuration" }],
      }),
    ready: [/^problem api.scopes: .* lacks expressconfigure:scim/, /^problem role: .* lacks expressconfigure:scim/],
    fails: at(TOKEN, "its token lacks expressconfigure:scim$"),
  },
  {
    name: "SCIM is off",
    flavour: "native",
    make: ({ call, connectionProfile }) =>
      call("PATCH", `/connection-profiles/${connectionProfile}`, { enabled_features: [] }),
    ready: [/^problem app.profiles: The connection profile does not offer SCIM/],
    fails: at(DECLARED, "SCIM offered is no, expected yes"),
  },
  {
    name: "the consent page shows the scopes' names",
    make: ({ call }) => call("PATCH", "/tenants/settings", { flags: { use_scope_descriptions_for_consent: false } }),
    ready: [/^notice tenant.consent: The consent page shows the names of scopes/],
    fails: at(TOKEN, "What the admin agreed to on the consent page is .*, expected .*Configure SSO with"),
  },
  {
    name: "every new connection is enabled for every application",
    flavour: "native",
    make: ({ call }) => call("PATCH", "/tenants/settings", { flags: { enable_client_connections: true } }),
    ready: [/^problem tenant.flag: .*enable_client_connections/],
    audit: [/^problem tenant.enable-client-connections: /],
    fails: at(DECLARED, "New connections are enabled for every application .*is yes, expected no"),
  },
  {
    name: "the app asks for credentials first",
    flavour: "native",
    make: patchApp({ organization_usage: "require", organization_require_behavior: "post_login_prompt" }),
    ready: [/^problem app.login-flow: The service app asks for credentials first/],
    fails: at(DECLARED, "The app asks for credentials first .*is yes, expected no"),
  },
  {
    name: "the app takes no organizations",
    make: patchApp({ organization_usage: "deny" }),
    ready: [/^problem app.organizations: The service app does not let people sign in with an organization/],
    fails: {
      guide: at(LOGIN_PAGE, "parameter organization is not allowed for this client$"),
      native: at(DECLARED, "The app's people sign in with an organization is no, expected yes"),
    },
  },
  {
    name: "the app names another OIN client",
    flavour: "native",
    make: async (place) => {
      const { client_id } = await place.call<{ client_id: string }>("POST", "/clients", {
        name: "Another OIN client",
        app_type: "express_configuration",
        client_authentication_methods: { private_key_jwt: { credentials: [] } },
      });
      await patchBlock({ okta_oin_client_id: client_id })(place);
    },
    ready: [/^problem app.block: The service app does not name the OIN client/],
    audit: [/^problem app.block: The service app names the OIN client \w+, not \w+/],
    fails: at(DECLARED, "The app's OIN client is \\w+, expected \\w+"),
  },
  {
    name: "home realm discovery may send the admin's domain to the new Okta connection",
    make: () => Promise.resolve(),
    ready: [/^notice organization.northwind: northwind has an Okta connection already \(northwind-okta\)/],
    // Only with Identifier First, which a tenant chooses for itself, and which the local one does not have.
    fails: undefined,
  },
];

/** What `ready` says of the populated tenant even where nothing is wrong. */
export const ALWAYS: readonly RegExp[] = [
  /^notice action.others: .*Block unverified email may deny the login/,
  /^notice organization.northwind: northwind has an Okta connection already/,
  /^notice app.login-flow: /,
];
