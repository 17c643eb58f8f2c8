/**
 * The scope matrix of a test file: one tenant and a deployer whose credentials begin with no scope at all. An operation is
 * repeated, and what its refusals ask for is granted, until it succeeds; each refusal names its scope, which doctor named
 * beforehand, and no command sends a request that the doctor's table does not tell of it.
 */
import { expect } from "vitest";
import {
  type Operation,
  OPERATIONS,
  operationsOf,
  scopesOf,
  TENANT_COMMANDS,
  type TenantCommand,
} from "../../cli/scopes.ts";
import { namesIn, readState } from "../../cli/state.ts";
import { type Configuration, parseConfiguration } from "../../config/index.ts";
import { keyOf } from "../../config/settings.ts";
import type { JournalEntry } from "../../packages/local-tenant/src/core/journal.ts";
import { type CliAnswer, cli, type Deployer, json, openDeployersWorld } from "./cli.ts";
import type { World } from "./world.ts";

type Config = Readonly<Record<string, string | readonly string[]>>;

export interface ScopeMatrix {
  readonly world: World & { readonly deployer: Deployer };
  /** The doctor's set for the configuration as it was opened with: what all commands need together. */
  readonly needed: readonly string[];
  /** Scopes given so far, in the order in which they were asked for. */
  readonly given: readonly string[];
  /** Repeats an operation, granting what it asks for, until it succeeds. What an `up` left half done is taken up by adopt. */
  untilItSucceeds(command: TenantCommand, ...args: string[]): Promise<void>;
  /** Runs an operation with the scopes that the table has for it, and no other: it must succeed at once. */
  withItsOwn(command: TenantCommand, ...args: string[]): Promise<void>;
  /** The scopes that the table has for these commands now, given what the stack holds. */
  neededNow(...commands: TenantCommand[]): Promise<readonly string[]>;
  /** Changes the stack's configuration. */
  configure(change: Config): Promise<void>;
  /** What doctor says of a grant of these scopes. */
  doctor(scopes: readonly string[], ...args: string[]): Promise<CliAnswer>;
}

export async function openScopeMatrix(config: Config): Promise<ScopeMatrix> {
  let now = config;
  let configuration = await parsed(config);
  const world = await openDeployersWorld(config);
  const { deployer, session, tenant } = world;
  const given: string[] = [];

  const operationsNow = async (commands: readonly TenantCommand[]): Promise<readonly Operation[]> => {
    const { stdout } = await session.pulumi(["stack", "export"]);
    return operationsOf(commands, configuration, namesIn(readState(stdout)));
  };
  const run = async (command: TenantCommand, args: readonly string[]): Promise<Attempt> => {
    const told = [
      ...(await operationsNow([command])),
      ...OPERATIONS.filter(({ optional, commands }) => optional === true && commands.includes(command)),
    ];
    tenant.journal.clear();
    const answer =
      command === "preview" || command === "up" ? await session[command]({ args }) : await cli(session, command, args);
    expect(untold(tenant.journal.entries, told), `requests of ${command} that the table does not tell`).toEqual([]);
    return { exitCode: answer.exitCode, said: `${answer.stdout}\n${answer.stderr}` };
  };
  const doctor = async (scopes: readonly string[], ...args: string[]): Promise<CliAnswer> => {
    await deployer.grant(scopes);
    const answer = json(await cli(session, "doctor", ["--json", ...args]));
    // The deployer's secret is in plain text, as the session writes the configuration; doctor is right to say so.
    return { ...answer, findings: answer.findings.filter(({ about }) => about !== "credentials.plain") };
  };

  const untilItSucceeds = async (command: TenantCommand, ...args: string[]): Promise<void> => {
    const named = missing(await doctor(given, "--for", command)) ?? [];
    for (let adopted = false; ;) {
      await deployer.grant(given);
      const { exitCode, said } = await run(command, args);
      if (exitCode === 0) return;
      const asked = askedFor(said).filter((scope) => !given.includes(scope));
      if (asked.length > 0) {
        expect(
          asked.filter((scope) => !named.includes(scope)),
          `asked for by ${command} and not named by doctor beforehand`,
        ).toEqual([]);
        given.push(...asked);
        adopted = false;
      } else {
        expect(adopted, `refused without naming a scope that is missing:\n${said}`).toBe(false);
        await untilItSucceeds("adopt", "--yes");
        adopted = true;
      }
    }
  };

  return {
    world,
    needed: scopesOf(operationsOf(TENANT_COMMANDS, configuration)),
    given,
    untilItSucceeds,
    doctor,
    neededNow: async (...commands) => scopesOf(await operationsNow(commands)),
    configure: async (change) => {
      for (const [setting, value] of Object.entries(change))
        await session.setConfig(setting, typeof value === "string" ? value : [...value]);
      now = { ...now, ...change };
      configuration = await parsed(now);
    },
    withItsOwn: async (command, ...args) => {
      await deployer.grant(scopesOf(await operationsNow([command])));
      const { exitCode, said } = await run(command, args);
      expect(exitCode, said).toBe(0);
    },
  };
}

interface Attempt {
  readonly exitCode: number;
  readonly said: string;
}

/** The scopes that doctor says are missing. */
export function missing(answer: CliAnswer): unknown[] | undefined {
  return answer.findings.find(({ about }) => about === "scopes")?.details?.["missing"] as unknown[] | undefined;
}

/** The configuration as the program and the commands have it. */
function parsed(config: Config): Promise<Configuration> {
  const raw = Object.fromEntries(
    Object.entries(config).map(([setting, value]) => [
      keyOf(setting),
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
  return parseConfiguration(
    { "auth0:domain": "acme.us.auth0.com", ...raw },
    { stack: "test", folder: process.cwd(), now: new Date() },
  );
}

/** The scopes of the table that the refusals name: of alternatives the one in the table. */
function askedFor(said: string): string[] {
  const refusals = [...said.matchAll(/Insufficient scope, expected (?:any|all) of: ([a-z_:,]+)/g)].map(
    ([, scopes = ""]) => scopes.split(","),
  );
  const named = refusals.flatMap((scopes) =>
    scopes.filter((scope) => OPERATIONS.some((operation) => operation.scope === scope)),
  );
  return [...new Set(named)];
}

/** Requests of the Management API that none of the operations has, each once. */
function untold(entries: readonly JournalEntry[], operations: readonly Operation[]): string[] {
  const patterns = operations
    .flatMap(({ requests }) => requests)
    .map((request) => new RegExp(`^${request.replaceAll(/\{\w+\}/g, "[^/]+")}$`));
  const sent = entries
    .filter(({ path }) => path.startsWith("/api/v2/"))
    .map(({ method, path }) => `${method} ${path.slice("/api/v2".length)}`);
  return [...new Set(sent)].filter((request) => !patterns.some((pattern) => pattern.test(request)));
}
