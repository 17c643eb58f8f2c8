/** A fleet without engine and tenants: the runs are given. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pc from "picocolors";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ConfigurationError } from "../../../config/index.ts";
import { EXIT, type ExitCode } from "../../../cli/exit-codes.ts";
import { notice, ok, problem } from "../../../cli/findings.ts";
import type { OpenStack } from "../../../cli/fleet/operations.ts";
import { isDone, type Outcome, type StackResult, worstOf } from "../../../cli/fleet/result.ts";
import { type Basis, basisOf } from "../../../cli/fleet/basis.ts";
import { FleetRecord } from "../../../cli/fleet/record.ts";
import { type ConfiguredStack, runFleet } from "../../../cli/fleet/run.ts";
import { named } from "../../../cli/fleet/given.ts";
import { stacksOf } from "../../../cli/fleet/stacks.ts";
import { counted, fleetFindings, fleetMarkdown, fleetText } from "../../../cli/fleet/summary.ts";
import { TenantUnusable } from "../../../cli/tenant.ts";

const PLAIN = pc.createColors(false);

function result(stack: string, exitCode: ExitCode, says: string, findings: StackResult["findings"] = []): StackResult {
  return { stack, domain: `${stack}.eu.auth0.com`, exitCode, says, findings, seconds: 1.5 };
}

const BASIS: Basis = { program: "p", stacks: { a: "a", b: "b", c: "c", d: "d" } };

const CLEAN: Outcome = { exitCode: EXIT.ok, says: "clean", findings: [] };

interface Given {
  readonly stacks: readonly string[];
  readonly parallel?: number;
  readonly domains?: Readonly<Record<string, string>>;
  /** Of the stacks whose configuration cannot be read. */
  readonly broken?: Readonly<Record<string, Error>>;
  readonly work?: (name: string) => Promise<Outcome>;
}

async function running({ stacks, parallel = 2, domains = {}, broken = {}, work = async () => CLEAN }: Given) {
  const ends: string[] = [];
  const results = await runFleet({
    stacks,
    parallel,
    doing: "auditing",
    quiet: true,
    ended: ({ stack }) => ends.push(stack),
    configure: async (name) => {
      if (broken[name] !== undefined) throw broken[name];
      const configuration = { domain: domains[name] ?? `${name}.eu.auth0.com` };
      return { stack: { name }, configuration, credentials: { apiToken: "t" } } as unknown as ConfiguredStack;
    },
    open: async ({ stack, configuration }) => ({ stack, configuration, tenant: {} }) as unknown as OpenStack,
    work: ({ stack }) => work(stack.name),
  });
  return { ends, results, lines: results.map(({ stack, exitCode, says }) => `${stack} ${exitCode}: ${says}`) };
}

describe("a fleet", () => {
  it("works on as many stacks at a time as it may, and on every one", async () => {
    let [now, most] = [0, 0];
    const stacks = ["a", "b", "c", "d", "e", "f", "g"];
    const { results } = await running({
      stacks,
      parallel: 3,
      work: async () => {
        now += 1;
        most = Math.max(most, now);
        await wait(5);
        now -= 1;
        return CLEAN;
      },
    });
    expect(most).toBe(3);
    expect(results.map(({ stack }) => stack)).toEqual(stacks);
  });

  it("goes on past a stack that fails, and tells each in the order of the list", async () => {
    const { lines, ends } = await running({
      stacks: ["first", "second", "third", "fourth"],
      broken: {
        second: new ConfigurationError("second", [
          { key: "auth0:domain", found: "is not set", expected: "Expected a domain.", mend: "pulumi config set" },
          {
            key: "okta-express:serviceApp",
            found: "is not set",
            expected: "Expected an app.",
            mend: "pulumi config set",
          },
        ]),
      },
      work: async (name) => {
        if (name === "third")
          throw new TenantUnusable("unreachable", "third.eu.auth0.com cannot be reached: no route.");
        if (name === "first") await wait(5);
        return CLEAN;
      },
    });
    expect(lines).toEqual([
      "first 0: clean",
      "second 2: auth0:domain is not set. Expected a domain. (and 1 more)",
      "third 2: third.eu.auth0.com cannot be reached: no route.",
      "fourth 0: clean",
    ]);
    expect(ends.toSorted()).toEqual(["first", "fourth", "second", "third"]);
  });

  it("works on no stack whose tenant another one names too", async () => {
    const worked: string[] = [];
    const { lines, results } = await running({
      stacks: ["eu", "copy-of-eu", "us"],
      domains: { "copy-of-eu": "eu.eu.auth0.com" },
      work: async (name) => {
        worked.push(name);
        return CLEAN;
      },
    });
    expect(worked).toEqual(["us"]);
    expect(lines.map((line) => line.slice(0, 60))).toEqual([
      "eu 2: eu and copy-of-eu name the same tenant eu.eu.auth0.com",
      "copy-of-eu 2: copy-of-eu and eu name the same tenant eu.eu.a",
      "us 0: clean",
    ]);
    expect(results[0]?.findings[0]?.mend?.slice(1)).toEqual([
      "pulumi config get auth0:domain --stack eu",
      "pulumi config get auth0:domain --stack copy-of-eu",
    ]);
  });
});

