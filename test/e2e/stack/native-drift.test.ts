/** Proof 3 for the native flavour: every attribute and every object. See drift.test.ts. */
import { describe, expect, it } from "vitest";
import { TAKEN_OFF_CHANGES, TAKEN_OFF_PATHS } from "../../attribute-changes.ts";
import { alike, type Hand } from "../support/by-hand.ts";
import { type Case, driftMatrix, inRounds, updates } from "../support/drift-matrix.ts";
import { FULL_CONFIG, NATIVE_API, nativeIds, SERVICE_APP_CLIENT_ID, serviceApp } from "../support/native-world.ts";
import { changes, keyText, NEXT_OKTA_KEY, refused, succeeded } from "../support/world.ts";

const DATABASE = "Username-Password-Authentication";
const ACTION = "exports.onExecutePostLogin = async () => {};";

/** Every setting but the Action in place of the role: the role is here, the Action for domains too. */
const { adminsAppMetadataKey: _role, ...SETTINGS } = FULL_CONFIG;
const SCIM_TOKENS = { scopes: ["delete:users", "get:users", "patch:users", "post:users", "put:users"] };
const CONFIG = {
  ...SETTINGS,
  connectionProfile: {
    name: "Okta Express Configuration",
    enabledFeatures: ["scim", "universal_logout"],
    scimTokens: { ...SCIM_TOKENS, maxAllowedExpiry: 900 },
    crossAppAccess: { defaultValue: "disabled", allowedValues: ["disabled", "enabled"] },
  },
};

let ids: Awaited<ReturnType<typeof nativeIds>>;
const matrix = driftMatrix("drift matrix of the native flavour", { config: CONFIG }, async (session) => {
  ids = await nativeIds(session);
  return { ...ids, action: ids.domainsAction };
});

const block =
  (change: Readonly<Record<string, unknown>>) =>
  async (hand: Hand): Promise<void> => {
    const found = serviceApp(matrix.world().tenant)["express_configuration"] as object;
    await hand.patch(`/api/v2/clients/${SERVICE_APP_CLIENT_ID}`, { express_configuration: { ...found, ...change } });
  };
const blockUpdates = (...paths: string[]) =>
  updates("express-native-app-block", ...paths.map((path) => `expressConfiguration.${path}`));

const attributes =
  (change: Readonly<Record<string, unknown>>) =>
  (hand: Hand): Promise<void> =>
    hand.patch(`/api/v2/user-attribute-profiles/${ids.userAttributeProfile}`, change);
const connections =
  (change: Readonly<Record<string, unknown>>) =>
  (hand: Hand): Promise<void> =>
    hand.patch(`/api/v2/connection-profiles/${ids.connectionProfile}`, change);

/** The mapping of the user ID in that profile, changed. */
const userId =
  (change: Readonly<Record<string, unknown>>) =>
  async (hand: Hand): Promise<void> => {
    const { body } = await matrix
      .world()
      .tenant.api<{ user_id: object }>("GET", `/api/v2/user-attribute-profiles/${ids.userAttributeProfile}`);
    await attributes({ user_id: { ...body.user_id, ...change } })(hand);
  };

/** The same for the strategy `waad` alone. */
const overrideForWaad =
  (change: Readonly<Record<string, unknown>>) =>
  async (hand: Hand): Promise<void> => {
    const { body } = await matrix
      .world()
      .tenant.api<{ user_id: { strategy_overrides: Record<string, object> } }>(
        "GET",
        `/api/v2/user-attribute-profiles/${ids.userAttributeProfile}`,
      );
    const { strategy_overrides: all } = body.user_id;
    await userId({ strategy_overrides: { ...all, waad: { ...all["waad"], ...change } } })(hand);
  };

/** One attribute of the user attribute profile, changed. */
const attribute =
  (name: string, change: Readonly<Record<string, unknown>>) =>
  async (hand: Hand): Promise<void> => {
    const { body } = await matrix
      .world()
      .tenant.api<{ user_attributes: Record<string, object> }>(
        "GET",
        `/api/v2/user-attribute-profiles/${ids.userAttributeProfile}`,
      );
    await attributes({
      user_attributes: { ...body.user_attributes, [name]: { ...body.user_attributes[name], ...change } },
    })(hand);
  };

