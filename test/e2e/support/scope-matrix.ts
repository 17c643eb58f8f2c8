/**
 * The scope matrix of a test file: one tenant and a deployer whose credentials have no scopes but those that a step grants.
 * What doctor names beforehand suffices for a command, and each scope is one that Auth0 asks for; no command sends a request
 * that the doctor's table does not tell of it.
 */
import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { expect } from "vitest";
import { examineTenant } from "../../../cli/doctor/examine.ts";
import type { Finding } from "../../../cli/findings.ts";
import type { CUSTOMER_COMMANDS } from "../../../cli/scopes.ts";
import {
  type Operation,
  OPERATIONS,
  operationsOf,
  scopesOf,
  TENANT_COMMANDS,
  type TenantCommand,
} from "../../../cli/scopes.ts";
import { namesIn, readState } from "../../../cli/state.ts";
import { signIn } from "../../../cli/tenant.ts";
import { type Configuration, parseConfiguration } from "../../../config/index.ts";
import { keyOf } from "../../../config/settings.ts";
import type { JournalEntry } from "../../../packages/local-tenant/src/core/journal.ts";
import { type CliAnswer, cli, type Deployer, json, openDeployersWorld } from "./cli.ts";
import type { World } from "./world.ts";

const API = "/api/v2/";

type Config = Readonly<Record<string, string | readonly string[]>>;

export interface ScopeMatrix {
  readonly world: World & { readonly deployer: Deployer };
  /** The doctor's set for the configuration as it was opened with: what all commands need together. */
  readonly needed: readonly string[];
  /** Scopes that Auth0 asked for so far, in that order. */
  readonly given: readonly string[];
  /**
   * Runs an operation with the scopes that doctor names for it beforehand: it succeeds at once. Then each request that it made
   * is sent again with fewer, to hear which of them Auth0 asks for.
   */
  withEachAskedFor(command: TenantCommand, ...args: string[]): Promise<void>;
  /**
   * The same for a command about a customer, whose scopes are none of the stack's: Auth0 asks for each that doctor names, and
   * the command finds these problems and no other. The tenant is put back.
   */
  customerCommand(
    command: (typeof CUSTOMER_COMMANDS)[number],
    args: readonly string[],
    problems: readonly string[],
  ): Promise<void>;
  /** Runs an operation with what doctor names for it but one scope: it is refused, and says which. */
  refusedWithout(scope: string, command: TenantCommand): Promise<void>;
  /** Runs an operation with the scopes that the table has for it, and no other: it must succeed at once. */
  withItsOwn(command: TenantCommand, ...args: string[]): Promise<void>;
  /** The scopes that the table has for these commands now, given what the stack holds. */
  neededNow(...commands: TenantCommand[]): Promise<readonly string[]>;
  /** Changes the stack's configuration. */
  configure(change: Config): Promise<void>;
  /** What doctor says of a grant of these scopes. */
  doctor(scopes: readonly string[], ...args: string[]): Promise<CliAnswer>;
  /** The same of the tenant alone, without a process of its own. */
  examine(scopes: readonly string[], ...commands: TenantCommand[]): Promise<Pick<CliAnswer, "findings">>;
}

