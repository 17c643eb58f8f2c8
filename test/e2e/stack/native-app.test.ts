/** Proof 2 of the native flavour: the service app, edited by others in every other attribute before and after, is byte-identical but for its block. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { populatedClientId } from "../../../packages/local-tenant/src/seed/populated-clients.ts";
import { NATIVE_CONFIG, SERVICE_APP_CLIENT_ID, serviceApp, withoutBlock } from "../support/native-world.ts";
import { changes, openWorld, succeeded, type World } from "../support/world.ts";

/** Every attribute that PATCH /clients/{id} takes, but for the block, set to something. */
const EVERYTHING: Readonly<Record<string, unknown>> = {
  name: "Acme SaaS",
  description: "Theirs",
  logo_uri: "https://cdn.acme.example/theirs.png",
  callbacks: ["https://app.acme.example/cb", "https://app.acme.example/cb2"],
  oidc_logout: {
    backchannel_logout_urls: ["https://app.acme.example/bc"],
    backchannel_logout_initiators: { mode: "custom", selected_initiators: ["rp-logout", "idp-logout"] },
  },
  session_transfer: {
    can_create_session_transfer_token: true,
    enforce_device_binding: "ip",
    allowed_authentication_methods: ["cookie"],
    allow_refresh_token: true,
  },
  allowed_origins: ["https://app.acme.example"],
  web_origins: ["https://app.acme.example"],
  client_aliases: ["https://alias.acme.example"],
  allowed_clients: [populatedClientId("Acme Admin")],
  allowed_logout_urls: ["https://app.acme.example/out"],
  grant_types: ["authorization_code"],
  is_token_endpoint_ip_header_trusted: true,
  app_type: "spa",
  oidc_conformant: false,
  jwt_configuration: { alg: "RS256", lifetime_in_seconds: 100, scopes: { a: "b" } },
  encryption_key: { pub: "p", cert: "c", subject: "s" },
  sso: true,
  cross_origin_authentication: true,
  cross_origin_loc: "https://app.acme.example/co",
  sso_disabled: true,
  custom_login_page_on: false,
  custom_login_page: "<b>theirs</b>",
  form_template: "<form>",
  addons: { samlp: { audience: "urn:theirs" } },
  client_metadata: { team: "theirs" },
  mobile: { ios: { team_id: "ABC", app_bundle_identifier: "x" } },
  initiate_login_uri: "https://app.acme.example/theirs",
  native_social_login: { apple: { enabled: true } },
  fedcm_login: { google: { is_enabled: true } },
  refresh_token: {
    rotation_type: "rotating",
    expiration_type: "expiring",
    leeway: 10,
    token_lifetime: 100,
    idle_token_lifetime: 50,
    infinite_token_lifetime: false,
    infinite_idle_token_lifetime: false,
  },
  default_organization: { organization_id: "org_theirs", flows: ["client_credentials"] },
  organization_usage: "require",
  organization_require_behavior: "post_login_prompt",
  organization_discovery_methods: ["email"],
  require_pushed_authorization_requests: true,
  require_proof_of_possession: true,
  signed_request_object: { required: false },
  compliance_level: "none",
  skip_non_verifiable_callback_uri_confirmation_prompt: true,
  token_exchange: { allow_any_profile_of_type: ["custom_authentication"] },
  par_request_expiry: 30,
  token_quota: { client_credentials: { enforce: true, per_day: 10, per_hour: 5 } },
  redirection_policy: "allow_always",
  async_approval_notification_channels: ["email"],
};

/** The same attributes as far as they can be taken away, the others as they were in the seed. */
const NOTHING: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(Object.keys(EVERYTHING).map((key) => [key, null])),
  name: "Acme SaaS",
  client_metadata: { team: null, tier: null },
  callbacks: ["https://app.acme.example/callback"],
  grant_types: ["authorization_code", "refresh_token"],
  jwt_configuration: { alg: "RS256" },
};

