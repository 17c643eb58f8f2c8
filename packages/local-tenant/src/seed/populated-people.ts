// The people of the populated tenant: Acme's customers are organizations, one with its own Okta, one with passwords.
import { populatedClientId, SERVICE_APP_CLIENT_ID } from "./populated-clients.ts";
import type { Seed } from "./seed.ts";
import { stableId, stableObjectId } from "./stable-id.ts";

const DATABASE = "Username-Password-Authentication";

const userId = (email: string): string => stableObjectId(`user ${email}`);
const fullUserId = (email: string): string => `auth0|${userId(email)}`;
const roleId = (name: string): string => stableId("rol", name);
const connectionId = (name: string): string => stableId("con", name);

const person = (email: string, givenName: string, familyName: string, roles: readonly string[] = []) => ({
  connection: DATABASE,
  user_id: userId(email),
  email,
  email_verified: true,
  password: "Only-4-a-local-tenant",
  given_name: givenName,
  family_name: familyName,
  name: `${givenName} ${familyName}`,
  roles: [...roles],
});

export const populatedPeople = (): Pick<Seed, "connections" | "users" | "organizations"> => ({
  connections: [
    {
      id: connectionId(DATABASE),
      name: DATABASE,
      strategy: "auth0",
      enabled_clients: [SERVICE_APP_CLIENT_ID, populatedClientId("Order Importer")],
      options: {
        passwordPolicy: "good",
        brute_force_protection: true,
        disable_signup: true,
        disable_self_service_change_password: false,
      },
    },
    {
      id: connectionId("northwind-okta"),
      name: "northwind-okta",
      display_name: "Northwind",
      strategy: "okta",
      enabled_clients: [SERVICE_APP_CLIENT_ID],
      options: {
        client_id: "0oanorthwindacme",
        client_secret: "only-for-a-local-tenant",
        domain: "northwind.okta.example",
        domain_aliases: ["northwind.example"],
        issuer: "https://northwind.okta.example",
        authorization_endpoint: "https://northwind.okta.example/oauth2/v1/authorize",
        token_endpoint: "https://northwind.okta.example/oauth2/v1/token",
        jwks_uri: "https://northwind.okta.example/oauth2/v1/keys",
        scope: "openid profile email",
      },
      scim: {},
    },
  ],
  users: [
    person("ada@northwind.example", "Ada", "North"),
    person("grace@northwind.example", "Grace", "Wind"),
    person("linus@globex.example", "Linus", "Globe"),
    person("sam@acme.example", "Sam", "Acme", [roleId("Support")]),
  ],
  organizations: [
    {
      id: stableId("org", "northwind"),
      name: "northwind",
      display_name: "Northwind Traders",
      metadata: { plan: "enterprise", since: "2021" },
      branding: {
        logo_url: "https://northwind.example/logo.png",
        colors: { primary: "#0b5fff", page_background: "#ffffff" },
      },
      connections: [
        { connection_id: connectionId("northwind-okta"), assign_membership_on_login: true, show_as_button: true },
        { connection_id: connectionId(DATABASE) },
      ],
      members: [
        { user_id: fullUserId("ada@northwind.example"), roles: [roleId("Tenant Admin")] },
        { user_id: fullUserId("grace@northwind.example"), roles: [roleId("Viewer")] },
      ],
    },
    {
      id: stableId("org", "globex"),
      name: "globex",
      display_name: "Globex",
      metadata: { plan: "team" },
      connections: [{ connection_id: connectionId(DATABASE), assign_membership_on_login: false }],
      members: [{ user_id: fullUserId("linus@globex.example"), roles: [roleId("Tenant Admin")] }],
    },
  ],
});
