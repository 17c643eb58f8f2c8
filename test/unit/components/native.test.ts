/** What the native flavour registers, to the letter: type, name, inputs, and what must not be there. */
import type * as auth0 from "@pulumi/auth0";
import { describe, expect, it } from "vitest";
import { EXPRESS_CONFIGURATION_ADMINS, EXPRESS_CONFIGURATION_DOMAIN_ALIASES } from "../../../actions/code.ts";
import {
  ConnectionProfile,
  ExpressConfiguration,
  type ExpressConfigurationArgs,
  NativeFlavour,
  UserAttributeProfile,
} from "../../../components/index.ts";
import { DEFAULT_USER_ATTRIBUTE_PROFILE } from "../../../contract/profile-defaults.ts";
import { ofType, record, type Registration, valueOf } from "./recorder.ts";

const TEMPLATE = "https://{organization_name}.acme.example/login";
const NATIVE = {
  adminLoginDomain: "login.acme.example",
  initiateLoginUriTemplate: TEMPLATE,
  oktaPublicKeys: [{ pem: "PEM 1" }],
};
const GUIDE = { initiateLoginUri: "https://app.acme.example/login", oktaPublicKeys: [{ pem: "PEM 1" }] };
const ARGS: ExpressConfigurationArgs = {
  domain: "acme.us.auth0.com",
  serviceAppClientId: "service-app",
  native: NATIVE,
};

const CLIENT = "auth0:index/client:Client";
const BLOCK = "auth0-app-block:index:ExpressConfiguration";
const PERMISSIONS = "auth0:index/rolePermissions:RolePermissions";

async function declared(change: Partial<ExpressConfigurationArgs> = {}) {
  let express: ExpressConfiguration | undefined;
  const registrations = await record(() => (express = new ExpressConfiguration("express", { ...ARGS, ...change })));
  if (express === undefined) throw new Error("not declared");
  return { express, registrations };
}

const withNative = (change: Partial<NonNullable<ExpressConfigurationArgs["native"]>>) =>
  declared({ native: { ...NATIVE, ...change } });

const listed = (registrations: readonly Registration[]) =>
  registrations.map(({ type, name }) => `${type.replace(/^auth0:index\/\w+:/, "auth0:")} ${name}`).sort();

const BLOCK_INPUTS = {
  adminLoginDomain: "login.acme.example",
  connectionProfileId: "express-native-connections-profile-id",
  enableClient: true,
  enableOrganization: true,
  initiateLoginUriTemplate: TEMPLATE,
  oktaOinClientId: "express-native-oin-client-known-to-okta-id",
  userAttributeProfileId: "express-native-attributes-profile-id",
};

describe("both flavours before Okta's first key", () => {
  it("declare their OIN clients, but no credentials and no grant", async () => {
    const { express, registrations } = await declared({
      guide: { ...GUIDE, oktaPublicKeys: [] },
      native: { ...NATIVE, oktaPublicKeys: [] },
    });
    expect(ofType(registrations, CLIENT)).toHaveLength(2);
    expect(ofType(registrations, "auth0:index/clientCredentials:ClientCredentials")).toEqual([]);
    expect(ofType(registrations, "auth0:index/clientGrant:ClientGrant")).toEqual([]);
    expect(await valueOf(express.guide?.keyIds)).toEqual([]);
    expect(await valueOf(express.native?.keyIds)).toEqual([]);
  });
});

