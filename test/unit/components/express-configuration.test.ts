/** What the components register, to the letter: type, name, inputs, and what must not be there. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ExpressConfiguration, type ExpressConfigurationArgs } from "../../../components/index.ts";
import { ofType, record, valueOf } from "./recorder.ts";

const API = "https://system.okta.com/actions/express-configure/v1";
const GUIDE = { initiateLoginUri: "https://app.acme.example/login", oktaPublicKeys: [{ pem: "PEM 1" }] };
const ARGS: ExpressConfigurationArgs = { domain: "acme.us.auth0.com", serviceAppClientId: "service-app", guide: GUIDE };
const SSO_GRANT = [
  "create:connections",
  "read:connections",
  "update:connections",
  "read:connections_options",
  "update:connections_options",
  "read:organization_connections",
  "create:organization_connections",
  "update:organization_connections",
];

async function declared(change: Partial<ExpressConfigurationArgs> = {}) {
  let made: ExpressConfiguration | undefined;
  const registrations = await record(() => (made = new ExpressConfiguration("express", { ...ARGS, ...change })));
  if (made === undefined) throw new Error("not declared");
  return { express: made, registrations };
}

describe("the guide's SSO part", () => {
  it("registers exactly these resources", async () => {
    const { registrations } = await declared();
    expect(registrations.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "auth0:index/action:Action express-login-action",
      "auth0:index/client:Client express-oin-client-known-to-okta",
      "auth0:index/clientCredentials:ClientCredentials express-oin-credentials",
      "auth0:index/clientGrant:ClientGrant express-oin-grant",
      "auth0:index/resourceServer:ResourceServer express-api-resource-server",
      "auth0:index/resourceServerScopes:ResourceServerScopes express-api-scopes",
      "auth0:index/role:Role express-admin-role",
      "auth0:index/rolePermissions:RolePermissions express-admin-permissions",
      "auth0:index/tenant:Tenant express-consent-tenant",
      "auth0:index/triggerAction:TriggerAction express-login-binding",
      "okta-express:index:AdminRole express-admin",
      "okta-express:index:ConsentSetting express-consent",
      "okta-express:index:ExpressConfiguration express",
      "okta-express:index:ExpressConfigureApi express-api",
      "okta-express:index:GuideFlavour express",
      "okta-express:index:OinClient express-oin",
      "okta-express:index:PostLoginAction express-login",
      "pulumi:index:Stash express-consent-before",
      "pulumi:index:Stash express-memory",
      "pulumi:index:Stash express-okta-knows-the-oin-client",
    ]);
  });

  it("enables the OIN client for each of the admins' connections by itself, and for no other", async () => {
    const CONNECTION_CLIENT = "auth0:index/connectionClient:ConnectionClient";
    expect(ofType((await declared()).registrations, CONNECTION_CLIENT)).toEqual([]);
    const { registrations } = await declared({
      guide: {
        ...GUIDE,
        adminConnections: [
          { name: "staff", id: "con_1" },
          { name: "partners", id: "con_2" },
        ],
      },
    });
    expect(
      registrations
        .filter(({ type }) => type === CONNECTION_CLIENT)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["express-oin-on-partners", "express-oin-on-staff"]);
    const clientId = "express-oin-client-known-to-okta-id";
    expect(ofType(registrations, CONNECTION_CLIENT)).toEqual(
      expect.arrayContaining([
        { connectionId: "con_1", clientId },
        { connectionId: "con_2", clientId },
      ]),
    );
    expect(ofType(registrations, "auth0:index/connectionClients:ConnectionClients")).toEqual([]);
  });

  it("with exactly these inputs", async () => {
    const { registrations } = await declared();
    const inputs = (type: string) => ofType(registrations, type);
    expect(inputs("auth0:index/resourceServer:ResourceServer")).toEqual([
      {
        name: "Okta Express Configure API",
        identifier: API,
        enforcePolicies: true,
        tokenLifetime: 300,
        allowOfflineAccess: false,
        skipConsentForVerifiableFirstPartyClients: false,
      },
    ]);
    expect(inputs("auth0:index/resourceServerScopes:ResourceServerScopes")).toEqual([
      {
        resourceServerIdentifier: API,
        scopes: [{ name: "expressconfigure:sso", description: "Configure SSO with Express Configuration" }],
      },
    ]);
    expect(inputs("auth0:index/role:Role")).toEqual([
      { name: "EXPRESS_CONFIGURE_ADMIN_ROLE", description: "Administrator role for Express Configuration" },
    ]);
    expect(inputs("auth0:index/rolePermissions:RolePermissions")).toEqual([
      {
        roleId: "express-admin-role-id",
        permissions: [{ name: "expressconfigure:sso", resourceServerIdentifier: API }],
      },
    ]);
    expect(inputs("auth0:index/client:Client")).toEqual([
      {
        name: "Okta OIN Integration Client",
        description: "For Okta OIN Integration",
        appType: "regular_web",
        callbacks: ["https://system-admin.okta.com/admin/app/generic/oauth20redirect"],
        oidcConformant: true,
        grantTypes: ["authorization_code", "client_credentials"],
        jwtConfiguration: { alg: "RS256" },
        organizationUsage: "require",
        organizationRequireBehavior: "post_login_prompt",
        clientMetadata: { express_configure_sp_client_id: "service-app" },
      },
    ]);
    expect(inputs("auth0:index/clientCredentials:ClientCredentials")).toEqual([
      {
        clientId: "express-oin-client-known-to-okta-id",
        authenticationMethod: "private_key_jwt",
        privateKeyJwt: {
          credentials: [{ name: "OIN Public Key", credentialType: "public_key", algorithm: "RS256", pem: "PEM 1" }],
        },
      },
    ]);
    expect(inputs("auth0:index/clientGrant:ClientGrant")).toEqual([
      {
        clientId: "express-oin-client-known-to-okta-id",
        audience: "https://acme.us.auth0.com/api/v2/",
        scopes: SSO_GRANT,
      },
    ]);
    expect(inputs("auth0:index/action:Action")).toMatchObject([
      {
        name: "express_configure_postlogin_action",
        supportedTriggers: { id: "post-login", version: "v3" },
        runtime: "node22",
        deploy: true,
        code: readFileSync(new URL("../../../actions/express-configure-post-login.cjs", import.meta.url), "utf8"),
        secrets: [
          { name: "SERVICE_INIT_LOGIN_URL", value: "https://app.acme.example/login" },
          { name: "EXPRESS_CONFIGURE_API_IDENTIFIER", value: API },
          { name: "TENANT_DOMAIN", value: "https://acme.us.auth0.com" },
        ],
      },
    ]);
    expect(inputs("auth0:index/triggerAction:TriggerAction")).toEqual([
      { trigger: "post-login", actionId: "express-login-action-id", displayName: "express_configure_postlogin_action" },
    ]);
    expect(inputs("auth0:index/tenant:Tenant")).toEqual([{ flags: { useScopeDescriptionsForConsent: true } }]);
  });

  it("hands over what a person needs", async () => {
    const { express } = await declared({
      guide: { ...GUIDE, oktaPublicKeys: [{ pem: "PEM 2" }, { pem: "PEM 1", name: "Another" }] },
    });
    expect(await valueOf(express.guide?.oinClientId)).toBe("express-oin-client-known-to-okta-id");
    expect(await valueOf(express.guide?.keyIds)).toEqual(["kid of PEM 1", "kid of PEM 2"]);
    expect(await valueOf(express.adminRoleId)).toBe("express-admin-role-id");
    expect(await valueOf(express.guide?.apiIdentifier)).toBe(API);
    expect(await valueOf(express.managementApiAudience)).toBe("https://acme.us.auth0.com/api/v2/");
  });
});

describe("with SCIM", () => {
  it("adds the scope, the permission and the grant's scopes to the same resources", async () => {
    const { registrations } = await declared({ scim: true });
    expect(ofType(registrations, "auth0:index/resourceServerScopes:ResourceServerScopes")).toEqual([
      {
        resourceServerIdentifier: API,
        scopes: [
          { name: "expressconfigure:sso", description: "Configure SSO with Express Configuration" },
          { name: "expressconfigure:scim", description: "Configure SCIM with Express Configuration" },
        ],
      },
    ]);
    expect(ofType(registrations, "auth0:index/rolePermissions:RolePermissions")).toMatchObject([
      { permissions: [{ name: "expressconfigure:sso" }, { name: "expressconfigure:scim" }] },
    ]);
    expect(ofType(registrations, "auth0:index/clientGrant:ClientGrant")).toMatchObject([
      {
        scopes: [
          ...SSO_GRANT,
          "read:scim_config",
          "create:scim_config",
          "read:scim_token",
          "create:scim_token",
          "delete:scim_token",
        ],
      },
    ]);
  });
});

describe("with an existing role", () => {
  it("adds one permission at a time and declares neither the role nor its set of permissions", async () => {
    const { registrations, express } = await declared({ existingRoleId: "rol_theirs", scim: true });
    expect(ofType(registrations, "auth0:index/role:Role")).toEqual([]);
    expect(ofType(registrations, "auth0:index/rolePermissions:RolePermissions")).toEqual([]);
    expect(ofType(registrations, "auth0:index/rolePermission:RolePermission")).toEqual([
      { roleId: "rol_theirs", permission: "expressconfigure:sso", resourceServerIdentifier: API },
      { roleId: "rol_theirs", permission: "expressconfigure:scim", resourceServerIdentifier: API },
    ]);
    expect(await valueOf(express.adminRoleId)).toBe("rol_theirs");
  });
});

describe("the consent setting", () => {
  it("is left alone where it is not wanted: not even read", async () => {
    const { registrations } = await declared({ consentDescriptions: false });
    expect(registrations.filter(({ name }) => name.includes("consent"))).toEqual([]);
  });

  it("goes back to what it was before the stack when the stack is released", async () => {
    const { registrations } = await declared({ guide: { ...GUIDE, release: true } });
    // The mock's stash has no output: the declared flag is the stash's, not `true`.
    expect(ofType(registrations, "auth0:index/tenant:Tenant")).not.toEqual([
      { flags: { useScopeDescriptionsForConsent: true } },
    ]);
    expect(registrations.find(({ name }) => name === "express-consent-before")?.inputs).toEqual({ input: false });
  });
});