it("the worst exit code: what could not be looked at before problems, problems before changes", () => {
  const worst = (...codes: ExitCode[]) => worstOf(codes.map((exitCode) => ({ exitCode })));
  expect(worst()).toBe(0);
  expect(worst(0, 3, 0)).toBe(3);
  expect(worst(3, 4)).toBe(4);
  expect(worst(5, 4, 3)).toBe(5);
  expect(worst(5, 1)).toBe(1);
  expect(worst(1, 2, 0)).toBe(2);
});

it("a stack is done where the operation came to its end there, whatever it found", () => {
  const failed = [problem("x", "It failed.")];
  expect(isDone({ exitCode: 1, says: "", findings: failed }, "audit")).toBe(true);
  expect(isDone({ exitCode: 2, says: "", findings: failed }, "audit")).toBe(false);
  expect(isDone({ exitCode: 5, says: "", findings: [ok("x", "Seen.")] }, "preview")).toBe(true);
  expect(isDone({ exitCode: 1, says: "", findings: failed }, "up")).toBe(false);
});

describe("a run that was ended", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "okta-express-home-"));
    vi.stubEnv("PULUMI_HOME", home);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true, force: true });
  });
  const failed = { ...result("b", 1, "failed", [problem("up", "It failed.")]) };

  it("is gone on with where it ended, by another process: failed stacks again, and those that it did not come to", () => {
    const record = FleetRecord.begin("/project", "up", ["a", "b", "c", "d"], BASIS);
    record.add(result("c", 0, "1 changed"));
    record.add(failed);
    const next = FleetRecord.last("/project", "up");
    expect(next?.left).toEqual(["a", "b", "d"]);
    expect(next?.results).toEqual([failed, result("c", 0, "1 changed")]);
    next?.add(result("b", 0, "2 changed"));
    expect(FleetRecord.last("/project", "up")?.left).toEqual(["a", "d"]);
  });

  it("is forgotten once every stack is done, kept where one failed", () => {
    const record = FleetRecord.begin("/project", "up", ["b"], BASIS);
    record.add(failed);
    record.end();
    expect(FleetRecord.last("/project", "up")?.left).toEqual(["b"]);
    record.add(result("b", 0, "done"));
    record.end();
    expect(FleetRecord.last("/project", "up")).toBeUndefined();
  });

  it("is that of one operation, folder and backend", () => {
    FleetRecord.begin("/project", "up", ["a"], BASIS);
    expect(FleetRecord.last("/project", "audit")).toBeUndefined();
    expect(FleetRecord.last("/other", "up")).toBeUndefined();
    vi.stubEnv("PULUMI_BACKEND_URL", "file:///elsewhere");
    expect(FleetRecord.last("/project", "up")).toBeUndefined();
  });

  it("does a stack once more whose configuration has changed, and all once the program has", () => {
    const record = FleetRecord.begin("/project", "up", ["a", "b", "c"], BASIS);
    for (const done of [result("a", 0, "1 changed"), failed, result("c", 0, "1 changed")]) record.add(done);
    expect([record.renew(BASIS), record.left]).toEqual([[], ["b"]]);
    const changed = { ...BASIS, stacks: { ...BASIS.stacks, b: "new", c: "new" } };
    expect([record.renew(changed), record.left]).toEqual([["c"], ["b", "c"]]);
    record.add(result("c", 0, "nothing to do"));
    const next = FleetRecord.last("/project", "up");
    expect([next?.renew(changed), next?.left]).toEqual([[], ["b"]]);
    expect([next?.renew({ ...changed, program: "new" }), next?.left]).toEqual([["a", "c"], record.stacks]);
  });

  it("goes on without a file where none can be written, and says so", () => {
    expect(FleetRecord.begin("/project", "up", ["a"], BASIS).isKept).toBe(true);
    writeFileSync(join(home, "file"), "");
    vi.stubEnv("PULUMI_HOME", join(home, "file"));
    const record = FleetRecord.begin("/project", "up", ["a", "b"], BASIS);
    record.add(result("a", 0, "done"));
    expect([record.isKept, record.left]).toEqual([false, ["b"]]);
    record.end();
  });
});

