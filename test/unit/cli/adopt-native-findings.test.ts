/** adopt of the native flavour on plain data: what differs from what is declared, what stands in the way, what is told. */
import type { Management } from "auth0";
import { describe, expect, it } from "vitest";
import { EXPRESS_CONFIGURATION_DOMAIN_ALIASES } from "../../../actions/code.ts";
import type { Clients } from "../../../cli/adopt/clients.ts";
import { flavourFindings } from "../../../cli/adopt/other-flavour.ts";
import { differences, NATIVE } from "../../../cli/adopt/flavours.ts";
import type { NativeFound } from "../../../cli/adopt/found.ts";
import { nativeFindings } from "../../../cli/adopt/native-findings.ts";
import { asMade } from "../../../cli/adopt/profiles.ts";
import type { Configuration } from "../../../config/index.ts";
import {
  ADMINS_ACTION,
  API,
  BLOCK,
  CLIENT,
  CLIENTS,
  CONFIGURATION,
  CONTEXT,
  FOUND,
  OTHER,
  ROLE,
  SCIM,
  SSO,
} from "./dashboard-objects.ts";
import { OIN } from "./tenant-objects.ts";

describe("differences", () => {
  const told = (
    change: Partial<NativeFound>,
    configuration: Partial<Configuration> = {},
    more: { sharedRole?: boolean; linkedClients?: string[] } = {},
  ) =>
    differences(
      NATIVE,
      { ...FOUND, ...change },
      { ...CONTEXT, configuration: { ...CONFIGURATION, ...configuration }, ...more },
    ).map(({ object, attribute, found, declared }) => [object, attribute, found, declared]);
  const block = (change: Partial<Management.ExpressConfiguration>): Partial<NativeFound> => ({
    clients: { ...CLIENTS, block: { ...BLOCK, ...change } },
  });

  it("has none where everything is as declared", () => {
    expect(told({})).toEqual([]);
  });

  it.each<[string, Partial<NativeFound>, unknown[]]>([
    [
      "client renamed",
      { client: { ...CLIENT, name: "Okta" } },
      ["native OIN client", "name", "Okta", "Okta OIN Express Configuration"],
    ],
    [
      "login prompt",
      { client: { ...CLIENT, organization_require_behavior: "post_login_prompt" } },
      ["native OIN client", "organization_require_behavior", "post_login_prompt", "pre_login_prompt"],
    ],
    [
      "metadata that the plugin takes off",
      { client: { ...CLIENT, client_metadata: { other: "x" } } },
      ["native OIN client", "client_metadata", { other: "x" }, {}],
    ],
    [
      "another attribute that it takes off",
      { client: { ...CLIENT, token_quota: { client_credentials: { enforce: true } } } },
      ["native OIN client", "token_quota", "(set)", null],
    ],
    ["key not attached", { attached: [] }, ["native keys", "key IDs that can sign in", [], ["kid-1"]]],
    [
      "role without permission",
      { role: { ...ROLE, permissions: [] } },
      ["admin role", "permissions", [], ["express_configure:sso"]],
    ],
    [
      "role renamed",
      { role: { ...ROLE, role: { ...ROLE.role, name: "Okta" } } },
      ["admin role", "name", "Okta", "EXPRESS_CONFIGURE_ADMIN_ROLE"],
    ],
    [
      "block: domain",
      block({ admin_login_domain: "login.acme.example" }),
      ["app block", "admin_login_domain", "login.acme.example", "acme.us.auth0.com"],
    ],
    [
      "block: template",
      block({ initiate_login_uri_template: "https://old.example" }),
      ["app block", "initiate_login_uri_template", "https://old.example", "https://app.acme.example/login"],
    ],
    ["block: client", block({ enable_client: false }), ["app block", "enable_client", false, true]],
    ["block: organization", block({ enable_organization: false }), ["app block", "enable_organization", false, true]],
    [
      "block: linked clients",
      block({ linked_clients: [{ client_id: "web" }] }),
      ["app block", "linked_clients", ["web"], []],
    ],
    [
      "block: another OIN client",
      block({ okta_oin_client_id: "duplicate" }),
      ["app block", "okta_oin_client_id", "duplicate", "native"],
    ],
    [
      "block: another profile",
      block({ connection_profile_id: "cop_2" }),
      ["app block", "connection_profile_id", "cop_2", "cop_1"],
    ],
    [
      "consent shows names",
      { useScopeDescriptionsForConsent: false },
      ["consent setting", "use_scope_descriptions_for_consent", false, true],
    ],
  ])("%s", (_, change, difference) => {
    expect(told(change)).toEqual([difference]);
  });

  it("names the profile that would be made in place of the block's", () => {
    expect(told({}, { userAttributeProfile: undefined })).toEqual([
      ["app block", "user_attribute_profile_id", "uap_1", 'a new one, "Okta Express Configuration"'],
    ]);
  });

  it("are told of a profile that is the stack's own, attribute by attribute", () => {
    const made = asMade("connectionProfile", { ...CONFIGURATION, connectionProfile: undefined });
    const own = (change: object) => ({
      profiles: { ...FOUND.profiles, connectionProfile: [{ id: "cop_1", ...made, ...change }] },
    });
    expect(told(own({}), { connectionProfile: undefined })).toEqual([]);
    expect(told(own({ enabled_features: ["scim", "universal_logout"] }), { connectionProfile: undefined })).toEqual([
      ["connection profile", "enabled_features", ["scim", "universal_logout"], ["universal_logout"]],
    ]);
    const attributes = {
      id: "uap_1",
      ...asMade("userAttributeProfile", { ...CONFIGURATION, userAttributeProfile: undefined }),
    };
    expect(
      told(
        { profiles: { ...FOUND.profiles, userAttributeProfile: [attributes] } },
        { userAttributeProfile: undefined },
      ),
    ).toEqual([]);
  });

  it("takes nothing away from a role that serves others too, and leaves name and consent to the guide beside it", () => {
    const role = { role: { id: "rol_2", name: "Admins" }, permissions: [SSO, SCIM, OTHER] };
    expect(told({ role }, {}, { sharedRole: true })).toEqual([]);
    expect(
      told(
        { role: { ...ROLE, role: { id: "rol_1", name: "Okta" } }, useScopeDescriptionsForConsent: false },
        { flavour: "both" },
      ),
    ).toEqual([]);
  });

  it("adds connections and takes none away", () => {
    const connections = [{ id: "con_1", name: "Database" }];
    expect(told({ connections })).toEqual([]);
    expect(told({ connections }, { adminConnections: ["Email"] })).toEqual([
      ["admin connections", "enabled", ["Database"], ["Database", "Email"]],
    ]);
  });

  it("are told of a declared Action", () => {
    const action = { ...ADMINS_ACTION, name: "Okta admins" };
    expect(told({ postLoginActions: [action] })).toEqual([]);
    expect(told({ postLoginActions: [action] }, { adminsAppMetadataKey: "is_admin" })).toEqual([
      ["admins Action", "name", "Okta admins", "express_configuration_admins"],
      ["admins Action", "binding", "none", "express_configuration_admins"],
    ]);
  });
});

