/** `npm run fleet` on stacks with a tenant each: what it says, how it ends, and what it writes at each tenant. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type CliRun, handOf, json, type RunningCli, startIn } from "../support/cli.ts";
import { type FleetWorld, openFleet } from "../support/fleet-world.ts";
import { OKTA_KEY, PROJECT } from "../support/world.ts";

type Names = "calm" | "drifted" | "unreachable" | "locked-out";
const NAMES: readonly Names[] = ["calm", "unreachable", "locked-out", "drifted"];

let world: FleetWorld<Names>;
beforeAll(async () => {
  world = await openFleet({ calm: {}, drifted: { rateLimit: "free" }, unreachable: {}, "locked-out": {} });
  world.stacks.unreachable.configure({ "auth0:domain": "localhost:2" });
  world.stacks["locked-out"].configure({ "auth0:clientSecret": "of-another-tenant" });
});
beforeEach(() => {
  for (const { tenant } of Object.values(world.stacks)) tenant.journal.clear();
});
afterAll(() => world.close());

interface FleetAnswer {
  readonly ok: boolean;
  readonly stacks: readonly { readonly stack: string; readonly says: string; readonly exitCode: number }[];
}

function startFleet(...args: string[]): RunningCli {
  return startIn(world.folder, process.execPath, [join(PROJECT, "cli/fleet.ts"), ...args], world.environment);
}

/** `npm run new-stack` for the tenant that has no stack yet. */
function newStack(name: string, ...args: string[]): Promise<CliRun> {
  const { domain, clientId, clientSecret } = world.spare;
  const app = [
    "--service-app",
    "Acme SaaS",
    "--initiate-login-uri",
    "https://app.acme.example/login",
    "--key",
    OKTA_KEY,
  ];
  const words = [name, "--domain", domain, "--client-id", clientId, ...app, ...args];
  const env = { ...world.environment, AUTH0_CLIENT_SECRET: clientSecret };
  return startIn(world.folder, process.execPath, [join(PROJECT, "cli/new-stack.ts"), ...words], env).ended;
}

const fleet = (...args: string[]): Promise<CliRun> => startFleet(...args).ended;

/** `calm 0: clean`, a line a stack, without the ports of tenants. */
function lines(run: CliRun): string[] {
  return json<FleetAnswer>(run).stacks.map(({ stack, exitCode, says }) => `${stack} ${exitCode}: ${says}`);
}

function writes(): Record<string, number> {
  return Object.fromEntries(NAMES.map((name) => [name, world.stacks[name].tenant.journal.writes().length]));
}

