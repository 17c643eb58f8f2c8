/**
 * Proof 3 of the commands for the native flavour and for both side by side: each kind of tampering that audit names, one
 * at a time, is found, within 10 calls (15 of both flavours); a clean tenant gives none. And handover refuses while there is any.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Snapshot } from "../../../packages/local-tenant/src/index.ts";
import { besideKeys, NATIVE_CLIENT_CHANGES, SYSTEM_API_CHANGES } from "../../attribute-changes.ts";
import { type Hand, byHand } from "../support/by-hand.ts";
import { abouts, type CliAnswer, cli, handOf, isMendedByRequests, json, pasteRequests } from "../support/cli.ts";
import { FULL_CONFIG, NATIVE_API, nativeIds, SERVICE_APP_CLIENT_ID, serviceApp } from "../support/native-world.ts";
import { CONFIG, keyText, NEXT_OKTA_KEY, openWorld, ownIds, succeeded, type World } from "../support/world.ts";

const OTHER_APP = "Acme Dashboard";
const CODE = "exports.onExecutePostLogin = async () => {};";

/** A stack that was brought up, and a hand on each of its OIN clients and Actions. */
interface Scene {
  readonly world: World;
  readonly clean: Snapshot;
  /** The native OIN client, and one of the optional Actions. */
  readonly admins: Hand;
  readonly domains: Hand;
  /** The guide's; its IDs are empty where the stack has none. */
  readonly guide: Hand;
}

async function openScene(config: Parameters<typeof openWorld>[0]): Promise<Scene> {
  const world = await openWorld(config);
  succeeded(await world.session.up());
  const ids = await nativeIds(world.session);
  return {
    world,
    clean: world.tenant.snapshot(),
    admins: byHand(world.tenant, ids),
    domains: byHand(world.tenant, { ...ids, action: ids.domainsAction }),
    guide: byHand(world.tenant, await ownIds(world.session)),
  };
}

/** One audit by the credentials of a client, as a schedule has them. */
async function audited(
  { tenant, session }: World,
  ...args: string[]
): Promise<{
  readonly found: readonly string[];
  readonly calls: number;
  readonly exitCode: number;
  /** What all findings say to do, line by line. */
  readonly mend: readonly string[];
}> {
  tenant.journal.clear();
  const run = await cli(session, "audit", ["--json", ...args], {
    AUTH0_API_TOKEN: "",
    AUTH0_CLIENT_ID: tenant.clientId,
    AUTH0_CLIENT_SECRET: tenant.clientSecret,
  });
  const answer = json<CliAnswer & { readonly calls: number }>(run);
  expect(answer.calls).toBe(tenant.journal.entries.length);
  expect(tenant.journal.writes()).toEqual([]);
  return {
    found: abouts(answer),
    calls: answer.calls,
    exitCode: run.exitCode,
    mend: answer.findings.flatMap(({ mend = [] }) => mend),
  };
}

type Tampering = readonly [what: string, tamper: (scene: Scene) => Promise<unknown>, finding: string];

const post = <T>({ world }: Scene, path: string, body?: unknown) => handOf(world.tenant)<T>("POST", path, body);
const patch = ({ world }: Scene, path: string, body: unknown) => handOf(world.tenant)("PATCH", path, body);
const block = ({ world }: Scene) =>
  serviceApp(world.tenant)["express_configuration"] as Readonly<Record<string, unknown>>;

async function clientIdOf({ world }: Scene, wanted: string): Promise<string> {
  const clients = await handOf(world.tenant)<readonly { readonly client_id: string; readonly name: string }[]>(
    "GET",
    "/clients?per_page=100",
  );
  return clients.find(({ name }) => name === wanted)?.client_id ?? "";
}