const EDITS: readonly Case[] = [
  ["block: admin login domain", block({ admin_login_domain: "evil.example" }), blockUpdates("adminLoginDomain")],
  ["block: connection profile", block({ connection_profile_id: "cop_other" }), blockUpdates("connectionProfileId")],
  [
    "block: user attribute profile",
    block({ user_attribute_profile_id: "uap_other" }),
    blockUpdates("userAttributeProfileId"),
  ],
  ["block: connections enabled for the app", block({ enable_client: true }), blockUpdates("enableClient")],
  [
    "block: connections enabled in the organization",
    block({ enable_organization: true }),
    blockUpdates("enableOrganization"),
  ],
  [
    "block: login URI template",
    block({ initiate_login_uri_template: "https://evil.example/" }),
    blockUpdates("initiateLoginUriTemplate"),
  ],
  ["block: another OIN client", block({ okta_oin_client_id: "somebody-else" }), blockUpdates("oktaOinClientId")],
  ["block: the linked clients taken away", block({ linked_clients: [] }), blockUpdates("linkedClients")],
  [
    "block: a further linked client",
    async (h) =>
      block({
        linked_clients: [
          ...(serviceApp(matrix.world().tenant)["express_configuration"] as { linked_clients: object[] })
            .linked_clients,
          { client_id: SERVICE_APP_CLIENT_ID },
        ],
      })(h),
    blockUpdates("linkedClients[2]"),
  ],
  [
    "block: taken off the app",
    (h) => h.patch(`/api/v2/clients/${SERVICE_APP_CLIENT_ID}`, { express_configuration: null }),
    ["create express-native-app-block"],
  ],
  ["client: name", (h) => h.client({ name: "Renamed" }), updates("express-native-oin-client-known-to-okta", "name")],
  [
    "client: what the stack does not declare and the plugin takes off",
    (h) => h.client(TAKEN_OFF_CHANGES),
    updates("express-native-oin-client-known-to-okta", ...TAKEN_OFF_PATHS),
  ],
  [
    "client: description",
    (h) => h.client({ description: "Anything" }),
    updates("express-native-oin-client-known-to-okta", "description"),
  ],
  [
    "client: application type",
    (h) => h.client({ app_type: "regular_web" }),
    updates("express-native-oin-client-known-to-okta", "appType"),
  ],
  [
    "client: admin login flow",
    (h) => h.client({ organization_require_behavior: "pre_login_prompt" }),
    updates("express-native-oin-client-known-to-okta", "organizationRequireBehavior"),
  ],
  ["key: deleted", (h) => h.dropOnlyKeys(), updates("express-native-oin-credentials", "privateKeyJwt.credentials")],
  [
    "key: swapped for another",
    (h) => h.swapKey(keyText(NEXT_OKTA_KEY)),
    updates("express-native-oin-credentials", "privateKeyJwt.credentials[0]"),
  ],
  [
    "key: a further one attached",
    (h) => h.attachKey(keyText(NEXT_OKTA_KEY)),
    updates("express-native-oin-credentials", "privateKeyJwt.credentials[1]"),
  ],
  ["connection: the OIN client disabled", (h) => h.disableOn(DATABASE), [`create express-native-oin-on-${DATABASE}`]],
  ["role: name", (h) => h.role({ name: "Renamed" }), updates("express-admin-role", "name")],
  ["role: description", (h) => h.role({ description: "Anything" }), updates("express-admin-role", "description")],
  [
    "role: a permission taken away",
    (h) =>
      h.permissions("DELETE", { resource_server_identifier: NATIVE_API, permission_name: "express_configure:sso" }),
    updates("express-admin-permissions", "permissions[0]"),
  ],
  [
    "role: a further permission",
    (h) => h.permissions("POST", h.otherPermission()),
    updates("express-admin-permissions", "permissions[2]"),
  ],
  [
    "user attributes: name of the profile",
    attributes({ name: "Renamed" }),
    updates("express-native-attributes-profile", "name"),
  ],
  [
    "user attributes: mapping of the user ID",
    userId({ scim_mapping: "userName" }),
    updates("express-native-attributes-profile", "userId.scimMapping"),
  ],
  [
    "user attributes: mapping of the user ID for one strategy",
    overrideForWaad({ oidc_mapping: "email" }),
    updates("express-native-attributes-profile", "userId.strategyOverrides[2]"),
  ],
  [
    "user attributes: an attribute's mapping",
    attribute("email", { auth0_mapping: "name" }),
    updates("express-native-attributes-profile", "userAttributes[0]"),
  ],
  [
    "user attributes: an attribute's SCIM mapping",
    attribute("name", { scim_mapping: "userName" }),
    updates("express-native-attributes-profile", "userAttributes[3]"),
  ],
  [
    "user attributes: one no longer required",
    attribute("email", { profile_required: false }),
    updates("express-native-attributes-profile", "userAttributes[0]"),
  ],
  [
    "user attributes: a further attribute",
    attribute("zoneinfo", { label: "Z", description: "Z", profile_required: false, auth0_mapping: "zoneinfo" }),
    updates("express-native-attributes-profile", "userAttributes[4]"),
  ],
  [
    "connections: name of the profile",
    connections({ name: "Renamed" }),
    updates("express-native-connections-profile", "name"),
  ],
  [
    "connections: prefix of their names",
    connections({ connection_name_prefix_template: "x-{org_id}" }),
    updates("express-native-connections-profile", "connectionNamePrefixTemplate"),
  ],
  [
    "connections: a feature taken away",
    connections({ enabled_features: ["scim"] }),
    updates("express-native-connections-profile", "enabledFeatures[1]"),
  ],
  [
    "connections: shown as a button",
    connections({ organization: { show_as_button: "required", assign_membership_on_login: "none" } }),
    updates("express-native-connections-profile", "organization.showAsButton"),
  ],
  [
    "connections: membership on login",
    connections({ organization: { show_as_button: "none", assign_membership_on_login: "required" } }),
    updates("express-native-connections-profile", "organization.assignMembershipOnLogin"),
  ],
  [
    "connection profile: what SCIM tokens may do",
    connections({
      provisioning: { scim: { tokens: { scopes: SCIM_TOKENS.scopes.slice(0, 4), max_allowed_expiry: 900 } } },
    }),
    updates("express-native-connections-settings", "scimTokens.scopes[4]"),
  ],
  [
    "connection profile: how long SCIM tokens live",
    connections({
      provisioning: { scim: { tokens: { ...SCIM_TOKENS, default_expiry: 60, max_allowed_expiry: null } } },
    }),
    updates("express-native-connections-settings", "scimTokens.defaultExpiry", "scimTokens.maxAllowedExpiry"),
  ],
  [
    "connection profile: Cross App Access",
    connections({
      cross_app_access_resource_app: { status: { default_value: "enabled", allowed_values: ["disabled", "enabled"] } },
    }),
    updates("express-native-connections-settings", "crossAppAccess.defaultValue"),
  ],
  ["Action: name", (h) => h.action({ name: "renamed" }), updates("express-native-domains-action", "name")],
  ["Action: draft code", (h) => h.action({ code: ACTION }), updates("express-native-domains-action", "code")],
  [
    "Action: deployed code",
    async (h) => {
      await h.action({ code: ACTION });
      await h.deploy();
    },
    updates("express-native-domains-action", "code"),
  ],
  ["Action: runtime", (h) => h.action({ runtime: "node18" }), updates("express-native-domains-action", "runtime")],
  [
    "binding: taken away",
    (h) => h.bindings((bindings) => bindings.filter((binding) => binding.action.id !== h.ids.action)),
    ["create express-native-domains-binding"],
  ],
  [
    "binding: display name",
    (h) =>
      h.bindings((bindings) =>
        bindings.map((binding) =>
          binding.action.id === h.ids.action ? { ...binding, display_name: "Anything" } : binding,
        ),
      ),
    updates("express-native-domains-binding", "displayName"),
  ],
  [
    "tenant: consent flag",
    (h) => h.tenant({ flags: { use_scope_descriptions_for_consent: false } }),
    updates("express-consent-tenant", "flags.useScopeDescriptionsForConsent"),
  ],
];

