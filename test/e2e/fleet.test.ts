/** `npm run fleet` on stacks with a tenant each: what it says, how it ends, and what it writes at each tenant. */
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CliRun, handOf, json, startIn } from "./cli.ts";
import { type FleetWorld, openFleet } from "./fleet-world.ts";
import { PROJECT } from "./world.ts";

type Names = "calm" | "drifted" | "unreachable" | "locked-out";
const NAMES: readonly Names[] = ["calm", "drifted", "unreachable", "locked-out"];

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

function fleet(...args: string[]): Promise<CliRun> {
  return startIn(world.folder, process.execPath, [join(PROJECT, "cli/fleet.ts"), ...args], world.environment).ended;
}

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
  it("previews every stack that it can, and writes nothing", async () => {
    const run = await fleet("preview", "--stacks", ALL, "--json");
    expect(run.exitCode, run.stderr).toBe(2);
    expect(lines(run)).toEqual(["calm 3: 11 to change", "drifted 3: 11 to change", ...UNUSABLE]);
    expect(writes()).toEqual({ calm: 0, drifted: 0, unreachable: 0, "locked-out": 0 });
  });

  it("brings up nothing unasked, and says what does", async () => {
    const run = await fleet("up", "--stacks", "calm,drifted");
    expect(run.exitCode, run.stderr).toBe(1);
    expect(run.stdout).toContain("Nothing was written. To bring them up:");
    expect(run.stdout).toMatch(/^ {4}npm run fleet -- up --stacks calm,drifted --yes$/m);
    expect(writes()).toMatchObject({ calm: 0, drifted: 0 });
  });

  it("brings up those that it can, each on its own tenant", async () => {
    const run = await fleet("up", "--stacks", ALL, "--yes", "--json");
    expect(lines(run)).toEqual(["calm 0: 11 changed", "drifted 0: 11 changed", ...UNUSABLE]);
    expect(run.exitCode).toBe(2);
    expect(writes()).toMatchObject({ unreachable: 0, "locked-out": 0 });
    for (const name of ["calm", "drifted"] as const) {
      const roles = await handOf(world.stacks[name].tenant)<readonly { readonly name: string }[]>("GET", "/roles");
      expect(roles.filter((role) => role.name === "EXPRESS_CONFIGURE_ADMIN_ROLE")).toHaveLength(1);
    }
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
    expect(lines(run)).toEqual([...found, ...UNUSABLE]);
    expect(writes()).toEqual({ calm: 0, drifted: 0, unreachable: 0, "locked-out": 0 });
  });
});
