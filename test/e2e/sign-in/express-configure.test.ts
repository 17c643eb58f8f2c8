/**
 * The reason for it all: Okta runs Express Configuration on the tenant that the stack has converged, fails where somebody
 * has changed the tenant, and succeeds again after the next `up`.
 */
import type { KeyObject } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser } from "../../../packages/local-tenant/src/visitor/index.ts";
import {
  authorizeAdmin,
  expressConfigure,
  ExpressConfigurationFailed,
  type SignIn,
  type Authorization,
  type ExpressConfigureOptions,
  type ExpressConfigured,
} from "../../../demo/okta/index.ts";
import { rehearse } from "../../../demo/rehearsal/index.ts";
import type { Snapshot } from "../../../packages/local-tenant/src/index.ts";
import { SERVICE_APP_CLIENT_ID } from "../../../packages/local-tenant/src/seed/index.ts";
import { rsaKey } from "../../../packages/local-tenant/test/fixtures/keys.ts";
import { byHand, type Hand } from "../support/by-hand.ts";
import { NATIVE_CONFIG } from "../support/native-world.ts";
import { changes, CONFIG, openWorld, ownIds, succeeded, type World } from "../support/world.ts";

const PASSWORD = "Only-4-a-local-tenant";
const ADA: SignIn = { username: "ada@northwind.example", password: PASSWORD };
/** A member of Ada's organization without the role. */
const GRACE: SignIn = { ...ADA, username: "grace@northwind.example" };
/** An admin of another organization. */
const LINUS: SignIn = { ...ADA, username: "linus@globex.example" };

const NORTHWIND_OKTA = { domain: "northwind.okta.example", clientId: "0oaacmesaas", clientSecret: "only-for-a-test" };
const GLOBEX_OKTA = { ...NORTHWIND_OKTA, domain: "globex.okta.example" };

const SSO_TEXT = "Configure SSO with Express Configuration";
/** What Auth0 itself says of its scope. */
const NATIVE_SSO_TEXT = "Ability to create SSO configurations";
const SCIM_TEXT = "Configure SCIM with Express Configuration";
const PROFILE_TEXT = "Profile: access to your profile and email";

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly file: string;
}

/** A key pair of "Okta", its public half in a file of the session's. */
function keyPair(world: World, name: string, { privateKey, pem } = rsaKey()): KeyPair {
  const file = join(world.session.folder, `${name}.pem`);
  writeFileSync(file, pem);
  return { privateKey, file };
}

async function get<T = Record<string, unknown>>(world: World, path: string): Promise<T> {
  const { status, body } = await world.tenant.api<T>("GET", `/api/v2/${path}`);
  expect(status, path).toBe(200);
  return body;
}

/** Client IDs that a connection is enabled for. */
async function clientsOf(world: World, connectionId: string): Promise<string[]> {
  const { clients } = await get<{ clients: { client_id: string }[] }>(world, `connections/${connectionId}/clients`);
  return clients.map(({ client_id: id }) => id);
}

const organizationId = async (world: World, name: string): Promise<string> =>
  (await get<{ id: string }>(world, `organizations/name/${name}`)).id;

/** By hand: gives a member the admin role in their organization. */
async function makeAdmin(world: World, role: string, organization: string, username: string): Promise<void> {
  const [user] = await get<{ user_id: string }[]>(world, `users-by-email?email=${username}`);
  const path = `/api/v2/organizations/${await organizationId(world, organization)}/members/${user?.user_id}/roles`;
  expect((await world.tenant.api("POST", path, { roles: [role] })).status).toBe(204);
}

const ca = (world: World): string => readFileSync(world.tenant.certificateFile, "utf8");

/** What a failed attempt says, with the assertion that it made nothing. */
async function failure(world: World, attempt: () => Promise<unknown>): Promise<object> {
  world.tenant.journal.clear();
  const error: unknown = await attempt().catch((thrown: unknown) => thrown);
  if (!(error instanceof ExpressConfigurationFailed)) throw new Error("It did not fail as it should", { cause: error });
  expect(world.tenant.journal.writes()).toEqual([]);
  return { step: error.step, code: error.code, message: error.message };
}

const failed = (step: string, message: string, code?: string) => ({ step, code, message });