describe("what a run rests on", () => {
  let folder: string;
  const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "okta-express-basis-"));
    for (const name of ["components", "node_modules", "keys"]) mkdirSync(join(folder, name));
    put("components/role.ts", "role");
    put("keys/okta.pem", "key");
    put("Pulumi.eu.yaml", "config:\n  okta-express:oktaPublicKeys:\n    - keys/okta.pem\n");
    put("Pulumi.us.yaml", "config:\n  okta-express:scim: false\n");
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  /** What a change makes differ from before: the program, or stacks. */
  function changedBy(change: () => void): string[] {
    const [before, after] = [basisOf(folder, ["eu", "acme/us"]), (change(), basisOf(folder, ["eu", "acme/us"]))];
    return [
      ...(before.program === after.program ? [] : ["program"]),
      ...Object.keys(before.stacks).filter((stack) => before.stacks[stack] !== after.stacks[stack]),
    ];
  }

  it.each<[string, string[], () => void]>([
    ["a source file", ["program"], () => put("components/role.ts", "another role")],
    ["a new source file", ["program"], () => put("index.ts", "")],
    ["other packages", ["program"], () => put("package-lock.json", "{}")],
    ["a stack's file", ["acme/us"], () => put("Pulumi.us.yaml", "config:\n  okta-express:scim: true\n")],
    ["the key that a stack's file names", ["eu"], () => put("keys/okta.pem", "another key")],
    ["a stack's file that is no YAML", ["eu"], () => put("Pulumi.eu.yaml", "{")],
    ["the tenant of the environment", ["eu", "acme/us"], () => vi.stubEnv("AUTH0_DOMAIN", "acme.eu.auth0.com")],
    ["what is installed, and a text", [], () => [put("node_modules/index.js", ""), put("README.md", "")]],
  ])("%s: %j", (_what, changed, change) => {
    expect(changedBy(change)).toEqual(changed);
  });
});

