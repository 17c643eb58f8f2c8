/**
 * Proof 2 of the commands for the guide flavour: the scope matrix through a stack's whole life, and what doctor says. Nothing
 * is lost or made twice on the way, and what was asked for in the end is the doctor's set: every scope of it, and no other.
 */
import { createServer } from "node:net";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTenant, type Snapshot } from "../../../packages/local-tenant/src/index.ts";
import { populatedSeed } from "../../../packages/local-tenant/src/seed/populated.ts";
import { byHand } from "../support/by-hand.ts";
import { abouts, cli, type CliAnswer, handOf, json, makeDeployer } from "../support/cli.ts";
import { missing, NORTHWIND, openScopeMatrix, type ScopeMatrix } from "../support/scope-matrix.ts";
import { CONFIG, foreign, keyText, NEXT_OKTA_KEY, ownIds } from "../support/world.ts";

const ALL = [
  "read:clients",
  "create:clients",
  "update:clients",
  "delete:clients",
  "read:client_credentials",
  "create:client_credentials",
  "update:client_credentials",
  "delete:client_credentials",
  "read:client_grants",
  "create:client_grants",
  "update:client_grants",
  "delete:client_grants",
  "read:resource_servers",
  "create:resource_servers",
  "update:resource_servers",
  "delete:resource_servers",
  "read:roles",
  "create:roles",
  "update:roles",
  "delete:roles",
  "read:users",
  "read:actions",
  "create:actions",
  "update:actions",
  "delete:actions",
  "read:tenant_settings",
  "update:tenant_settings",
];

let matrix: ScopeMatrix;
let world: ScopeMatrix["world"];
let before: Snapshot;

beforeAll(async () => {
  matrix = await openScopeMatrix(CONFIG);
  world = matrix.world;
  before = world.tenant.snapshot();
});
afterAll(() => world.close());

/** The deployer's own grant, which is what the tests change, is put back before. */
async function expectForeignUnchanged(ids: Record<string, string>): Promise<void> {
  await world.deployer.grant([]);
  expect(foreign(world.tenant.snapshot(), ids)).toBe(foreign(before, ids));
}

describe("a stack's life, scope by scope", () => {
  it("up is refused where one is missing, and says which", async () => {
    await matrix.refusedWithout("create:client_grants", "up");
  });

  it("up goes on from there", async () => {
    await matrix.withEachAskedFor("up");
    await expectForeignUnchanged(await ownIds(world.session));
  });

  it("up after every object was edited by hand", async () => {
    const hand = byHand(world.tenant, await ownIds(world.session));
    await hand.api({ name: "x" });
    await hand.role({ description: "x" });
    await hand.client({ description: "x" });
    await hand.swapKey(keyText(NEXT_OKTA_KEY));
    await hand.grant(() => ["read:connections"]);
    await hand.action({ code: "exports.onExecutePostLogin = async () => {};" });
    await hand.tenant({ flags: { use_scope_descriptions_for_consent: false } });
    await matrix.withEachAskedFor("up");
    expect(await ownIds(world.session)).toEqual(hand.ids);
  });

  it("adopt, audit and handover", async () => {
    await matrix.withEachAskedFor("adopt", "--yes");
    await matrix.withEachAskedFor("audit");
    await matrix.withEachAskedFor("handover");
  });

  it("ready, with what doctor --for names", async () => {
    // The least that a stack can be told: nobody signs in through the OIN client yet, and nobody holds the role.
    await matrix.customerCommand("ready", NORTHWIND, ["oin-client.connections", "organization.northwind"]);
  });

  it("preview and rotate with the scopes that the table has for them alone", async () => {
    const ids = await ownIds(world.session);
    await matrix.withItsOwn("preview", "--expect-no-changes");
    await matrix.withItsOwn("rotate", "--new-key", NEXT_OKTA_KEY, "--yes");
    await matrix.withItsOwn("rotate", "--finish", "--yes");
    expect(await ownIds(world.session)).toEqual(ids);
  });

  it("teardown", async () => {
    const { client } = await ownIds(world.session);
    await matrix.withEachAskedFor("teardown", "--confirm", client);
    await expectForeignUnchanged({});
  });

  it("asked for the doctor's set: every scope of it, and no other", () => {
    expect(matrix.needed).toEqual(ALL);
    expect([...matrix.given].sort()).toEqual(ALL.toSorted());
  });
});