let world: World;

beforeAll(async () => void (world = await openWorld({ config: NATIVE_CONFIG })));
afterAll(() => world.close());

/** Another team's hands on their own app. */
async function edit(change: Readonly<Record<string, unknown>>): Promise<void> {
  const { status, body } = await world.tenant.api("PATCH", `/api/v2/clients/${SERVICE_APP_CLIENT_ID}`, change);
  expect(status, JSON.stringify(body)).toBe(200);
}

/** The app's text, all but its block. */
const theirs = () => JSON.stringify(withoutBlock(serviceApp(world.tenant)), null, 1);
const block = () => serviceApp(world.tenant)["express_configuration"] as Record<string, unknown> | undefined;

it("leaves an app alone that has next to nothing, a description least of all", async () => {
  await edit(NOTHING);
  const before = theirs();
  expect(before).not.toContain("description");
  succeeded(await world.session.up());
  expect(theirs()).toBe(before);
  expect(block()).toMatchObject({ enable_client: true });
});

it("sees nothing in what others do to every other attribute, and leaves it so when the block changes", async () => {
  await edit(EVERYTHING);
  const edited = theirs();
  for (const [attribute, value] of Object.entries(EVERYTHING))
    expect(JSON.parse(edited), attribute).toMatchObject({ [attribute]: value });
  expect(changes(succeeded(await world.session.preview()))).toEqual([]);

  await world.session.setConfig("linkedClients", ["Acme Dashboard"]);
  await edit({ web_origins: ["https://app.acme.example", "https://more.acme.example"], callbacks: [] });
  const editedAgain = theirs();
  expect(changes(succeeded(await world.session.up()))).toEqual([
    "update express-native-app-block [expressConfiguration.linkedClients]",
  ]);
  expect(theirs()).toBe(editedAgain);
  expect(block()).toMatchObject({ linked_clients: [{ client_id: populatedClientId("Acme Dashboard") }] });
});

it("unlinks the last linked client, and keeps the ID of the OIN submission, which the dashboard puts into the block", async () => {
  await edit({ express_configuration: { ...block(), oin_submission_id: "sub_1" } });
  await world.session.removeConfig("linkedClients");
  const before = theirs();
  expect(changes(succeeded(await world.session.up()))).toEqual([
    "update express-native-app-block [expressConfiguration.linkedClients]",
  ]);
  expect(block()).toMatchObject({ oin_submission_id: "sub_1" });
  expect(block()).not.toHaveProperty("linked_clients");
  expect(theirs()).toBe(before);
});

it("turns SCIM on and off in place: permissions and connection profile follow, the app does not move", async () => {
  const before = JSON.stringify(serviceApp(world.tenant));
  // The plugin names an element of a set by its place among the set's hashes, which is no concern of a reader.
  for (const [scim, permission] of [
    ["true", "permissions[1]"],
    ["false", "permissions[1]"],
  ] as const) {
    await world.session.setConfig("scim", scim);
    expect(changes(succeeded(await world.session.up()))).toEqual([
      `update express-admin-permissions [${permission}]`,
      "update express-native-connections-profile [enabledFeatures[0]]",
    ]);
    expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
  }
  expect(JSON.stringify(serviceApp(world.tenant))).toBe(before);
});

it("takes the block off when it moves to another app, and sets it there", async () => {
  await world.session.setConfig("serviceApp", "Acme Partner Portal");
  const before = theirs();
  expect(changes(succeeded(await world.session.up()))).toContainEqual(
    expect.stringContaining("express-native-app-block"),
  );
  expect(block()).toBeUndefined();
  expect(theirs()).toBe(before);
  const { body } = await world.tenant.api("GET", `/api/v2/clients/${populatedClientId("Acme Partner Portal")}`);
  expect(body).toMatchObject({ express_configuration: { enable_client: true } });
  expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
});