describe("the native flavour by itself", () => {
  it("registers exactly these resources", async () => {
    const { registrations } = await declared();
    expect(listed(registrations)).toEqual([
      "auth0-app-block:index:ExpressConfiguration express-native-app-block",
      "auth0:Client express-native-oin-client-known-to-okta",
      "auth0:ClientCredentials express-native-oin-credentials",
      "auth0:ConnectionProfile express-native-connections-profile",
      "auth0:ResourceServer express-native-api-system-api",
      "auth0:Role express-admin-role",
      "auth0:RolePermissions express-admin-permissions",
      "auth0:Tenant express-consent-tenant",
      "auth0:UserAttributeProfile express-native-attributes-profile",
      "okta-express:index:AdminRole express-admin",
      "okta-express:index:ConnectionProfile express-native-connections",
      "okta-express:index:ConsentSetting express-consent",
      "okta-express:index:ExpressConfiguration express",
      "okta-express:index:NativeApi express-native-api",
      "okta-express:index:NativeFlavour express-native",
      "okta-express:index:NativeOinClient express-native-oin",
      "okta-express:index:UserAttributeProfile express-native-attributes",
      "pulumi:index:Stash express-consent-before",
      "pulumi:index:Stash express-memory",
      "pulumi:index:Stash express-okta-knows-the-native-oin-client",
    ]);
  });

  it("with exactly these inputs: of the service app its block and nothing else", async () => {
    const { registrations } = await declared();
    expect(ofType(registrations, "auth0:index/resourceServer:ResourceServer")).toEqual([
      { name: "Okta OIN Express Configuration API", identifier: "urn:auth0:express-configure" },
    ]);
    expect(ofType(registrations, CLIENT)).toEqual([
      {
        name: "Okta OIN Express Configuration",
        description: "For Express Configuration with Okta",
        appType: "express_configuration",
        organizationRequireBehavior: "pre_login_prompt",
      },
    ]);
    expect(ofType(registrations, "auth0:index/clientCredentials:ClientCredentials")).toEqual([
      {
        clientId: "express-native-oin-client-known-to-okta-id",
        authenticationMethod: "private_key_jwt",
        privateKeyJwt: {
          credentials: [{ name: "OIN Public Key", credentialType: "public_key", algorithm: "RS256", pem: "PEM 1" }],
        },
      },
    ]);
    expect(ofType(registrations, PERMISSIONS)).toEqual([
      {
        roleId: "express-admin-role-id",
        permissions: [{ name: "express_configure:sso", resourceServerIdentifier: "urn:auth0:express-configure" }],
      },
    ]);
    expect(ofType(registrations, BLOCK)).toEqual([{ clientId: "service-app", expressConfiguration: BLOCK_INPUTS }]);
    expect(ofType(registrations, "auth0:index/connectionProfile:ConnectionProfile")).toEqual([
      {
        name: "Okta Express Configuration",
        connectionNamePrefixTemplate: "ec-{org_id}-",
        enabledFeatures: ["universal_logout"],
        organization: { showAsButton: "none", assignMembershipOnLogin: "none" },
      },
    ]);
  });

  it("sends the profile's attributes, and strategies, in the order that the plugin reads them back in", async () => {
    const { registrations } = await declared();
    const [profile] = ofType(registrations, "auth0:index/userAttributeProfile:UserAttributeProfile") as {
      userAttributes: { name: string }[];
      userId: { strategyOverrides: object[] };
    }[];
    expect(profile?.userAttributes.map(({ name }) => name)).toEqual(["email", "family_name", "given_name", "name"]);
    expect(profile?.userId.strategyOverrides).toEqual([
      { strategy: "google-apps", oidcMapping: "email" },
      { strategy: "samlp", scimMapping: "userName" },
      { strategy: "waad", oidcMapping: "oid" },
    ]);
  });

  it("adds SCIM to the permissions and to the connection profile", async () => {
    const { registrations } = await declared({ scim: true });
    expect(ofType(registrations, PERMISSIONS)).toMatchObject([
      { permissions: [{ name: "express_configure:sso" }, { name: "express_configure:scim" }] },
    ]);
    expect(ofType(registrations, "auth0:index/connectionProfile:ConnectionProfile")).toMatchObject([
      { enabledFeatures: ["scim", "universal_logout"] },
    ]);
  });

  it("adds its permissions to an existing role one at a time, under names of their own", async () => {
    const { registrations } = await declared({ existingRoleId: "rol_theirs", scim: true });
    expect(listed(registrations).filter((line) => line.includes("Role"))).toEqual([
      "auth0:RolePermission express-admin-permission-native-scim",
      "auth0:RolePermission express-admin-permission-native-sso",
      "okta-express:index:AdminRole express-admin",
    ]);
  });

  it("asks for the credentials first, and enables the client for each connection by itself", async () => {
    const { registrations } = await withNative({
      adminLoginFlow: "post_login_prompt",
      adminConnections: [
        { name: "staff", id: "con_1" },
        { name: "partners", id: "con_2" },
      ],
    });
    expect(ofType(registrations, CLIENT)).toMatchObject([{ organizationRequireBehavior: "post_login_prompt" }]);
    const clientId = "express-native-oin-client-known-to-okta-id";
    expect(ofType(registrations, "auth0:index/connectionClient:ConnectionClient")).toEqual([
      { connectionId: "con_1", clientId },
      { connectionId: "con_2", clientId },
    ]);
    expect(ofType(registrations, "auth0:index/connectionClients:ConnectionClients")).toEqual([]);
  });

  it("uses existing profiles by their IDs and makes none", async () => {
    const { registrations } = await withNative({
      userAttributeProfile: { id: "uap_theirs" },
      connectionProfile: { id: "cop_theirs" },
      linkedClients: ["one", "two"],
      enableClient: false,
      enableOrganization: false,
    });
    expect(registrations.filter(({ type }) => type.includes("Profile"))).toEqual([]);
    expect(ofType(registrations, BLOCK)).toEqual([
      {
        clientId: "service-app",
        expressConfiguration: {
          ...BLOCK_INPUTS,
          connectionProfileId: "cop_theirs",
          userAttributeProfileId: "uap_theirs",
          enableClient: false,
          enableOrganization: false,
          linkedClients: [{ clientId: "one" }, { clientId: "two" }],
        },
      },
    ]);
  });

  it("has Actions in place of the role, bound one after the other", async () => {
    const { registrations, express } = await declared({
      scim: true,
      native: { ...NATIVE, adminsAppMetadataKey: "is_admin", domainAliasesMetadataKey: "domains" },
    });
    expect(registrations.filter(({ type }) => type.includes("ole"))).toEqual([]);
    expect(express.adminRoleId).toBeUndefined();
    expect(ofType(registrations, "auth0:index/action:Action")).toMatchObject([
      {
        name: "express_configuration_admins",
        code: EXPRESS_CONFIGURATION_ADMINS,
        deploy: true,
        secrets: [
          { name: "APP_METADATA_KEY", value: "is_admin" },
          { name: "SCOPES", value: "express_configure:sso express_configure:scim" },
        ],
      },
      {
        name: "express_configuration_domain_aliases",
        code: EXPRESS_CONFIGURATION_DOMAIN_ALIASES,
        deploy: true,
        secrets: [{ name: "METADATA_KEY", value: "domains" }],
      },
    ]);
    expect(ofType(registrations, "auth0:index/triggerAction:TriggerAction")).toEqual([
      {
        trigger: "post-login",
        actionId: "express-native-admins-action-id",
        displayName: "express_configuration_admins",
      },
      {
        trigger: "post-login",
        actionId: "express-native-domains-action-id",
        displayName: "express_configuration_domain_aliases",
      },
    ]);
  });

  it("takes the block off the app when it is released", async () => {
    const { registrations } = await withNative({ release: true });
    expect(ofType(registrations, BLOCK)).toEqual([]);
    expect(ofType(registrations, CLIENT)).toHaveLength(1);
  });
});

