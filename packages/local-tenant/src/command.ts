// The command that runs a local tenant by itself, for a terminal. Shell exports on stdout, everything else on stderr, so that
// the exports can be sent to a file that another terminal sources.
import { readFile } from "node:fs/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { endpointTable } from "./endpoint-table.ts";
import { OptionError, startTenant, type Seed, type Tenant, type TenantOptions } from "./index.ts";
import { populatedSeed } from "./seed/populated.ts";
import { dueTo } from "./option-error.ts";
import { populatedOutside } from "./seed/populated-outside.ts";
import { whenNpmIsGone } from "./wrapper.ts";

interface Flags {
  readonly port: number;
  readonly seed?: string;
  readonly state?: string;
  readonly certificateDirectory?: string;
  readonly rateLimit: NonNullable<TenantOptions["rateLimit"]>;
  readonly plan: NonNullable<TenantOptions["plan"]>;
  readonly enabledClients: NonNullable<TenantOptions["enabledClients"]>;
  readonly latency: number;
  readonly eventualConsistency: number;
  readonly actionBuild: number;
  readonly quiet?: boolean;
  readonly endpoints?: boolean;
}

/** A stop saves the state, which takes a moment at most. */
const STOP_MS = 10_000;

const NOTICE =
  "It listens on loopback only and is no security product: anyone on this machine can use it, and nothing real belongs in it.";

const program = new Command("tenant")
  .description(
    `Starts a local Auth0 tenant: Management API, login pages and tokens over HTTPS, state in memory.\n${NOTICE}`,
  )
  .option("-p, --port <port>", "port to listen on; 0 takes any free one", wholeNumber, 0)
  .option(
    "-s, --seed <seed>",
    "what it holds at the start: a JSON file (format: docs/tenant.md) or the word populated; without it an empty tenant",
  )
  .option("--state <file>", "read the state from this file if it exists, and write it there when stopped")
  .option(
    "--certificate-directory <folder>",
    "where localhost.pem is written; default: a temporary folder, removed when stopped",
  )
  .addOption(new Option("--plan <plan>", "features of this plan").choices(["enterprise", "free"]).default("enterprise"))
  .addOption(
    new Option("--enabled-clients <mode>", "whether connections have enabled_clients, which Auth0 has retired")
      .choices(["retired", "kept"])
      .default("retired"),
  )
  .addOption(
    new Option("--rate-limit <plan>", "limit the rate as this plan does")
      .choices(["off", "free", "enterprise", "enterprise-non-production"])
      .default("off"),
  )
  .option("--latency <ms>", "delay every answer", wholeNumber, 0)
  .option("--eventual-consistency <ms>", "reads go on seeing the old state this long after a write", wholeNumber, 0)
  .option("--action-build <ms>", "a new or changed action is not built before this time", wholeNumber, 0)
  .option("-q, --quiet", "do not print each request")
  .option("--endpoints", "print every endpoint with its scopes, and stop")
  .addHelpText(
    "after",
    `
Examples:
  npm run tenant -- --seed populated
  npm run tenant -- --port 8443 --seed packages/local-tenant/examples/minimal.json --state /tmp/tenant.json
  npm run tenant -- --seed populated --rate-limit enterprise-non-production --latency 120
  npm run --silent tenant -- --seed populated > tenant.env     and in another terminal: . ./tenant.env

Printed as shell exports: AUTH0_DOMAIN, AUTH0_API_TOKEN, AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET, and the certificate to trust
as SSL_CERT_FILE (Go, OpenSSL, curl) and NODE_EXTRA_CA_CERTS (Node.js). Stop it with Ctrl-C, SIGTERM or SIGHUP.`,
  )
  .action(run);

async function run(flags: Flags): Promise<void> {
  if (flags.endpoints === true) {
    process.stdout.write(endpointTable());
    return;
  }
  const stopAsked = stopSignal();
  let started = false;
  // Nothing is there yet that would have to be kept.
  void stopAsked.then(() => started || process.exit(1));
  const { seed: name } = flags;
  const seed = name === undefined ? undefined : await dueTo("seed", () => readSeed(name));
  const tenant = await startTenant({
    port: flags.port,
    rateLimit: flags.rateLimit,
    plan: flags.plan,
    enabledClients: flags.enabledClients,
    latencyMs: flags.latency,
    eventualConsistencyMs: flags.eventualConsistency,
    actionBuildMs: flags.actionBuild,
    // Nobody reads the journal of a process of its own: requests are printed as they come.
    journalLimit: 100,
    ...(seed === undefined ? {} : { seed }),
    ...(flags.seed === "populated" ? { actionFetch: populatedOutside } : {}),
    ...(flags.state === undefined ? {} : { stateFile: flags.state }),
    ...(flags.certificateDirectory === undefined ? {} : { certificateDirectory: flags.certificateDirectory }),
  });
  started = true;
  process.stdout.write(exportsOf(tenant));
  process.stderr.write(`\nLocal Auth0 tenant at ${tenant.url}. ${NOTICE}\nStop it with Ctrl-C.\n\n`);
  if (flags.quiet !== true)
    tenant.journal.onAdd = (entry) => process.stderr.write(`${entry.status} ${entry.method} ${entry.path}\n`);
  await stopAsked;
  process.stderr.write("Stopping.\n");
  setTimeout(() => {
    failed("The tenant did not stop cleanly", `it took longer than ${STOP_MS / 1000} seconds`);
    process.exit();
  }, STOP_MS).unref();
  await tenant.stop().catch((error: unknown) => failed("The tenant did not stop cleanly", error));
  // An Action that never ends has a thread of its own, which would be waited for.
  process.exit();
}

const exportsOf = (tenant: Tenant): string =>
  Object.entries({
    AUTH0_DOMAIN: tenant.domain,
    AUTH0_API_TOKEN: tenant.managementToken,
    AUTH0_CLIENT_ID: tenant.clientId,
    AUTH0_CLIENT_SECRET: tenant.clientSecret,
    SSL_CERT_FILE: tenant.certificateFile,
    NODE_EXTRA_CA_CERTS: tenant.certificateFile,
  })
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join("");

async function readSeed(name: string): Promise<Seed> {
  if (name === "populated") return populatedSeed();
  return JSON.parse(await readFile(name, "utf8")) as Seed;
}

/**
 * The first signal that asks for a stop. Later ones are passed over, because npm sends the terminal's Ctrl-C once more,
 * and that must not end the process before the state is saved. Nor must a terminal that is closed, whose writes fail.
 */
const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    process.stderr.on("error", () => undefined);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve());
    whenNpmIsGone(resolve);
  });

const FLAG: Partial<Record<keyof TenantOptions, string>> = {
  port: "--port",
  seed: "--seed",
  stateFile: "--state",
  certificateDirectory: "--certificate-directory",
};

function failed(what: string, error: unknown): void {
  const flag = error instanceof OptionError ? FLAG[error.option] : undefined;
  process.stderr.write(
    `${what}${flag === undefined ? "" : ` (${flag})`}: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("Give a whole number.");
  return Number(text);
}

program.parseAsync().catch((error: unknown) => failed("The tenant did not start", error));