export async function openScopeMatrix(config: Config): Promise<ScopeMatrix> {
  let now = config;
  let configuration = await parsed(config);
  const world = await openDeployersWorld(config);
  const { deployer, session, tenant } = world;
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(tenant.certificateFile, "utf8")]);
  const given: string[] = [];

  const stateNow = async () => readState((await session.pulumi(["stack", "export"])).stdout);
  const operationsNow = async (commands: readonly TenantCommand[]): Promise<readonly Operation[]> =>
    operationsOf(commands, configuration, namesIn(await stateNow()));
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

  const signedInWith = async (scopes: readonly string[]) => {
    await deployer.grant(scopes);
    return signIn(tenant.domain, deployer);
  };
  const examine: ScopeMatrix["examine"] = async (scopes, ...commands) => {
    const findings: Finding[] = [];
    const asked = {
      configuration: { ...configuration, domain: tenant.domain },
      state: await stateNow(),
      stack: "test",
      commands: commands.length > 0 ? commands : TENANT_COMMANDS,
      probe: false,
    };
    await examineTenant(await signedInWith(scopes), asked, findings);
    return { findings };
  };

  /** Sends these requests again; gives the scopes that Auth0 names in its refusals. */
  const askedForAgain = async (
    entries: readonly Pick<JournalEntry, "method" | "path" | "query" | "requestBody">[],
    scopes: readonly string[],
  ): Promise<readonly string[]> => {
    const signedIn = await signedInWith(scopes);
    const asked: string[] = [];
    for (const { method, path, query, requestBody } of entries) {
      const whole = `${path.slice(API.length)}${query === "" ? "" : `?${query}`}`;
      const { status, body } = await signedIn.request(method, whole, requestBody ?? undefined);
      if (status === 403) asked.push(...askedFor(JSON.stringify(body)));
    }
    return asked;
  };
  /** Which of these scopes Auth0 asks for: of who has none, or else of who has all others. */
  const askedForBy = async (
    all: readonly JournalEntry[],
    operations: readonly Operation[],
    scopes: readonly string[],
  ): Promise<readonly string[]> => {
    const before = tenant.snapshot();
    const entries = all.filter(({ path }) => path.startsWith(API));
    const asked = new Set(await askedForAgain(entries, []));
    for (const scope of scopes.filter((name) => !asked.has(name))) {
      const its = operations.filter((operation) => operation.scope === scope);
      const told = entries.filter((entry) => untold([entry], its).length === 0);
      const others = scopes.filter((name) => name !== scope);
      if (told.length > 0 && (await askedForAgain(told, others)).includes(scope)) asked.add(scope);
    }
    tenant.restore(before);
    return scopes.filter((scope) => asked.has(scope));
  };

  const runAsking = async (command: TenantCommand, args: readonly string[], spared: string | undefined) => {
    const operations = await operationsNow([command]);
    const named = (missing(await examine([], command)) ?? []) as readonly string[];
    expect(named.toSorted(), `named for ${command} by doctor beforehand`).toEqual(scopesOf(operations).toSorted());
    await deployer.grant(named.filter((scope) => scope !== spared));
    const attempt = await run(command, args);
    const asked = await askedForBy([...tenant.journal.entries], operations, named);
    return { ...attempt, named, asked };
  };
  const note = (asked: readonly string[]) => void given.push(...asked.filter((scope) => !given.includes(scope)));
  const withEachAskedFor: ScopeMatrix["withEachAskedFor"] = async (command, ...args) => {
    const { exitCode, said, asked } = await runAsking(command, args, undefined);
    note(asked);
    expect(exitCode, said).toBe(0);
  };
  const customerCommand: ScopeMatrix["customerCommand"] = async (command, args, problems) => {
    const before = tenant.snapshot();
    const { said, named, asked } = await runAsking(command, [...args, "--json"], undefined);
    tenant.restore(before);
    const { findings } = JSON.parse(said.slice(0, said.lastIndexOf("}") + 1)) as CliAnswer;
    expect(
      findings.filter(({ severity }) => severity === "problem").map(({ about }) => about),
      said,
    ).toEqual(problems);
    expect(asked.toSorted()).toEqual(named.toSorted());
  };
  const refusedWithout: ScopeMatrix["refusedWithout"] = async (scope, command) => {
    const { exitCode, said, asked } = await runAsking(command, [], scope);
    note(asked);
    expect(exitCode, said).not.toBe(0);
    expect(said).toContain(`Insufficient scope, expected any of: ${scope}`);
  };

  return {
    world,
    needed: scopesOf(operationsOf(TENANT_COMMANDS, configuration)),
    given,
    withEachAskedFor,
    customerCommand,
    refusedWithout,
    doctor,
    examine,
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

/** What somebody gives and asks for whose customer has nothing yet. */
export const NEW_CUSTOMER = ["--organization", "newcorp", "--admin", "ada@newcorp.example", "--yes"];

/** A customer that is there. */
export const NORTHWIND = ["--organization", "northwind", "--user", "ada@northwind.example"];

/** The scopes that doctor says are missing. */
export function missing(answer: Pick<CliAnswer, "findings">): unknown[] | undefined {
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
function untold(entries: readonly Pick<JournalEntry, "method" | "path">[], operations: readonly Operation[]): string[] {
  const patterns = operations
    .flatMap(({ requests }) => requests)
    .map((request) => new RegExp(`^${request.replaceAll(/\{\w+\}/g, "[^/]+")}$`));
  const sent = entries
    .filter(({ path }) => path.startsWith(API))
    .map(({ method, path }) => `${method} /${path.slice(API.length)}`);
  return [...new Set(sent)].filter((request) => !patterns.some((pattern) => pattern.test(request)));
}