describe("both flavours side by side", () => {
  it("share one role, which holds the permissions of both, and one consent setting", async () => {
    const { registrations } = await declared({ guide: GUIDE });
    expect(ofType(registrations, "auth0:index/role:Role")).toHaveLength(1);
    expect(ofType(registrations, PERMISSIONS)).toEqual([
      {
        roleId: "express-admin-role-id",
        permissions: [
          {
            name: "expressconfigure:sso",
            resourceServerIdentifier: "https://system.okta.com/actions/express-configure/v1",
          },
          { name: "express_configure:sso", resourceServerIdentifier: "urn:auth0:express-configure" },
        ],
      },
    ]);
    expect(ofType(registrations, "auth0:index/tenant:Tenant")).toHaveLength(1);
  });

  it("keep the names of the guide's objects, of the role and of the consent setting: a move replaces none of them", async () => {
    const names = async (args: Partial<ExpressConfigurationArgs>) =>
      new Set(listed((await declared(args)).registrations));
    const { native: _native, ...guideOnly } = ARGS;
    const guide = new Set(
      listed(await record(() => new ExpressConfiguration("express", { ...guideOnly, guide: GUIDE }))),
    );
    const [both, native] = [await names({ guide: GUIDE }), await names({})];
    expect([...guide].filter((line) => !both.has(line))).toEqual([]);
    expect([...native].filter((line) => !both.has(line))).toEqual([]);
    expect([...guide].filter((line) => native.has(line))).toEqual(
      [
        "okta-express:index:ExpressConfiguration express",
        "okta-express:index:AdminRole express-admin",
        "okta-express:index:ConsentSetting express-consent",
        "auth0:Role express-admin-role",
        "auth0:RolePermissions express-admin-permissions",
        "pulumi:index:Stash express-consent-before",
        "pulumi:index:Stash express-memory",
        "auth0:Tenant express-consent-tenant",
      ].toSorted(),
    );
  });

  it("give the consent setting back only when both are released", async () => {
    const flag = async (args: Partial<ExpressConfigurationArgs>) =>
      ofType((await declared(args)).registrations, "auth0:index/tenant:Tenant");
    const kept = [{ flags: { useScopeDescriptionsForConsent: true } }];
    expect(await flag({ guide: { ...GUIDE, release: true } })).toEqual(kept);
    expect(await flag({ guide: GUIDE, native: { ...NATIVE, release: true } })).toEqual(kept);
    expect(await flag({ native: { ...NATIVE, release: true } })).not.toEqual(kept);
  });
});

