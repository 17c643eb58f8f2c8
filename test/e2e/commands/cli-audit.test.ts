/**
 * Proof 3 of the commands: each kind of tampering that audit names, one at a time, is found, within 10 calls; a clean
 * tenant gives none. And handover refuses while there is any, or while a preview is not clean.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Snapshot } from "../../../packages/local-tenant/src/index.ts";
import { SERVICE_APP_CLIENT_ID } from "../../../packages/local-tenant/src/seed/populated.ts";
import { API_CHANGES, besideKeys, GUIDE_CLIENT_CHANGES } from "../../attribute-changes.ts";
import { type Hand, byHand } from "../support/by-hand.ts";
import { abouts, type CliAnswer, cli, handOf, isMendedByRequests, json, pasteRequests, shell } from "../support/cli.ts";
import {
  API,
  CONFIG,
  CONFIG_WITH_ADMINS,
  foreign,
  keyText,
  NEXT_OKTA_KEY,
  openWorld,
  ownIds,
  succeeded,
  type World,
} from "../support/world.ts";

let world: World;
let clean: Snapshot;
let hand: Hand;

beforeAll(async () => {
  world = await openWorld({ config: CONFIG_WITH_ADMINS });
  succeeded(await world.session.up());
  clean = world.tenant.snapshot();
  hand = byHand(world.tenant, await ownIds(world.session));
});
afterAll(() => world.close());

/** One audit by the credentials of a client, as a schedule has them; nobody's token lies around there. */
async function audited(): Promise<{
  readonly found: readonly string[];
  readonly calls: number;
  readonly exitCode: number;
  /** What all findings say to do, line by line. */
  readonly mend: readonly string[];
}> {
  const { tenant, session } = world;
  tenant.journal.clear();
  const run = await cli(session, "audit", ["--json"], {
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

const post = <T>(path: string, body?: unknown) => handOf(world.tenant)<T>("POST", path, body);

/** One secret is set and deployed by hand; the others stay. */
async function changeSecret(): Promise<void> {
  await hand.action({
    secrets: [
      { name: "SERVICE_INIT_LOGIN_URL", value: "https://evil.example" },
      { name: "EXPRESS_CONFIGURE_API_IDENTIFIER" },
      { name: "TENANT_DOMAIN" },
    ],
  });
  await hand.deploy();
}

const TAMPERINGS: readonly [string, () => Promise<unknown>, string][] = [
  [
    "other code deployed, then the draft put back",
    async () => {
      const { code } = await handOf(world.tenant)<{ readonly code: string }>(
        "GET",
        `/actions/actions/${hand.ids.action}`,
      );
      await hand.action({ code: "exports.onExecutePostLogin = async () => {};" });
      await hand.deploy();
      await hand.action({ code });
    },
    "problem action.deployed-code",
  ],
  ["a secret changed and deployed", changeSecret, "problem action.secrets"],
  [
    "a further key on the client",
    () =>
      post(`/clients/${hand.ids.client}/credentials`, {
        name: "Spare",
        credential_type: "public_key",
        alg: "RS256",
        pem: keyText(NEXT_OKTA_KEY),
      }),
    "problem oin-client.keys",
  ],
  ["a key attached by hand", () => hand.attachKey(keyText(NEXT_OKTA_KEY)), "problem oin-client.keys"],
  ["a further grant", () => hand.secondGrant(), "problem oin-client.grants"],
  [
    "a grant of the same API for users' tokens",
    async () => {
      const { tenant } = world;
      const { audience } = await handOf(tenant)<{ readonly audience: string }>(
        "GET",
        `/client-grants/${hand.ids.grant}`,
      );
      await post("/client-grants", {
        client_id: hand.ids.client,
        audience,
        scope: ["read:users"],
        subject_type: "user",
      });
    },
    "problem oin-client.grants",
  ],
  [
    "tokens in an organization only",
    () => handOf(world.tenant)("PATCH", `/client-grants/${hand.ids.grant}`, { organization_usage: "require" }),
    "problem oin-client.grant-organizations",
  ],
  ["a further scope", () => hand.grant((scope) => [...scope, "read:users"]), "problem oin-client.scopes"],
  [
    "a further client with its metadata",
    () =>
      post("/clients", {
        name: "Duplicate",
        client_metadata: { express_configure_sp_client_id: SERVICE_APP_CLIENT_ID },
      }),
    "problem oin-client.duplicates",
  ],
  [
    "the same, where another app has taken the service app's name",
    async () => {
      await handOf(world.tenant)("PATCH", `/clients/${SERVICE_APP_CLIENT_ID}`, { name: "Acme" });
      await post("/clients", { name: CONFIG.serviceApp });
      await post("/clients", {
        name: CONFIG.serviceApp,
        client_metadata: { express_configure_sp_client_id: SERVICE_APP_CLIENT_ID },
      });
    },
    "problem oin-client.duplicates",
  ],
  [
    "a second binding",
    () =>
      hand.bindings((bindings) => [
        ...bindings,
        ...bindings
          .filter(({ action }) => action.id === hand.ids.action)
          .map((binding) => ({ ...binding, display_name: "once more" })),
      ]),
    "problem action.bindings",
  ],
  [
    "a member of the role outside organizations",
    async () => {
      const [user] = await handOf(world.tenant)<readonly { readonly user_id: string }[]>("GET", "/users");
      await post(`/roles/${hand.ids.role}/users`, { users: [user?.user_id] });
    },
    "problem role.members",
  ],
  [
    "attributes of the OIN client that no up takes back",
    async () => {
      for (const [name, value] of Object.entries(besideKeys(GUIDE_CLIENT_CHANGES)))
        await hand.client({ [name]: value });
    },
    "problem oin-client.attributes",
  ],
  [
    "attributes of the API that no up takes back",
    async () => {
      for (const [name, value] of Object.entries(API_CHANGES)) await hand.api({ [name]: value });
    },
    "problem api.attributes",
  ],
];

describe("audit", () => {
  it("finds nothing on a clean tenant", async () => {
    const { found, calls, exitCode } = await audited();
    expect({ found, exitCode }).toEqual({ found: [], exitCode: 0 });
    expect(calls).toBeLessThanOrEqual(10);
  });

  it.each(TAMPERINGS)("finds %s, and only that, and the requests that it names mend it", async (_, tamper, finding) => {
    await tamper();
    const { found, calls, exitCode, mend } = await audited();
    const mended = isMendedByRequests(mend);
    if (mended) await pasteRequests(world.session, mend);
    const { found: left } = mended ? await audited() : { found: [] };
    world.tenant.restore(clean);
    expect({ found, exitCode, left }).toEqual({ found: [finding], exitCode: 1, left: [] });
    expect(calls).toBeLessThanOrEqual(10);
  });

  it("stays within 10 calls on a tenant with many applications, and says what it did not look at", async () => {
    for (let index = 0; index < 500; index += 1) await post("/clients", { name: `Tenant app ${index}` });
    const { found, calls, exitCode } = await audited();
    world.tenant.restore(clean);
    expect({ found, calls, exitCode }).toEqual({ found: ["notice clients"], calls: 10, exitCode: 0 });
  });
});

describe("api", () => {
  it("prints the answer, and no secret in it", async () => {
    const run = await cli(world.session, "api", ["get", `clients/${SERVICE_APP_CLIENT_ID}`]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ client_id: SERVICE_APP_CLIENT_ID, client_secret: "(not shown)" });
  });

  it("does not delete the client that Okta knows", async () => {
    world.tenant.journal.clear();
    const run = await cli(world.session, "api", ["delete", `clients/${hand.ids.client}`, "--json"]);
    expect(run.exitCode).toBe(1);
    expect(json<CliAnswer>(run).findings.map(({ mend }) => mend)).toEqual([["npm run teardown -- --stack test"]]);
    expect(world.tenant.journal.entries).toEqual([]);
  });

  it("tells what the tenant refuses, in one JSON document where that is asked for", async () => {
    const run = await cli(world.session, "api", ["delete", "clients/nobody/credentials/cred_1", "--json"]);
    expect(run.exitCode).toBe(1);
    expect(json<CliAnswer & { readonly status: number }>(run)).toMatchObject({ ok: false, status: 404 });
  });

  it("takes a body only as JSON", async () => {
    const run = await cli(world.session, "api", ["patch", "tenants/settings", "--data", "flags"]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain("--data is not JSON");
  });
});

describe("handover", () => {
  it("writes the text, and what the OIN Wizard asks for, and nothing else to standard output", async () => {
    const run = await cli(world.session, "handover");
    expect(run.exitCode, run.stderr).toBe(0);
    const [text, form] = run.stdout.split("\nIn Okta's OIN Wizard:\n");
    expect(text).toBe((await world.session.outputs())["handOver"]);
    expect(form).toContain("Configure your integration: OIDC");
    expect(form).toContain(`https://${world.tenant.domain}/login/callback`);
    expect(form).toContain(CONFIG.initiateLoginUri);
  });

  it("refuses while audit finds something", async () => {
    await hand.secondGrant();
    const run = await cli(world.session, "handover");
    world.tenant.restore(clean);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain(`✖ The OIN client has a further grant, for ${API} (expressconfigure:sso).`);
    expect(run.stdout).toContain("✖ Nothing is handed over while the tenant is not as the stack declares it.");
    expect(run.stdout).not.toContain("To Okta's Express Configuration team");
  });

  it("refuses while the preview is not clean", async () => {
    await hand.role({ description: "changed" });
    const run = await cli(world.session, "handover", ["--json"]);
    world.tenant.restore(clean);
    expect(run.exitCode).toBe(1);
    const answer = json<CliAnswer & { readonly handOver?: unknown }>(run);
    expect(abouts(answer)).toEqual(["problem handover", "problem preview"]);
    expect(answer.handOver).toBeUndefined();
    expect(answer.findings[0]?.says).toBe(
      "The tenant is not as declared; up would change: update express-admin-role [description].",
    );
  });
});

describe("a changed secret", () => {
  /** The secrets' values, which no answer of the Management API has. */
  const secretsIn = (snapshot: Snapshot) =>
    (
      snapshot["actions"] as unknown as readonly {
        readonly id: string;
        readonly secrets: readonly { readonly name: string; readonly value: string }[];
      }[]
    )
      .filter(({ id }) => id === hand.ids.action)
      .flatMap(({ secrets }) => secrets.map(({ name, value }) => [name, value]));
  const howMany = (snapshot: Snapshot) =>
    Object.entries(snapshot).flatMap(([name, content]) =>
      Array.isArray(content) && name !== "action_versions" ? [[name, content.length]] : [],
    );

  it("is set again by the commands that audit tells, pasted as they stand: nothing is doubled, and Okta's client and keys stay", async () => {
    const { session, tenant } = world;
    const { oinClientId, keyIds } = await session.outputs();
    const ids = await ownIds(session);
    await changeSecret();
    expect(secretsIn(tenant.snapshot())).not.toEqual(secretsIn(clean));

    const answer = json(await cli(session, "audit", ["--json"]));
    expect(abouts(answer)).toEqual(["problem action.secrets"]);
    const [says, ...commands] = answer.findings[0]?.mend ?? [];
    expect(says).toBe("To have the stack set all of them again:");
    expect(commands).toEqual([
      expect.stringMatching(
        /^pulumi state delete 'urn:pulumi:test::okta-express::\S+\$auth0:index\/action:Action::express-login-action' --target-dependents --force --yes --stack test$/,
      ),
      "npm run adopt -- --stack test --yes",
      "pulumi up --stack test",
    ]);
    const pasted = await shell(session, commands.join("\n"));
    expect(pasted.exitCode, pasted.said).toBe(0);

    const after = tenant.snapshot();
    expect(secretsIn(after)).toEqual(secretsIn(clean));
    expect((await audited()).found).toEqual([]);
    succeeded(await session.preview({ args: ["--expect-no-changes"] }));
    expect(await session.outputs()).toMatchObject({ oinClientId, keyIds });
    expect(await ownIds(session)).toEqual(ids);
    expect(howMany(after)).toEqual(howMany(clean));
    expect(foreign(after, ids)).toBe(foreign(clean, ids));
  });
});