describe("guide flavour", () => {
  let world: World;
  let key: KeyPair;
  let hand: Hand;
  let client: string;

  const run = (more: Partial<ExpressConfigureOptions> = {}): Promise<ExpressConfigured> =>
    expressConfigure({
      flavour: "guide",
      domain: world.tenant.domain,
      ca: ca(world),
      oinClientId: client,
      privateKey: key.privateKey,
      admin: ADA,
      okta: NORTHWIND_OKTA,
      ...more,
    });
  const runAsLinus = (more: Partial<ExpressConfigureOptions> = {}) => run({ admin: LINUS, okta: GLOBEX_OKTA, ...more });
  const up = async () => void succeeded(await world.session.up());

  beforeAll(async () => {
    world = await openWorld();
    key = keyPair(world, "okta");
    await world.session.setConfig("oktaPublicKeys", [key.file]);
    await up();
    const ids = await ownIds(world.session);
    client = ids.client;
    hand = byHand(world.tenant, ids);
    await makeAdmin(world, ids.role, "northwind", ADA.username);
    await makeAdmin(world, ids.role, "globex", LINUS.username);
  });
  afterAll(() => world.close());

  it("needs a connection that the admins can sign in with: no step of the guide enables one, the setting does", async () => {
    expect(await failure(world, run)).toEqual(
      failed("sign-in", "no connections enabled for the client", "invalid_request"),
    );
    const [database] = await get<{ id: string }[]>(world, "connections?strategy=auth0");
    const enabled = () => clientsOf(world, database?.id ?? "");
    const before = await enabled();
    await world.session.setConfig("adminConnections", ["Username-Password-Authentication"]);
    expect(changes(succeeded(await world.session.up()))).toEqual([
      "create express-oin-on-Username-Password-Authentication",
    ]);
    expect((await enabled()).toSorted()).toEqual([...before, client].toSorted());
    expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
  });

  it("refuses a member without the role", async () => {
    expect(await failure(world, () => run({ admin: GRACE }))).toEqual(
      failed("permission", "This account may not set it up: its token lacks expressconfigure:sso"),
    );
  });

  it("lets Okta make the connection that the admin's organization signs in with", async () => {
    const { pages, consent, claims, scopes, organizationId: organization, connection } = await run();
    expect(pages).toEqual(["Log in", "Authorize app"]);
    expect(consent).toEqual([PROFILE_TEXT, SSO_TEXT]);
    expect(organization).toBe(await organizationId(world, "northwind"));
    expect(scopes).toEqual(["openid", "profile", "email", "expressconfigure:sso"]);
    expect(claims).toMatchObject({
      azp: client,
      org_id: organization,
      sp_client_id: SERVICE_APP_CLIENT_ID,
      management_api_audience: `${world.tenant.url}/api/v2/`,
      init_login_uri: CONFIG.initiateLoginUri,
      // The tenant's own Action went before ours, and its claim is there too.
      "https://acme.example/plan": "enterprise",
    });
    expect(Number(claims["exp"]) - Number(claims["iat"])).toBe(300);
    expect(await get(world, `connections/${connection.id}`)).toMatchObject({
      strategy: "okta",
      display_name: "Okta",
      options: {
        domain: NORTHWIND_OKTA.domain,
        scope: "openid email profile",
        attribute_map: { mapping_mode: "basic_profile" },
        connection_settings: { pkce: "auto" },
      },
    });
    expect(await clientsOf(world, connection.id)).toEqual([SERVICE_APP_CLIENT_ID]);
    expect(await get(world, `organizations/${organization}/enabled_connections/${connection.id}`)).toMatchObject({
      show_as_button: true,
    });
  });

  it("shows the organization's people the new button where they sign in to the app", async () => {
    const address = new URL("/authorize", world.tenant.url);
    address.search = new URLSearchParams({
      response_type: "code",
      client_id: SERVICE_APP_CLIENT_ID,
      redirect_uri: "https://app.acme.example/callback",
      scope: "openid email",
      organization: await organizationId(world, "northwind"),
    }).toString();
    const browser = new Browser(world.tenant.url, ca(world));
    const arrival = await browser.open(address);
    if ("away" in arrival) throw new Error(`sent to ${arrival.away.href}`);
    expect(arrival.page.forms.flatMap(({ buttons }) => buttons.map(({ text }) => text))).toEqual([
      "Continue",
      "Continue with Northwind",
      "Continue with Okta",
    ]);
    const form = arrival.page.forms[0];
    if (form === undefined) throw new Error("no form");
    const signedIn = await browser.submit(form, { username: GRACE.username, password: PASSWORD });
    expect("away" in signedIn ? [...signedIn.away.searchParams.keys()] : signedIn).toEqual(["code"]);
  });

  it("asks nobody twice, and doubles nothing", async () => {
    const connections = (await get<unknown[]>(world, "connections")).length;
    const { pages, connection } = await run();
    expect(pages).toEqual(["Log in"]);
    expect(connection.created).toBe(false);
    expect(await get<unknown[]>(world, "connections")).toHaveLength(connections);
  });

  it("leaves a stack with nothing to do", async () => {
    succeeded(await world.session.preview({ args: ["--expect-no-changes"] }));
  });

  it("asks in words only while the tenant's flag is on", async () => {
    await hand.tenant({ flags: { use_scope_descriptions_for_consent: false } });
    expect(await failure(world, () => runAsLinus({ admin: { ...LINUS, consent: "decline" } }))).toEqual(
      failed("sign-in", "User did not authorize the request", "access_denied"),
    );
    expect((await runAsLinus()).consent).toEqual([PROFILE_TEXT, "Sso: expressconfigure your sso"]);
    await up();
    expect((await get<{ flags: object }>(world, "tenants/settings")).flags).toMatchObject({
      use_scope_descriptions_for_consent: true,
    });
  });

  it.each<[string, () => Promise<void>, object]>([
    [
      "the OIN client has lost its metadata: the Action refuses",
      () => hand.client({ client_metadata: { express_configure_sp_client_id: null } }),
      failed(
        "sign-in",
        "Express Configuration: this client is not linked to an application (client metadata express_configure_sp_client_id is missing).",
        "access_denied",
      ),
    ],
    [
      "the OIN client lets people in without an organization: the Action refuses",
      () => hand.client({ organization_usage: "allow" }),
      failed(
        "sign-in",
        "Express Configuration: sign in to an organization. Without one there is nothing to configure.",
        "access_denied",
      ),
    ],
    [
      "the Action is out of the flow: Okta finds no claims",
      () => hand.bindings((bindings) => bindings.filter(({ action }) => action.id !== hand.ids.action)),
      failed("claims", "The access token has no usable claim sp_client_id, management_api_audience, init_login_uri"),
    ],
    [
      "the role has lost its permission: the admin is none",
      () =>
        hand.permissions("DELETE", {
          resource_server_identifier: "https://system.okta.com/actions/express-configure/v1",
          permission_name: "expressconfigure:sso",
        }),
      failed("permission", "This account may not set it up: its token lacks expressconfigure:sso"),
    ],
    [
      "the grant has lost a scope: the Management API refuses",
      () => hand.grant((scope) => scope.filter((name) => name !== "update:connections")),
      expect.objectContaining({
        step: "management-api",
        message: expect.stringMatching(
          /^PATCH connections\/con_\w+: Insufficient scope, expected any of: update:connections/,
        ) as string,
      }) as object,
    ],
    [
      "the callback is another one: the tenant sends nobody to Okta",
      () => hand.client({ callbacks: ["https://system-admin.okta.example/callback"] }),
      expect.objectContaining({
        page: expect.objectContaining({ heading: "Something went wrong" }) as object,
      }) as object,
    ],
  ])("where %s, until the next up", async (_what, change, expected) => {
    await change();
    const error: unknown = await run().catch((thrown: unknown) => thrown);
    expect(
      error instanceof ExpressConfigurationFailed
        ? { step: error.step, code: error.code, message: error.message }
        : error,
    ).toEqual(expected);
    await up();
    expect((await run()).connection.created).toBe(false);
  });

  it("goes on through a change of Okta's key: both are good, then the old one is not", async () => {
    const next = keyPair(world, "okta-next", rsaKey(1));
    await world.session.setConfig("oktaPublicKeys", [key.file, next.file]);
    await up();
    for (const { privateKey } of [key, next]) expect((await run({ privateKey })).connection.created).toBe(false);
    await world.session.setConfig("oktaPublicKeys", [next.file]);
    await up();
    expect(await failure(world, run)).toEqual(
      failed("token", "client_assertion is not signed with a registered key of this client", "invalid_client"),
    );
    key = next;
    expect((await run()).connection.created).toBe(false);
  });

  it("has SCIM once the stack has it, and no longer than that", async () => {
    const both = { capabilities: ["sso", "scim"] as const };
    expect(await failure(world, () => run(both))).toEqual(
      failed("permission", "This account may not set it up: its token lacks expressconfigure:scim"),
    );

    await world.session.setConfig("scim", true);
    await up();
    const { consent, scopes, connection } = await run(both);
    // In the API's order of its scopes, which is the plugin's.
    expect(consent.toSorted()).toEqual([SCIM_TEXT, SSO_TEXT, PROFILE_TEXT]);
    expect(scopes).toEqual(["openid", "profile", "email", "expressconfigure:sso", "expressconfigure:scim"]);
    expect(await get(world, `connections/${connection.id}/scim-configuration`)).toMatchObject({ strategy: "okta" });
    const tokens = () => get<{ token_id: string }[]>(world, `connections/${connection.id}/scim-configuration/tokens`);
    expect((await tokens()).map(({ token_id }) => token_id)).toEqual([connection.scimTokenId]);
    const again = await run(both);
    expect(again.connection.scimTokenId).not.toBe(connection.scimTokenId);
    expect((await tokens()).map(({ token_id }) => token_id)).toEqual([again.connection.scimTokenId]);

    await world.session.setConfig("scim", false);
    await up();
    expect(await failure(world, () => run(both))).toEqual(
      failed("permission", "This account may not set it up: its token lacks expressconfigure:scim"),
    );
    expect((await run()).connection.created).toBe(false);
  });
});

