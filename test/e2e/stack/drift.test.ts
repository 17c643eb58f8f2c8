/**
 * Proof 3: every attribute of every object changed by hand, and every object deleted by hand. The preview
 * names exactly that; `up` repairs it; the tenant is then as it was. Changes that do not meet are made side by side. The matrix is printed at the end.
 */
import { describe, expect, it } from "vitest";
import { API, changes, CONFIG, keyText, NEXT_OKTA_KEY, refused, succeeded } from "../support/world.ts";
import { TAKEN_OFF_CHANGES, TAKEN_OFF_PATHS } from "../../attribute-changes.ts";
import { alike, type Hand } from "../support/by-hand.ts";
import { type Case, driftMatrix, inRounds, updates } from "../support/drift-matrix.ts";

const DATABASE = "Username-Password-Authentication";
const matrix = driftMatrix("drift matrix", { config: { ...CONFIG, adminConnections: [DATABASE] } });

const EDITS: readonly Case[] = [
  ["API: name", (h) => h.api({ name: "Renamed" }), updates("express-api-resource-server", "name")],
  [
    "API: RBAC off",
    (h) => h.api({ enforce_policies: false }),
    updates("express-api-resource-server", "enforcePolicies"),
  ],
  [
    "API: token lifetime",
    (h) => h.api({ token_lifetime: 3600 }),
    updates("express-api-resource-server", "tokenLifetime"),
  ],
  [
    "API: offline access",
    (h) => h.api({ allow_offline_access: true }),
    updates("express-api-resource-server", "allowOfflineAccess"),
  ],
  [
    "API: consent skipped",
    (h) => h.api({ skip_consent_for_verifiable_first_party_clients: true }),
    updates("express-api-resource-server", "skipConsentForVerifiableFirstPartyClients"),
  ],
  [
    "API: a scope's description",
    (h) => h.api({ scopes: [{ value: "expressconfigure:sso", description: "Anything" }] }),
    updates("express-api-scopes", "scopes[0]"),
  ],
  [
    "API: a further scope",
    (h) =>
      h.api({
        scopes: [
          { value: "expressconfigure:sso", description: "Configure SSO with Express Configuration" },
          { value: "other", description: "Other" },
        ],
      }),
    updates("express-api-scopes", "scopes[1]"),
  ],
  [
    "API: no scopes (the role loses its permission too)",
    (h) => h.api({ scopes: [] }),
    ["update express-admin-permissions [permissions]", "update express-api-scopes [scopes]"],
  ],
  ["role: name", (h) => h.role({ name: "Renamed" }), updates("express-admin-role", "name")],
  ["role: description", (h) => h.role({ description: "Anything" }), updates("express-admin-role", "description")],
  [
    "role: permission taken away",
    (h) => h.permissions("DELETE", { resource_server_identifier: API, permission_name: "expressconfigure:sso" }),
    updates("express-admin-permissions", "permissions"),
  ],
  [
    "role: a further permission",
    (h) => h.permissions("POST", h.otherPermission()),
    updates("express-admin-permissions", "permissions[1]"),
  ],
  ["client: name", (h) => h.client({ name: "Renamed" }), updates("express-oin-client-known-to-okta", "name")],
  [
    "client: signing algorithm, to another one that keys can sign with",
    (h) => h.client({ jwt_configuration: { alg: "RS512" } }),
    updates("express-oin-client-known-to-okta", "jwtConfiguration.alg"),
  ],
  [
    "client: what the stack does not declare and the plugin takes off",
    (h) => h.client(TAKEN_OFF_CHANGES),
    updates("express-oin-client-known-to-okta", ...TAKEN_OFF_PATHS),
  ],
  [
    "client: description",
    (h) => h.client({ description: "Anything" }),
    updates("express-oin-client-known-to-okta", "description"),
  ],
  [
    "client: application type",
    (h) => h.client({ app_type: "non_interactive" }),
    updates("express-oin-client-known-to-okta", "appType"),
  ],
  [
    "client: a further callback",
    (h) =>
      h.client({
        callbacks: ["https://system-admin.okta.com/admin/app/generic/oauth20redirect", "https://evil.example/"],
      }),
    updates("express-oin-client-known-to-okta", "callbacks[1]"),
  ],
  [
    "client: another callback",
    (h) => h.client({ callbacks: ["https://evil.example/"] }),
    updates("express-oin-client-known-to-okta", "callbacks[0]"),
  ],
  [
    "client: OIDC conformance",
    (h) => h.client({ oidc_conformant: false }),
    updates("express-oin-client-known-to-okta", "oidcConformant"),
  ],
  [
    "client: a further grant type",
    (h) => h.client({ grant_types: ["authorization_code", "client_credentials", "implicit"] }),
    updates("express-oin-client-known-to-okta", "grantTypes[2]"),
  ],
  [
    "client: a grant type taken away",
    (h) => h.client({ grant_types: ["client_credentials"] }),
    updates("express-oin-client-known-to-okta", "grantTypes[0]"),
  ],
  [
    "client: organization usage",
    (h) => h.client({ organization_usage: "allow" }),
    updates("express-oin-client-known-to-okta", "organizationUsage"),
  ],
  [
    "client: organization prompt",
    (h) => h.client({ organization_require_behavior: "pre_login_prompt" }),
    updates("express-oin-client-known-to-okta", "organizationRequireBehavior"),
  ],
  [
    "client: linked to another app",
    (h) => h.client({ client_metadata: { express_configure_sp_client_id: "other" } }),
    updates("express-oin-client-known-to-okta", "clientMetadata.express_configure_sp_client_id"),
  ],
  [
    "client: further metadata",
    (h) => h.client({ client_metadata: { other: "x" } }),
    updates("express-oin-client-known-to-okta", "clientMetadata.other"),
  ],
  ["key: deleted", (h) => h.dropKeys(), updates("express-oin-credentials", "authenticationMethod", "privateKeyJwt")],
  [
    "key: swapped for another",
    (h) => h.swapKey(keyText(NEXT_OKTA_KEY)),
    updates("express-oin-credentials", "privateKeyJwt.credentials[0]"),
  ],
  [
    "key: a further one attached",
    (h) => h.attachKey(keyText(NEXT_OKTA_KEY)),
    updates("express-oin-credentials", "privateKeyJwt.credentials[1]"),
  ],
  ["connection: the OIN client disabled", (h) => h.disableOn(DATABASE), [`create express-oin-on-${DATABASE}`]],
  ["grant: a scope taken away", (h) => h.grant((scope) => scope.slice(1)), updates("express-oin-grant", "scopes[0]")],
  [
    "grant: a further scope",
    (h) => h.grant((scope) => [...scope, "read:users"]),
    updates("express-oin-grant", "scopes[8]"),
  ],
  ["Action: name", (h) => h.action({ name: "renamed" }), updates("express-login-action", "name")],
  [
    "Action: draft code",
    (h) => h.action({ code: "exports.onExecutePostLogin = async () => {};" }),
    updates("express-login-action", "code"),
  ],
  [
    "Action: deployed code",
    async (h) => {
      await h.action({ code: "exports.onExecutePostLogin = async () => {};" });
      await h.deploy();
    },
    updates("express-login-action", "code"),
  ],
  ["Action: runtime", (h) => h.action({ runtime: "node18" }), updates("express-login-action", "runtime")],
  [
    "binding: taken away",
    (h) => h.bindings((bindings) => bindings.filter((binding) => binding.action.id !== h.ids.action)),
    ["create express-login-binding"],
  ],
  [
    "binding: display name",
    (h) =>
      h.bindings((bindings) =>
        bindings.map((binding) =>
          binding.action.id === h.ids.action ? { ...binding, display_name: "Anything" } : binding,
        ),
      ),
    updates("express-login-binding", "displayName"),
  ],
  [
    "tenant: consent flag",
    (h) => h.tenant({ flags: { use_scope_descriptions_for_consent: false } }),
    updates("express-consent-tenant", "flags.useScopeDescriptionsForConsent"),
  ],
];