/** Other code is deployed, then the draft put back as it was. */
async function deployOther(hand: Hand, { world }: Scene): Promise<void> {
  const { code } = await handOf(world.tenant)<{ readonly code: string }>("GET", `/actions/actions/${hand.ids.action}`);
  await hand.action({ code: CODE });
  await hand.deploy();
  await hand.action({ code });
}

const bindAgain = (hand: Hand) =>
  hand.bindings((bindings) => [
    ...bindings,
    ...bindings
      .filter(({ action }) => action.id === hand.ids.action)
      .map((binding) => ({ ...binding, display_name: "once more" })),
  ]);

/** Auth0 made the client with two. */
const thirdGrantType = (hand: Hand) =>
  hand.client({ grant_types: ["authorization_code", "client_credentials", "refresh_token"] });

/** One of several secrets is set and the others kept: all set at once, this soon after the stack, could be its own write. */
async function setSecret(hand: Hand, secrets: readonly object[]): Promise<void> {
  await hand.action({ secrets });
  await hand.deploy();
}

const NATIVE: readonly Tampering[] = [
  [
    "other code deployed in the Action that names the admins, then the draft put back",
    (s) => deployOther(s.admins, s),
    "problem action.deployed-code",
  ],
  [
    "the same in the one that tells the e-mail domains",
    (s) => deployOther(s.domains, s),
    "problem action.deployed-code",
  ],
  [
    "a secret changed and deployed",
    (s) => setSecret(s.admins, [{ name: "APP_METADATA_KEY", value: "everybody" }, { name: "SCOPES" }]),
    "problem action.secrets",
  ],
  ["an Action bound twice", (s) => bindAgain(s.domains), "problem action.bindings"],
  [
    "a further key on the client",
    (s) =>
      post(s, `/clients/${s.admins.ids.client}/credentials`, {
        name: "Spare",
        credential_type: "public_key",
        alg: "RS256",
        pem: keyText(NEXT_OKTA_KEY),
      }),
    "problem oin-client.keys",
  ],
  ["a key attached by hand", (s) => s.admins.attachKey(keyText(NEXT_OKTA_KEY)), "problem oin-client.keys"],
  ["Okta's key given an end", (s) => s.admins.expireKeys("2040-01-01T00:00:00.000Z"), "problem oin-client.key-expiry"],
  [
    "a callback",
    (s) =>
      s.admins.client({
        callbacks: ["https://evil.example/", "https://system-admin.okta.com/admin/app/generic/oauth20redirect"],
      }),
    "problem oin-client.settings",
  ],
  ["a grant type", (s) => thirdGrantType(s.admins), "problem oin-client.settings"],
  [
    "organizations no longer required",
    (s) => s.admins.client({ organization_usage: "allow" }),
    "problem oin-client.settings",
  ],
  [
    "a further client for Express Configuration",
    (s) =>
      post(s, "/clients", {
        name: "Duplicate",
        app_type: "express_configuration",
        organization_require_behavior: "pre_login_prompt",
      }),
    "problem oin-client.duplicates",
  ],
  [
    "another app whose block names the OIN client",
    async (s) => patch(s, `/clients/${await clientIdOf(s, OTHER_APP)}`, { express_configuration: block(s) }),
    "problem oin-client.apps",
  ],
  [
    "the app's block names another client",
    (s) =>
      patch(s, `/clients/${SERVICE_APP_CLIENT_ID}`, {
        express_configuration: { ...block(s), okta_oin_client_id: s.world.tenant.clientId },
      }),
    "problem app.block",
  ],
  [
    "the block taken off the app",
    (s) => patch(s, `/clients/${SERVICE_APP_CLIENT_ID}`, { express_configuration: null }),
    "problem app.block",
  ],
  [
    "the same, where another app has taken the service app's name",
    async (s) => {
      await patch(s, `/clients/${SERVICE_APP_CLIENT_ID}`, { name: "Acme", express_configuration: null });
      await post(s, "/clients", { name: CONFIG.serviceApp });
    },
    "problem app.block",
  ],
  [
    "a client of the dashboard's that was given the service app's name",
    (s) =>
      post(s, "/clients", {
        name: CONFIG.serviceApp,
        app_type: "express_configuration",
        organization_require_behavior: "pre_login_prompt",
      }),
    "problem oin-client.duplicates",
  ],
  [
    "the flag turned on",
    (s) => s.admins.tenant({ flags: { enable_client_connections: true } }),
    "problem tenant.enable-client-connections",
  ],
];