describe("native flavour, the admin's part: what Auth0 makes of the token is Auth0's", () => {
  let world: World;
  let key: KeyPair;
  let ready: Snapshot;

  const authorize = async (admin: SignIn): Promise<Authorization> =>
    authorizeAdmin({
      flavour: "native",
      domain: world.tenant.domain,
      ca: ca(world),
      oinClientId: String((await world.session.outputs())["oinClientId"]),
      privateKey: key.privateKey,
      admin,
    });

  beforeAll(async () => {
    world = await openWorld({ config: { ...NATIVE_CONFIG, domainAliasesMetadataKey: "domains" } });
    key = keyPair(world, "okta");
    await world.session.setConfig("oktaPublicKeys", [key.file]);
    succeeded(await world.session.up());
    await makeAdmin(world, String((await world.session.outputs())["adminRole"]), "northwind", ADA.username);
    const northwind = await organizationId(world, "northwind");
    await world.tenant.api("PATCH", `/api/v2/organizations/${northwind}`, {
      metadata: { plan: "enterprise", domains: "northwind.example, evil" },
    });
    ready = world.tenant.snapshot();
  });
  afterAll(() => world.close());

  it("asks for the organization first, then its own connections, and tells Okta the organization's domains", async () => {
    const {
      pages,
      consent,
      scopes,
      claims,
      organizationId: organization,
    } = await authorize({ ...ADA, organization: "northwind" });
    expect(pages).toEqual(["Enter your organization", "Log in", "Authorize app"]);
    expect(consent).toEqual([PROFILE_TEXT, NATIVE_SSO_TEXT]);
    expect(scopes).toContain("express_configure:sso");
    expect(organization).toBe(await organizationId(world, "northwind"));
    expect(claims).toMatchObject({ express_configuration: { domain_aliases: ["northwind.example"] } });
  });

  it("refuses a member without the role", async () => {
    expect(await failure(world, () => authorize({ ...GRACE, organization: "northwind" }))).toEqual(
      failed("permission", "This account may not set it up: its token lacks express_configure:sso"),
    );
  });

  it("passes the rehearsal, which names what somebody has changed on the tenant", async () => {
    const north = await get<{ id: string; display_name: string }>(world, "organizations/name/northwind");
    const play = async () => {
      const { steps } = await rehearse({
        declared: {
          flavour: "native",
          scim: false,
          oinClientId: String((await world.session.outputs())["oinClientId"]),
          serviceApp: { clientId: SERVICE_APP_CLIENT_ID, name: NATIVE_CONFIG.serviceApp },
          loginUri: NATIVE_CONFIG.initiateLoginUriTemplate,
        },
        domain: world.tenant.domain,
        certificate: ca(world),
        oktaKey: key.privateKey,
        okta: NORTHWIND_OKTA,
        organization: { id: north.id, displayName: north.display_name },
        admin: { ...ADA, organization: "northwind" },
        colleague: { ...GRACE, organization: "northwind" },
        appCallback: "https://app.acme.example/callback",
        read: (path) => get(world, path),
        chromium: undefined,
      });
      world.tenant.restore(ready);
      return steps.map(({ title, outcome, reason }) => (outcome === "failed" ? `${title}: ${reason}` : outcome));
    };
    // Nobody has agreed to anything yet.
    world.tenant.restore(ready);
    expect(await play()).toEqual(["passed", "passed", "passed", "passed", "left out", "passed", "passed"]);

    const app = `/api/v2/clients/${SERVICE_APP_CLIENT_ID}`;
    const { body } = await world.tenant.api<{ express_configuration: object }>("GET", app);
    await world.tenant.api("PATCH", app, {
      express_configuration: {
        ...body.express_configuration,
        initiate_login_uri_template: "https://old.acme.example/{organization_name}",
      },
    });
    expect((await play()).slice(2)).toEqual([
      "passed",
      `What Auth0 will make the connection from: Login address is https://old.acme.example/{organization_name}, expected ${NATIVE_CONFIG.initiateLoginUriTemplate}`,
      "not reached",
      "not reached",
      "not reached",
    ]);
  });

  it("leaves a stack with nothing to do", async () => {
    succeeded(await world.session.preview({ args: ["--expect-no-changes"] }));
  });
});