describe("doctor", () => {
  it.each(ALL)("names %s beforehand where it is the one missing", async (scope) => {
    const answer = await matrix.examine(ALL.filter((name) => name !== scope));
    expect(missing(answer)).toEqual([scope]);
    expect(abouts(answer).filter((about) => about.startsWith("problem"))).toEqual(["problem scopes"]);
  });

  it("proposes the command that grants what is missing, and it does", async () => {
    const { deployer, tenant, session } = world;
    await deployer.grant(ALL.filter((scope) => !/update|users/.test(scope)));
    const lacking = await cli(session, "doctor", ["--json"]);
    expect(missing(json(lacking))).toEqual(ALL.filter((scope) => /update|users/.test(scope)));
    const grant =
      json(lacking)
        .findings.find(({ about }) => about === "scopes")
        ?.mend?.at(-1) ?? "";
    const [, path = "", body = ""] = /^auth0 api patch (\S+) --data '(.+)'$/.exec(grant) ?? [];
    await handOf(tenant)("PATCH", `/${path}`, JSON.parse(body));

    const mended = await cli(session, "doctor", ["--json"]);
    expect(mended.exitCode, mended.stdout).toBe(0);
    expect(json(mended).findings.find(({ about }) => about === "scopes")?.says).toBe(
      `The credentials have the ${ALL.length} scopes that are needed, and no more.`,
    );
    expect(`${lacking.stdout}${lacking.stderr}${mended.stdout}${mended.stderr}`).not.toContain(deployer.clientSecret);
  });

  it("tells refused credentials, and not the secret", async () => {
    await world.session.setConfig("auth0:clientSecret", "not-the-secret");
    const run = await cli(world.session, "doctor", ["--json"]);
    await world.session.setConfig("auth0:clientSecret", world.deployer.clientSecret);
    expect(abouts(json(run))).toContain("problem tenant.refused");
    // The same as of every other command: what is needed cannot be used.
    expect(run.exitCode).toBe(2);
    expect(`${run.stdout}${run.stderr}`).not.toContain("not-the-secret");
  });

  it.each(["client", "token"])("an unreachable tenant, asked by a %s, is another exit code", async (by) => {
    const { session, tenant, deployer } = world;
    await session.setConfig("auth0:domain", `localhost:${await closedPort()}`);
    if (by === "token") for (const key of ["auth0:clientId", "auth0:clientSecret"]) await session.removeConfig(key);
    const run = await cli(
      session,
      "doctor",
      ["--json"],
      by === "token" ? { AUTH0_API_TOKEN: tenant.managementToken } : {},
    );
    await session.setConfig("auth0:domain", tenant.domain);
    await session.setConfig("auth0:clientId", deployer.clientId);
    await session.setConfig("auth0:clientSecret", deployer.clientSecret);
    expect(abouts(json(run))).toContain("problem tenant.unreachable");
    expect(run.exitCode).toBe(2);
  });

  it("goes on without an engine, and every command then answers with one document", async () => {
    const withoutEngine = { PATH: dirname(process.execPath) };
    for (const command of ["doctor", "audit", "ready"] as const) {
      const run = await cli(world.session, command, ["--json", "--stack", "test"], withoutEngine);
      expect(run.exitCode, command).toBe(2);
      expect(abouts(json(run)), command).toEqual(["problem engine"]);
    }
  });

  it("answers with one document where the options are wrong", async () => {
    const run = await cli(world.session, "audit", ["--json", "--colour"]);
    expect(run.exitCode).toBe(2);
    expect(json<CliAnswer>(run).findings).toEqual([
      { severity: "problem", about: "usage", says: "unknown option '--colour'" },
    ]);
  });

  it("tells an old token, and what it has found all the same", async () => {
    const { session } = world;
    for (const key of ["auth0:clientId", "auth0:clientSecret"]) await session.removeConfig(key);
    const [head = "", claims = ""] = world.tenant.managementToken.split(".");
    const run = await cli(session, "doctor", ["--json"], { AUTH0_API_TOKEN: `${head}.${claims}.c2lnbmF0dXJl` });
    await session.setConfig("auth0:clientId", world.deployer.clientId);
    await session.setConfig("auth0:clientSecret", world.deployer.clientSecret);
    expect(run.exitCode).toBe(2);
    expect(json<CliAnswer>(run).findings.map(({ severity, about }) => `${severity} ${about}`)).toEqual(
      expect.arrayContaining(["ok stack", "ok domain", "ok scopes", "problem tenant.refused"]),
    );
  });

  it("finds out what the plan has, and leaves nothing behind", async () => {
    const free = await startTenant({ seed: { clients: populatedSeed().clients }, plan: "free" });
    const deployer = await makeDeployer(free);
    await deployer.grant(ALL);
    try {
      await world.session.setConfig("auth0:domain", free.domain);
      await world.session.setConfig("auth0:clientId", deployer.clientId);
      await world.session.setConfig("auth0:clientSecret", deployer.clientSecret);
      const state = free.snapshot();
      const run = await cli(world.session, "doctor", ["--json", "--probe"], {
        NODE_EXTRA_CA_CERTS: free.certificateFile,
      });
      expect(abouts(json(run))).toContain("problem plan.private-key-jwt");
      expect(free.snapshot()).toEqual(state);
    } finally {
      await free.stop();
    }
  });
});

function closedPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