const DELETIONS: readonly Case[] = [
  [
    "API deleted",
    (h) => h.remove(`/api/v2/resource-servers/${h.ids.resourceServer}`),
    [
      "create express-api-resource-server",
      "create express-api-scopes",
      "update express-admin-permissions [permissions]",
    ],
  ],
  [
    "role deleted",
    (h) => h.remove(`/api/v2/roles/${h.ids.role}`),
    ["create express-admin-permissions", "create express-admin-role"],
  ],
  ["grant deleted", (h) => h.remove(`/api/v2/client-grants/${h.ids.grant}`), ["create express-oin-grant"]],
  [
    "Action deleted, with its binding",
    (h) => h.remove(`/api/v2/actions/actions/${h.ids.action}?force=true`),
    ["create express-login-action", "create express-login-binding"],
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
    const world = matrix.world();
    const hand = matrix.hand();
    const lost = hand.ids.client;
    await hand.remove(`/api/v2/clients/${lost}`);
    const words = `the OIN client ${lost} is no longer on the tenant, and Okta knows it by that client ID`;

    world.tenant.journal.clear();
    expect(refused(await world.session.preview())).toContain(words);
    expect(refused(await world.session.up())).toContain(words);
    expect(world.tenant.journal.writes()).toEqual([]);

    await world.session.setConfig("releaseOinClient", lost);
    const made = [
      "create express-oin-client-known-to-okta",
      "create express-oin-credentials",
      "create express-oin-grant",
    ];
    expect(changes(succeeded(await world.session.preview()))).toEqual(expect.arrayContaining(made));
    expect(changes(succeeded(await world.session.up()))).toEqual(expect.arrayContaining(made));
    await world.session.removeConfig("releaseOinClient");
    succeeded(await world.session.up());
    expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
    expect((await world.session.outputs())["oinClientId"]).not.toBe(lost);
    matrix.note("OIN client deleted", `refused: Okta knows its client ID; then, released: ${made.join("; ")}`);
  });
});

