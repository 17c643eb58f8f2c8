/**
 * Proof 2 of the commands: the scope matrix. Credentials that begin with no scope at all are given, one after the other,
 * what a refused operation asks for, through a stack's whole life: each refusal names its scope, nothing is lost or made
 * twice on the way, and what was asked for in the end is the doctor's set: every scope of it, and no other.
 */
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATIONS, operationsOf, scopesOf, TENANT_COMMANDS } from "../../cli/scopes.ts";
import type { Configuration } from "../../config/index.ts";
import { startTenant, type Snapshot } from "../../sandbox/tenant/index.ts";
import { livedInSeed } from "../../sandbox/tenant/seed/lived-in.ts";
import { byHand } from "./by-hand.ts";
import { abouts, type CliAnswer, cli, type CliCommand, type Deployer, handOf, json, makeDeployer, openDeployersWorld } from "./cli.ts";
import { foreign, keyText, NEXT_OKTA_KEY, ownIds, type World } from "./world.ts";

const ALL = scopesOf(operationsOf(TENANT_COMMANDS, { adminRole: undefined, consentDescriptions: true } as Configuration));

let world: World & { readonly deployer: Deployer };
let before: Snapshot;
/** Scopes given so far, in the order in which they were asked for. */
const given: string[] = [];

beforeAll(async () => {
  world = await openDeployersWorld();
  before = world.tenant.snapshot();
});
afterAll(() => world.close());

interface Attempt {
  readonly exitCode: number;
  readonly said: string;
}

/**
 * Repeats an operation, granting what it asks for, until it succeeds. What an up left half done when it was refused is
 * taken up by adopt.
 */
async function untilItSucceeds(operation: () => Promise<Attempt>): Promise<void> {
  for (let adopted = false; ; ) {
    await world.deployer.grant(given);
    const { exitCode, said } = await operation();
    if (exitCode === 0) return;
    const asked = askedFor(said);
    if (asked.length > 0) {
      given.push(...asked);
      adopted = false;
    } else {
      expect(adopted, `refused without naming a scope that is missing:\n${said}`).toBe(false);
      await untilItSucceeds(command("adopt", "--yes"));
      adopted = true;
    }
  }
}

/** The scopes of our table that the refusals name and that are not given yet: of alternatives the one in the table. */
function askedFor(said: string): string[] {
  const refusals = [...said.matchAll(/Insufficient scope, expected (?:any|all) of: ([a-z_:,]+)/g)].map(([, scopes = ""]) => scopes.split(","));
  const named = refusals.flatMap((scopes) => scopes.filter((scope) => OPERATIONS.some((operation) => operation.scope === scope)));
  return [...new Set(named)].filter((scope) => !given.includes(scope));
}

const up = async (): Promise<Attempt> => {
  const { exitCode, stdout, stderr } = await world.session.up();
  return { exitCode, said: `${stdout}\n${stderr}` };
};
const command = (name: CliCommand, ...args: string[]) => async (): Promise<Attempt> => {
  const { exitCode, stdout, stderr } = await cli(world.session, name, args);
  return { exitCode, said: `${stdout}\n${stderr}` };
};

/** The deployer's own grant, which is what the tests change, is put back before. */
async function expectForeignUnchanged(ids: Record<string, string>): Promise<void> {
  await world.deployer.grant([]);
  expect(foreign(world.tenant.snapshot(), ids)).toBe(foreign(before, ids));
}

describe("a stack's life, scope by scope", () => {
  it("up from nothing", async () => {
    await untilItSucceeds(up);
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
    await untilItSucceeds(up);
    expect(await ownIds(world.session)).toEqual(hand.ids);
  });

  it("audit and handover", async () => {
    await untilItSucceeds(command("audit"));
    await untilItSucceeds(command("handover"));
  });

  it("teardown", async () => {
    const { client } = await ownIds(world.session);
    await untilItSucceeds(command("teardown", "--confirm", client));
    await expectForeignUnchanged({});
  });

  it("asked for the doctor's set: every scope of it, and no other", () => {
    expect([...given].sort()).toEqual([...ALL].sort());
  });
});

describe("doctor", () => {
  const missing = (answer: CliAnswer) => answer.findings.find(({ about }) => about === "scopes")?.details?.["missing"];

  it.each(["read:clients", "update:client_credentials"])("names %s beforehand where it is the one missing", async (scope) => {
    await world.deployer.grant(ALL.filter((name) => name !== scope));
    const run = await cli(world.session, "doctor", ["--json"]);
    expect(missing(json(run))).toEqual([scope]);
    expect(run.exitCode).toBe(1);
  });

  it("proposes the command that grants what is missing, and it does", async () => {
    const { deployer, tenant, session } = world;
    await deployer.grant(ALL.filter((scope) => !/update|users/.test(scope)));
    const lacking = await cli(session, "doctor", ["--json"]);
    expect(missing(json(lacking))).toEqual(ALL.filter((scope) => /update|users/.test(scope)));
    const grant = json(lacking).findings.find(({ about }) => about === "scopes")?.mend?.at(-1) ?? "";
    const [, path = "", body = ""] = /^To grant them:\nauth0 api patch (\S+) --data '(.+)'$/.exec(grant) ?? [];
    await handOf(tenant)("PATCH", `/${path}`, JSON.parse(body));

    const mended = await cli(session, "doctor", ["--json"]);
    expect(mended.exitCode, mended.stdout).toBe(0);
    expect(json(mended).findings.find(({ about }) => about === "scopes")?.says).toBe(`The credentials have the ${ALL.length} scopes that are needed, and no more.`);
    expect(`${lacking.stdout}${lacking.stderr}${mended.stdout}${mended.stderr}`).not.toContain(deployer.clientSecret);
  });

  it("tells refused credentials, and not the secret", async () => {
    await world.session.setConfig("auth0:clientSecret", "not-the-secret");
    const run = await cli(world.session, "doctor", ["--json"]);
    await world.session.setConfig("auth0:clientSecret", world.deployer.clientSecret);
    expect(abouts(json(run))).toContain("problem tenant.refused");
    expect(run.exitCode).toBe(1);
    expect(`${run.stdout}${run.stderr}`).not.toContain("not-the-secret");
  });

  it.each(["client", "token"])("an unreachable tenant, asked by a %s, is another exit code", async (by) => {
    await world.session.setConfig("auth0:domain", `localhost:${await closedPort()}`);
    const run = await cli(world.session, "doctor", ["--json"], by === "token" ? { AUTH0_API_TOKEN: world.tenant.managementToken } : {});
    await world.session.setConfig("auth0:domain", world.tenant.domain);
    expect(abouts(json(run))).toContain("problem tenant.unreachable");
    expect(run.exitCode).toBe(2);
  });

  it("finds out what the plan has, and leaves nothing behind", async () => {
    const free = await startTenant({ seed: { clients: livedInSeed().clients }, plan: "free" });
    const deployer = await makeDeployer(free);
    await deployer.grant(ALL);
    try {
      await world.session.setConfig("auth0:domain", free.domain);
      await world.session.setConfig("auth0:clientId", deployer.clientId);
      await world.session.setConfig("auth0:clientSecret", deployer.clientSecret);
      const state = free.snapshot();
      const run = await cli(world.session, "doctor", ["--json", "--probe"], { NODE_EXTRA_CA_CERTS: free.certificateFile });
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