describe("findings", () => {
  const abouts = (
    change: Partial<NativeFound>,
    configuration: Partial<Configuration> = {},
    more: { takesClient?: boolean; otherRoles?: (typeof ROLE)[] } = {},
  ) =>
    nativeFindings(
      { ...FOUND, ...change },
      {
        stack: "prod",
        configuration: { ...CONFIGURATION, ...configuration },
        keys: { keyIds: ["kid-1"], dropKeys: [], again: () => "npm run adopt" },
        otherRoles: [],
        takesClient: true,
        ...more,
      },
    ).map(({ severity, about }) => `${severity} ${about}`);

  it("are none of a tenant that is as declared", () => {
    expect(abouts({})).toEqual([]);
  });

  it.each<[string, Partial<NativeFound>, Partial<Configuration>, string]>([
    [
      "a display name that Okta's admins know",
      { client: { ...CLIENT, name: "Acme" } },
      {},
      "notice native.display-name",
    ],
    [
      "credentials first with no connection",
      { client: { ...CLIENT, organization_require_behavior: "post_login_prompt" } },
      {},
      "notice native.no-connections",
    ],
    [
      "a further client that no application names",
      { clients: { ...CLIENTS, unnamed: [{ client_id: "duplicate" }] } },
      {},
      "notice native.left-over-client",
    ],
    ["a profile that is gone", { profiles: { ...FOUND.profiles, connectionProfile: [] } }, {}, "notice native.lost"],
    [
      "an Action of this project that is not declared",
      { postLoginActions: [ADMINS_ACTION] },
      {},
      "notice native.undeclared-action",
    ],
    [
      "an action of somebody else on the API",
      {
        postLoginActions: [
          { id: "a", name: "X", code: `if (event.resource_server.identifier === "${API}") api.access.deny("no");` },
        ],
      },
      {},
      "notice native.foreign-action",
    ],
    [
      "the misspelt permission of Auth0's example",
      {
        postLoginActions: [{ id: "a", name: "X", code: `"${API}"; api.accessToken.addScope("expressconfigure:sso");` }],
      },
      {},
      "notice native.misspelt-action",
    ],
    ["scopes that are lacking", { lacking: ["read:actions"] }, {}, "notice native.not-read"],
    [
      "a key that no file holds",
      { credentials: [...FOUND.credentials, { id: "cred_2", kid: "kid-2" }], attached: ["cred_1", "cred_2"] },
      {},
      "problem keys.unknown",
    ],
    [
      "a key that it does not sign in with",
      { credentials: [...FOUND.credentials, { id: "cred_2", kid: "kid-2" }] },
      {},
      "problem keys.leftover",
    ],
    [
      "a secret that the plugin was not told of",
      { postLoginActions: [{ ...ADMINS_ACTION, secrets: [{ name: "DEBUG" }] }] },
      { adminsAppMetadataKey: "is_admin" },
      "problem action.further-secrets",
    ],
    [
      "two Actions with one code, neither with the name",
      {
        postLoginActions: ["One", "Other"].map((name) => ({
          id: name,
          name,
          code: EXPRESS_CONFIGURATION_DOMAIN_ALIASES,
        })),
      },
      { domainAliasesMetadataKey: "domains" },
      "problem ambiguous.action",
    ],
    [
      "a profile of the declared name that another application uses",
      {
        clients: { ...CLIENTS, otherBlocks: [{ ...BLOCK, user_attribute_profile_id: "uap_1" }] },
        profiles: { ...FOUND.profiles, userAttributeProfile: [{ id: "uap_1", name: "Okta Express Configuration" }] },
      },
      { userAttributeProfile: undefined },
      "problem native.taken-profile",
    ],
  ])("%s", (_, change, configuration, about) => {
    expect(abouts(change, configuration)).toEqual([about]);
  });

  it("say nothing of a display name that is kept", () => {
    expect(abouts({ client: { ...CLIENT, name: "Acme" } }, { displayName: "Acme" })).toEqual([]);
  });

  it("say nothing of the display name once the client is the stack's", () => {
    expect(abouts({ client: { ...CLIENT, name: "Acme" } }, {}, { takesClient: false })).toEqual([]);
  });

  it("name other roles that may run it", () => {
    expect(abouts({}, {}, { otherRoles: [ROLE] })).toEqual(["notice native.other-roles"]);
  });

  it("refuse a tenant that was set up in the other flavour, and tell of one that has both", () => {
    const of = (flavour: "guide" | "native" | "both", clients: Partial<Clients>, hasDeclared: boolean) =>
      flavourFindings(flavour, { ...CLIENTS, ...clients }, hasDeclared, "app", "prod").map(
        ({ severity, about }) => `${severity} ${about}`,
      );
    expect(of("guide", {}, false)).toEqual(["problem flavour"]);
    expect(of("guide", {}, true)).toEqual(["notice flavour"]);
    expect(of("native", { guide: [OIN] }, false)).toEqual(["problem flavour"]);
    expect(of("native", { guide: [OIN] }, true)).toEqual(["notice flavour"]);
    expect(of("native", { guide: [{ client_id: "callback only", callbacks: OIN.callbacks ?? [] }] }, false)).toEqual(
      [],
    );
    expect(of("both", { guide: [OIN] }, true)).toEqual([]);
  });
});