describe("the OIN client set back to its secret by hand, while its key is still there", () => {
  it("is refused in preview and up, which name the unattached key, and repaired once that is deleted", async () => {
    const { session, tenant } = matrix.world();
    await matrix.hand().backToSecret();
    const unattached = await matrix.hand().keyIds();
    expect(unattached).toHaveLength(1);
    const words = `the OIN client has a key that it does not sign in with: ${unattached[0] ?? ""}.`;
    expect(refused(await session.preview())).toContain(words);
    expect(refused(await session.up())).toContain(words);
    await matrix.hand().deleteKeys();
    expect(changes(succeeded(await session.up()))).toEqual(
      updates("express-oin-credentials", "authenticationMethod", "privateKeyJwt"),
    );
    expect(alike(tenant.snapshot())).toBe(matrix.converged());
    matrix.note(
      "client authenticates by secret again, key left over",
      "refused: names the unattached key; once that is deleted, repaired",
    );
  });
});

describe("what Auth0 itself does not let anybody change", () => {
  it.each<readonly [string, (hand: Hand) => Promise<void>, string]>([
    [
      "client: signing algorithm, while it signs in by a key",
      (h) => h.client({ jwt_configuration: { alg: "HS256" } }),
      "private_key_jwt requires",
    ],
    ["API: identifier", (h) => h.api({ identifier: "https://other.example/" }), "Payload validation error"],
    ["key: its PEM, its algorithm, its name", (h) => h.changeKeys({ name: "Renamed" }), "Payload validation error"],
    ["grant: another API", (h) => h.changeGrant({ audience: "https://other.example/" }), "Payload validation error"],
    ["grant: of another client", (h) => h.changeGrant({ client_id: "other" }), "Payload validation error"],
  ])("%s", async (what, change, refusal) => {
    await expect(change(matrix.hand())).rejects.toThrow(refusal);
    expect(alike(matrix.world().tenant.snapshot())).toBe(matrix.converged());
    matrix.note(what, "refused by Auth0");
  });
});

describe("what shows and no up can mend", () => {
  it("key: an expiry date, until it is taken off as audit says", async () => {
    await matrix.shownUntilMended(
      "key: an expiry date",
      (h) => h.expireKeys("2040-01-01T00:00:00.000Z"),
      (h) => h.expireKeys(null),
      updates("express-oin-credentials", "privateKeyJwt.credentials[0]"),
    );
  });
});

describe("what a preview cannot see by the plugin's nature (`npm run audit` does)", () => {
  it.each<readonly [string, (hand: Hand) => Promise<void>]>([
    [
      "Action: a secret's value",
      (h) =>
        h.action({
          secrets: [
            { name: "EXPRESS_CONFIGURE_API_IDENTIFIER", value: "x" },
            { name: "TENANT_DOMAIN", value: "x" },
            { name: "SERVICE_INIT_LOGIN_URL", value: "x" },
          ],
        }),
    ],
    [
      "Action: a secret taken away",
      (h) =>
        h.action({
          secrets: [
            { name: "TENANT_DOMAIN", value: "x" },
            { name: "SERVICE_INIT_LOGIN_URL", value: "x" },
          ],
        }),
    ],
    ["Action: a further secret", (h) => h.furtherSecret()],
    [
      "Action: deployed code that is not the draft",
      async (h) => {
        await h.action({ code: "exports.onExecutePostLogin = async () => {};" });
        await h.deploy();
        await h.action({ code: keyText("actions/express-configure-post-login.cjs") });
      },
    ],
    ["client: a second grant, for another API", (h) => h.secondGrant()],
  ])("%s", async (what, change) => matrix.unseen(what, change));
});