const BOTH: readonly Tampering[] = [
  [
    "features of the connection profile for a strategy",
    async (s) => {
      const { connectionProfile } = await nativeIds(s.world.session);
      const overrides = { strategy_overrides: { okta: { enabled_features: ["scim"] } } };
      await s.guide.patch(`/api/v2/connection-profiles/${connectionProfile}`, overrides);
    },
    "problem connection-profile.strategies",
  ],
  [
    "other code deployed in the guide's Action, then the draft put back",
    (s) => deployOther(s.guide, s),
    "problem action.deployed-code",
  ],
  ["the same in one of the native Actions", (s) => deployOther(s.domains, s), "problem action.deployed-code"],
  ["a further key on the guide's client", (s) => s.guide.attachKey(keyText(NEXT_OKTA_KEY)), "problem oin-client.keys"],
  ["a further key on the native client", (s) => s.domains.attachKey(keyText(NEXT_OKTA_KEY)), "problem oin-client.keys"],
  [
    "a further scope of the guide's client",
    (s) => s.guide.grant((scope) => [...scope, "read:users"]),
    "problem oin-client.scopes",
  ],
  ["a grant type of the native client", (s) => thirdGrantType(s.domains), "problem oin-client.settings"],
  [
    "attributes of the native client that no up takes back",
    async (s) => {
      for (const [name, value] of Object.entries(besideKeys(NATIVE_CLIENT_CHANGES)))
        await s.domains.client({ [name]: value });
    },
    "problem oin-client.attributes",
  ],
  [
    "what a tenant can change of Auth0's own API",
    (s) => s.domains.patch(`/api/v2/resource-servers/${encodeURIComponent(NATIVE_API)}`, SYSTEM_API_CHANGES),
    "problem api.attributes",
  ],
  [
    "a callback of the native client",
    (s) => s.domains.client({ callbacks: ["https://evil.example/"] }),
    "problem oin-client.settings",
  ],
  [
    "a duplicate of the guide's client",
    (s) =>
      post(s, "/clients", {
        name: "Duplicate",
        client_metadata: { express_configure_sp_client_id: SERVICE_APP_CLIENT_ID },
      }),
    "problem oin-client.duplicates",
  ],
  [
    "a member of the role outside organizations",
    async (s) => {
      const [user] = await handOf(s.world.tenant)<readonly { readonly user_id: string }[]>("GET", "/users");
      await post(s, `/roles/${s.guide.ids.role}/users`, { users: [user?.user_id] });
    },
    "problem role.members",
  ],
  [
    "the flag turned on",
    (s) => s.guide.tenant({ flags: { enable_client_connections: true } }),
    "problem tenant.enable-client-connections",
  ],
];

const SCENES: readonly {
  readonly title: string;
  readonly config: Record<string, string | string[]>;
  readonly tamperings: readonly Tampering[];
  /** Calls that one audit makes at most. */
  readonly most: number;
  /** What is said of a clean tenant too: the one call more that it would take is not made. */
  readonly always: readonly string[];
}[] = [
  {
    title: "native, with both of the optional Actions",
    config: FULL_CONFIG,
    tamperings: NATIVE,
    most: 10,
    always: ["notice not-looked-at"],
  },
  {
    title: "both flavours side by side",
    config: { ...CONFIG, ...FULL_CONFIG, flavour: "both" },
    tamperings: BOTH,
    most: 15,
    always: [],
  },
];