const UNUSABLE: readonly unknown[] = [
  expect.stringMatching(/^unreachable 2: localhost:2 cannot be reached: connect ECONNREFUSED /),
  expect.stringMatching(/^locked-out 2: localhost:\d+ refuses the credentials \(401: /),
];
const ALL = NAMES.join(",");

describe("npm run fleet", () => {
  it("brings up nothing unasked: previews every stack that it can, and says what brings them up", async () => {
    const run = await fleet("up", "--stacks", ALL, "--json");
    expect(run.exitCode, run.stderr).toBe(2);
    expect(lines(run)).toEqual(["calm 3: 11 to change", ...UNUSABLE, "drifted 3: 11 to change"]);
    expect(json(run).findings.at(-1)).toMatchObject({
      says: "Nothing was written. To bring them up:",
      mend: ["npm run fleet -- up --stacks calm,drifted --yes"],
    });
    expect(writes()).toEqual({ calm: 0, drifted: 0, unreachable: 0, "locked-out": 0 });
  });

  it("interrupted while it brings them up lets the engine end, and says what goes on", async () => {
    const { tenant } = world.stacks.drifted;
    const running = startFleet("up", "--stacks", ALL, "--parallel", "1", "--yes");
    const ended = running.ended.then(() => true);
    while (tenant.journal.writes().length === 0) if (await Promise.race([ended, wait(50, false)])) break;
    running.interrupt("all");
    const run = await running.ended;
    expect(run.exitCode, run.stdout + run.stderr).toBe(130);
    expect(run.stderr).toContain("Interrupted. 1 of 4 stacks are done; left: unreachable, locked-out, drifted.");
    expect(run.stderr).toMatch(/^ {4}npm run fleet -- up --resume --parallel 1 --yes$/m);
    expect(writes()).toMatchObject({ unreachable: 0, "locked-out": 0 });
  });

  it("goes on with the stacks that were left, and leaves the others alone", async () => {
    const run = await fleet("up", "--resume", "--parallel", "1", "--yes", "--json");
    expect(lines(run)).toEqual(["calm 0: 11 changed", ...UNUSABLE, expect.stringMatching(/^drifted 0: \d+ changed$/)]);
    expect(run.exitCode).toBe(2);
    expect(json<{ left: string[] }>(run).left).toEqual(["unreachable", "locked-out"]);
    expect(world.stacks.calm.tenant.journal.entries).toEqual([]);
    for (const name of ["calm", "drifted"] as const) {
      const roles = await handOf(world.stacks[name].tenant)<readonly { readonly name: string }[]>("GET", "/roles");
      expect(roles.filter((role) => role.name === "EXPRESS_CONFIGURE_ADMIN_ROLE")).toHaveLength(1);
    }
    const clean = await fleet("preview", "--stacks", "calm,drifted", "--json");
    expect(lines(clean)).toEqual(["calm 0: clean", "drifted 0: clean"]);
    expect((await fleet("preview", "--resume")).stderr).toContain(
      "no run of preview in this folder is to be gone on with",
    );
  });

  it("tells drift on one of them", async () => {
    const call = handOf(world.stacks.drifted.tenant);
    const roles = await call<readonly { readonly id: string; readonly name: string }[]>("GET", "/roles");
    const role = roles.find(({ name }) => name === "EXPRESS_CONFIGURE_ADMIN_ROLE");
    await call("PATCH", `/roles/${role?.id ?? ""}`, { description: "Changed by hand" });
    const run = await fleet("report", "--stacks", "calm,drifted", "--format", "markdown");
    expect(run.exitCode, run.stdout).toBe(4);
    expect(run.stdout).toContain("**1 of 2 stacks fine, 1 with changes or drift**");
    expect(run.stdout).toContain("**1 object drifted from what was deployed.**");
    expect(writes()).toMatchObject({ calm: 0, drifted: 0 });
  });

  it.each([
    ["audit", ["calm 0: clean", "drifted 0: clean"]],
    [
      "ready",
      [
        "calm 1: 0 of 2 organizations ready; 1 problem, 1 notice",
        "drifted 1: 0 of 2 organizations ready; 1 problem, 1 notice",
      ],
    ],
  ])("%s looks at each tenant, one with the free plan's rate limit among them", async (operation, found) => {
    const run = await fleet(operation, "--stacks", ALL, "--json");
    expect(run.exitCode).toBe(2);
    expect(lines(run)).toEqual([found[0], ...UNUSABLE, found[1]]);
    expect(writes()).toEqual({ calm: 0, drifted: 0, unreachable: 0, "locked-out": 0 });
  });
});

describe("npm run new-stack", () => {
  const fileOf = (name: string): string => readFileSync(join(world.folder, `Pulumi.${name}.yaml`), "utf8");
  const isThere = (name: string): boolean => existsSync(join(world.folder, `Pulumi.${name}.yaml`));

  it("writes nothing unasked, and tells every answer that does not fit the tenant", async () => {
    const unasked = await newStack("spare");
    expect(unasked.exitCode, unasked.stderr).toBe(1);
    expect(unasked.stdout).toMatch(/^ {4}npm run new-stack -- spare .* --yes$/m);
    expect(unasked.stdout + unasked.stderr).not.toContain(world.spare.clientSecret);
    const wrong = await newStack("spare", "--yes", "--json", "--admin-role", "Nobody", "--admin-connection", "Nowhere");
    expect(wrong.exitCode).toBe(1);
    expect(json(wrong).findings.map(({ details }) => details?.["key"])).toEqual([
      "okta-express:adminRole",
      "okta-express:adminConnections",
    ]);
    const taken = await newStack("spare", "--yes", "--domain", world.stacks.calm.tenant.domain);
    expect(taken.stdout).toContain(`${world.stacks.calm.tenant.domain} is the tenant of stack calm`);
    expect(isThere("spare")).toBe(false);
  });

  it("leaves the credentials to an ESC environment", async () => {
    const run = await newStack("esc", "--yes", "--environment", "okta-express/spare");
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    const { config, environment } = parse(fileOf("esc")) as { config: Record<string, unknown>; environment: string[] };
    expect(environment).toEqual(["okta-express/spare"]);
    expect(Object.keys(config).filter((key) => key.startsWith("auth0:"))).toEqual(["auth0:domain"]);
    expect(run.stdout).toContain("pulumi env init okta-express/spare");
    expect(run.stdout + run.stderr).not.toContain(world.spare.clientSecret);
    rmSync(join(world.folder, "Pulumi.esc.yaml"));
  });

  it("makes a stack that works, with the secret encrypted, once", async () => {
    const run = await newStack(
      "spare",
      "--yes",
      "--scim",
      "true",
      "--admin-connection",
      "Username-Password-Authentication",
    );
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    expect(run.stdout + run.stderr + fileOf("spare")).not.toContain(world.spare.clientSecret);
    const { config } = parse(fileOf("spare")) as { config: Record<string, unknown> };
    expect(config).toEqual({
      "auth0:clientId": world.spare.clientId,
      "auth0:clientSecret": { secure: expect.any(String) as unknown },
      "auth0:domain": world.spare.domain,
      "okta-express:adminConnections": ["Username-Password-Authentication"],
      "okta-express:initiateLoginUri": "https://app.acme.example/login",
      "okta-express:oktaPublicKeys": [OKTA_KEY],
      "okta-express:scim": "true",
      "okta-express:serviceApp": "Acme SaaS",
    });
    expect(lines(await fleet("preview", "--stacks", "spare", "--json"))).toEqual(["spare 3: 11 to change"]);
    const again = await newStack("spare", "--yes");
    expect(again.exitCode).toBe(1);
    expect(again.stdout).toContain("There is a Pulumi.spare.yaml already.");
    expect(world.spare.journal.writes()).toEqual([]);
  });
});