describe("for a program that owns the app's client", () => {
  it("the block is handed out instead of declared", async () => {
    let flavour: NativeFlavour | undefined;
    const registrations = await record(
      () =>
        (flavour = new NativeFlavour("native", {
          ...NATIVE,
          serviceAppClientId: "service-app",
          declareAppBlock: false,
        })),
    );
    expect(ofType(registrations, BLOCK)).toEqual([]);
    if (flavour === undefined) throw new Error("not declared");
    const owned: auth0.ClientArgs = { name: "Acme SaaS", expressConfiguration: flavour.expressConfiguration };
    expect(owned.expressConfiguration).toBe(flavour.expressConfiguration);
    const { oktaOinClientId, userAttributeProfileId, connectionProfileId, ...fixed } = flavour.expressConfiguration;
    expect(fixed).toEqual({
      adminLoginDomain: "login.acme.example",
      enableClient: true,
      enableOrganization: true,
      initiateLoginUriTemplate: TEMPLATE,
    });
    expect(await valueOf(flavour.oinClientId)).toBe("native-oin-client-known-to-okta-id");
    expect([oktaOinClientId, userAttributeProfileId, connectionProfileId].every((id) => typeof id === "object")).toBe(
      true,
    );
  });
});

describe("the display name", () => {
  it("is the name of the OIN client", async () => {
    const { registrations } = await withNative({ displayName: "Acme SaaS" });
    expect(ofType(registrations, CLIENT)).toMatchObject([{ name: "Acme SaaS" }]);
  });
});

describe("profiles of one's own", () => {
  it("carry every field, strategy overrides too", async () => {
    const registrations = await record(() => {
      new UserAttributeProfile("mine", {
        name: "Mine",
        userAttributes: {
          department: {
            label: "Department",
            description: "Where they work",
            auth0Mapping: "app_metadata.department",
            profileRequired: true,
            oidcMapping: { mapping: "dep" },
            samlMapping: ["dep"],
            scimMapping: "department",
            strategyOverrides: {
              okta: {
                oidcMapping: { mapping: "okta_dep", displayName: "Dep" },
                samlMapping: ["okta"],
                scimMapping: "okta",
              },
            },
          },
        },
      });
      new ConnectionProfile("mine", {
        name: "Mine",
        connectionNamePrefixTemplate: "x-{org_name}",
        enabledFeatures: ["scim"],
        organization: { showAsButton: "required", assignMembershipOnLogin: "optional" },
        strategyOverrides: {
          okta: { enabledFeatures: ["scim", "universal_logout"] },
          "google-apps": { enabledFeatures: [] },
        },
      });
    });
    expect(ofType(registrations, "auth0:index/userAttributeProfile:UserAttributeProfile")).toEqual([
      {
        name: "Mine",
        userAttributes: [
          {
            name: "department",
            label: "Department",
            description: "Where they work",
            auth0Mapping: "app_metadata.department",
            profileRequired: true,
            oidcMapping: { mapping: "dep" },
            samlMappings: ["dep"],
            scimMapping: "department",
            strategyOverrides: [
              {
                strategy: "okta",
                oidcMapping: { mapping: "okta_dep", displayName: "Dep" },
                samlMappings: ["okta"],
                scimMapping: "okta",
              },
            ],
          },
        ],
      },
    ]);
    expect(ofType(registrations, "auth0:index/connectionProfile:ConnectionProfile")).toEqual([
      {
        name: "Mine",
        connectionNamePrefixTemplate: "x-{org_name}",
        enabledFeatures: ["scim"],
        organization: { showAsButton: "required", assignMembershipOnLogin: "optional" },
        strategyOverrides: {
          okta: { enabledFeatures: ["scim", "universal_logout"] },
          googleApps: { enabledFeatures: [] },
        },
      },
    ]);
  });

  it("leave what the Auth0 plugin does not know to a resource of its own, where it is declared", async () => {
    const registrations = await record(() => {
      new ConnectionProfile("mine", {
        name: "Mine",
        scimTokens: { scopes: ["post:users", "get:users"], maxAllowedExpiry: 900 },
        crossAppAccess: { defaultValue: "disabled", allowedValues: ["enabled", "disabled"] },
      });
      new ConnectionProfile("tokens", { name: "Tokens", scimTokens: { scopes: ["get:users"] } });
      new ConnectionProfile("plain", { name: "Plain" });
    });
    // They are registered once the profile's ID is known.
    expect(new Set(ofType(registrations, "auth0-app-block:index:ConnectionProfileSettings"))).toEqual(
      new Set([
        {
          connectionProfileId: "mine-profile-id",
          scimTokens: { scopes: ["get:users", "post:users"], maxAllowedExpiry: 900 },
          crossAppAccess: { defaultValue: "disabled", allowedValues: ["disabled", "enabled"] },
        },
        { connectionProfileId: "tokens-profile-id", scimTokens: { scopes: ["get:users"] } },
      ]),
    );
  });

  it("start from defaults that require an e-mail address", () => {
    expect(
      Object.entries(DEFAULT_USER_ATTRIBUTE_PROFILE.userAttributes)
        .filter(([, attribute]) => attribute.profileRequired === true)
        .map(([name]) => name),
    ).toEqual(["email"]);
  });
});