describe("what is told", () => {
  const results = [
    result("production-eu", 0, "clean"),
    result("staging", 4, "1 drifted", [ok("preview", "staging: 1 drifted.")]),
    {
      ...result("broken", 1, "failed: no | app", [problem("preview", "no | app\nat all", ["Look:", "npm run doctor"])]),
    },
    {
      stack: "unknown",
      exitCode: 2,
      says: "There is no stack unknown.",
      findings: [problem("stack", "There is no stack unknown.")],
      seconds: 0,
    },
  ] satisfies StackResult[];

  it("as text: a table, and below it what is wrong", () => {
    expect(fleetText(results, "preview", PLAIN)).toBe(
      [
        "  Stack          Tenant                      Time   Result",
        "✔ production-eu  production-eu.eu.auth0.com  1.5 s  clean",
        "! staging        staging.eu.auth0.com        1.5 s  1 drifted",
        "✖ broken         broken.eu.auth0.com         1.5 s  failed: no | app",
        "✖ unknown                                    0 s    There is no stack unknown.",
        "",
        "broken",
        "✖ no | app",
        "at all",
        "    Look:",
        "    npm run doctor",
        "",
        "unknown",
        "✖ There is no stack unknown.",
        "",
        "1 of 4 stacks fine, 1 with changes or drift, 2 failed",
        "",
      ].join("\n"),
    );
  });

  it("as Markdown, in which nothing of a tenant is Markdown", () => {
    expect(fleetMarkdown(results, "preview")).toBe(
      [
        "## Okta Express Configuration: preview of 4 stacks",
        "",
        "**1 of 4 stacks fine, 1 with changes or drift, 2 failed**",
        "",
        "| | Stack | Tenant | Result | Time |",
        "| --- | --- | --- | --- | --- |",
        "| ✔ | `production-eu` | `production-eu.eu.auth0.com` | clean | 1.5 s |",
        "| ! | `staging` | `staging.eu.auth0.com` | 1 drifted | 1.5 s |",
        "| ✖ | `broken` | `broken.eu.auth0.com` | failed: no \\| app | 1.5 s |",
        "| ✖ | `unknown` |  | There is no stack unknown. | 0 s |",
        "",
        "### `broken`",
        "",
        "```text",
        "no | app",
        "at all",
        "```",
        "",
        "```text",
        "Look:",
        "npm run doctor",
        "```",
        "",
        "### `unknown`",
        "",
        "```text",
        "There is no stack unknown.",
        "```",
        "",
      ].join("\n"),
    );
  });

  it("as data: a finding a stack", () => {
    expect(
      fleetFindings(results).map(({ severity, says, details }) => [severity, says, details?.["exitCode"]]),
    ).toEqual([
      ["ok", "production-eu: clean", 0],
      ["notice", "staging: 1 drifted", 4],
      ["problem", "broken: failed: no | app", 1],
      ["problem", "unknown: There is no stack unknown.", 2],
    ]);
  });

  it("counts an audit that found something apart from one that could not be made", () => {
    const audits = [
      result("a", 1, "1 problem", [problem("x", "y"), notice("z", "w")]),
      result("b", 2, "no", [problem("x", "y")]),
    ];
    expect(counted(audits, "audit")).toBe("0 of 2 stacks fine, 1 with problems, 1 failed");
    expect(counted([result("a", 0, "clean")], "audit")).toBe("1 of 1 stack fine");
  });
});

describe("which stacks", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "okta-express-stacks-"));
    for (const [stack, domain] of Object.entries({
      us: "us.us.auth0.com",
      eu: "eu.eu.auth0.com",
      dev: "localhost:8443",
    }))
      writeFileSync(join(folder, `Pulumi.${stack}.yaml`), `config:\n  auth0:domain: ${domain}\n`);
    writeFileSync(join(folder, "Pulumi.yaml"), "name: okta-express\n");
    writeFileSync(join(folder, "Pulumi.esc.yaml"), "environment:\n  - okta-express/esc\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const listed = (text: string) => {
    mkdirSync(join(folder, ".github"));
    writeFileSync(join(folder, ".github/stacks.json"), text);
  };

  it("each with a file in the folder, but for a local tenant's", () => {
    expect(stacksOf(folder)).toEqual(["esc", "eu", "us"]);
  });

  it("those of .github/stacks.json, where it names any", () => {
    listed('["us", "eu", "us"]');
    expect(stacksOf(folder)).toEqual(["us", "eu"]);
  });

  it("not by an empty list", () => {
    listed("[]");
    expect(stacksOf(folder)).toEqual(["esc", "eu", "us"]);
  });

  it("those that are named, once each, a local tenant's too; * stands for any characters", () => {
    expect(stacksOf(folder, named("dev,us, us"))).toEqual(["dev", "us"]);
    expect(stacksOf(folder, named("e*"))).toEqual(["esc", "eu"]);
    expect(() => stacksOf(folder, ["prod*"])).toThrow(
      "No stack of this folder matches 'prod*'. There is: esc, eu, us.",
    );
    expect(named("b", named("a"))).toEqual(["a", "b"]);
  });

  it("none: says what makes one", () => {
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    expect(() => stacksOf(folder)).toThrow("This makes one:\nnpm run new-stack");
    listed('{"production": true}');
    expect(() => stacksOf(folder)).toThrow('Expected JSON such as ["production", "staging"].');
  });
});