const DELETIONS: readonly Case[] = [
  [
    "role deleted",
    (h) => h.remove(`/api/v2/roles/${h.ids.role}`),
    ["create express-admin-permissions", "create express-admin-role"],
  ],
  [
    "user attribute profile deleted",
    (h) => h.remove(`/api/v2/user-attribute-profiles/${ids.userAttributeProfile}`),
    ["create express-native-attributes-profile", ...blockUpdates("userAttributeProfileId")],
  ],
  [
    "Action deleted, with its binding",
    (h) => h.remove(`/api/v2/actions/actions/${h.ids.action}?force=true`),
    ["create express-native-domains-action", "create express-native-domains-binding"],
  ],
];

describe("an attribute changed by hand is named by preview and repaired by up", () => {
  it.each(inRounds(EDITS))("%s", async (_, round) => matrix.seenAndRepaired(round));
});

describe("an object deleted by hand is named by preview and made again by up", () => {
  it.each(inRounds(DELETIONS))("%s", async (_, round) => matrix.seenAndRepaired(round));
});

describe("the OIN client deleted by hand", () => {
  it("is refused loudly, and made again only after the documented way out", async () => {
    const { session, tenant } = matrix.world();
    const lost = matrix.hand().ids.client;
    await matrix.hand().remove(`/api/v2/clients/${lost}`);
    tenant.journal.clear();
    expect(refused(await session.preview())).toContain(
      `the OIN client ${lost} is no longer on the tenant, and Okta knows it by that client ID`,
    );
    expect(tenant.journal.writes()).toEqual([]);

    await session.setConfig("releaseOinClient", lost);
    succeeded(await session.up());
    await session.removeConfig("releaseOinClient");
    succeeded(await session.up());
    expect(changes(succeeded(await session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
    expect(await session.outputs()).not.toMatchObject({ oinClientId: lost });
    expect(alike(tenant.snapshot())).toBe(matrix.converged());
    matrix.note(
      "OIN client deleted",
      "refused: Okta knows its client ID; then, released: made anew with its keys and connections, and named by the block",
    );
  });
});

describe("the connection profile deleted by hand, over which the plugin cannot read", () => {
  it("is told by preview and up, and made again once it is out of the state, as the README says", async () => {
    const { session, tenant } = matrix.world();
    await matrix.hand().remove(`/api/v2/connection-profiles/${ids.connectionProfile}`);
    tenant.journal.clear();
    for (const operation of ["preview", "up"] as const)
      expect(refused(await session[operation]())).toContain("Connection profile not found");
    expect(tenant.journal.writes()).toEqual([]);

    const { stdout } = await session.pulumi(["stack", "export"]);
    const urn = /urn:[^"]+::express-native-connections-profile/.exec(stdout)?.[0] ?? "";
    expect((await session.pulumi(["state", "delete", urn, "--target-dependents", "--force", "--yes"])).exitCode).toBe(
      0,
    );
    const made = [
      "create express-native-app-block",
      "create express-native-connections-profile",
      "create express-native-connections-settings",
      "create express-okta-knows-the-native-oin-client",
    ];
    expect(changes(succeeded(await session.up()))).toEqual(made);
    expect(alike(tenant.snapshot())).toBe(matrix.converged());
    expect(changes(succeeded(await session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
    matrix.note(
      "connection profile deleted",
      `refused: the plugin cannot read it; taken out of the state: ${made.join("; ")}`,
    );
  });
});

describe("what shows and no up can mend", () => {
  it("key: an expiry date, until it is taken off as audit says", async () => {
    await matrix.shownUntilMended(
      "key: an expiry date",
      (h) => h.expireKeys("2040-01-01T00:00:00.000Z"),
      (h) => h.expireKeys(null),
      updates("express-native-oin-credentials", "privateKeyJwt.credentials[0]"),
    );
  });
});

describe("what a preview cannot see by the plugin's nature", () => {
  it.each<readonly [string, (hand: Hand) => Promise<void>]>([
    [
      "client: callback, grants and organization use, which Auth0 itself fills in",
      (h) =>
        h.client({
          callbacks: ["https://evil.example/"],
          grant_types: ["client_credentials"],
          organization_usage: "allow",
        }),
    ],
    ["Action: a secret's value", (h) => h.action({ secrets: [{ name: "METADATA_KEY", value: "x" }] })],
    [
      "Action: deployed code that is not the draft",
      async (h) => {
        await h.action({ code: ACTION });
        await h.deploy();
        await h.action({ code: keyText("actions/express-configuration-domain-aliases.cjs") });
      },
    ],
  ])("%s", async (what, change) => matrix.unseen(what, change));
});