describe.each(SCENES)("audit, $title", ({ config, tamperings, most, always }) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ config });
  });
  afterAll(() => scene.world.close());

  it("finds nothing on a clean tenant", async () => {
    const { found, calls, exitCode } = await audited(scene.world);
    expect({ found, exitCode }).toEqual({ found: always, exitCode: 0 });
    expect(calls).toBeLessThanOrEqual(most);
  });

  it.each(tamperings)("finds %s, and only that, and the requests that it names mend it", async (_, tamper, finding) => {
    await tamper(scene);
    const { found, calls, exitCode, mend } = await audited(scene.world);
    const mended = isMendedByRequests(mend);
    if (mended) await pasteRequests(scene.world.session, mend);
    const { found: left } = mended ? await audited(scene.world) : { found: always };
    scene.world.tenant.restore(scene.clean);
    expect({ found: found.toSorted(), exitCode, left }).toEqual({
      found: [finding, ...always].sort(),
      exitCode: 1,
      left: always,
    });
    expect(calls).toBeLessThanOrEqual(most);
  });

  it("makes few calls on a tenant with many applications, says what it did not look at, and looks at it when told to", async () => {
    for (let index = 0; index < 500; index += 1) await post(scene, "/clients", { name: `Tenant app ${index}` });
    const some = await audited(scene.world);
    const all = await audited(scene.world, "--all-clients");
    scene.world.tenant.restore(scene.clean);
    expect(some.found).toEqual(expect.arrayContaining(["notice clients", ...always]));
    expect(some).toMatchObject({ calls: most, exitCode: 0 });
    expect({ found: all.found, exitCode: all.exitCode }).toEqual({ found: [], exitCode: 0 });
  });

  it("handover writes the text, and what the OIN Wizard asks for, and nothing else to standard output", async () => {
    const [text, markdown] = [
      await cli(scene.world.session, "handover"),
      await cli(scene.world.session, "handover", ["--format", "markdown"]),
    ];
    expect(text.exitCode, text.stderr).toBe(0);
    const handOver = String((await scene.world.session.outputs())["handOver"]);
    const template = "https://{app.organization_name}.acme.example/login?connection={app.connection_name}";
    for (const { stdout } of [text, markdown]) {
      expect(stdout.startsWith(handOver)).toBe(true);
      expect(stdout).toContain(template);
      expect(stdout).toContain("https://login.acme.example/login/callback");
    }
    expect(text.stdout).toContain("In Okta's OIN Wizard:");
    expect(markdown.stdout).toContain("## Configure your integration: SCIM");
  });

  it("the customer guide offers what the stack declares, to a file and to standard output", async () => {
    const folder = await mkdtemp(join(tmpdir(), "guide-"));
    const file = join(folder, "guide.html");
    const args = ["--contact", "support@acme.example"];
    const page = await cli(scene.world.session, "customer-guide", [...args, "--format", "html", "--output", file]);
    const text = await cli(scene.world.session, "customer-guide", args);
    const html = await readFile(file, "utf8").finally(() => rm(folder, { recursive: true }));
    expect([page.exitCode, text.exitCode], page.stderr + text.stderr).toEqual([0, 0]);
    expect(text.stdout).toContain("# Express Configuration guide for Acme SaaS");
    for (const button of ["Express Configure SSO & UL", "Express Configure SCIM"]) {
      expect(text.stdout).toContain(button);
      expect(html).toContain(button.replace("&", "&amp;"));
    }
    expect((await cli(scene.world.session, "customer-guide")).exitCode).toBe(2);
  });

  it("handover refuses while audit finds something", async () => {
    await thirdGrantType(scene.domains);
    const run = await cli(scene.world.session, "handover");
    scene.world.tenant.restore(scene.clean);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain("✖ Nothing is handed over while the tenant is not as the stack declares it.");
    expect(run.stdout).not.toContain("To Okta's Express Configuration team");
  });
});
