/**
 * `npm run try [-- --port 8443] [--keep FOLDER] [command …]`: a shell in which `pulumi` and this project's commands work on a
 * local tenant as they would on a real one. Leaving the shell ends all of it.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, InvalidArgumentError } from "commander";
import pc from "picocolors";
import { parse } from "yaml";
import { z } from "zod";
import { OptionError, startTenant } from "../packages/local-tenant/src/index.ts";
import { populatedOutside, populatedSeed } from "../packages/local-tenant/src/seed/index.ts";
import { EngineNotFoundError } from "../packages/pulumi-sandbox/src/engine/index.ts";
import { progressTo } from "../packages/pulumi-sandbox/src/engine/progress.ts";
import { openSession, type Session } from "../packages/pulumi-sandbox/src/session.ts";

const PROJECT = fileURLToPath(new URL("..", import.meta.url));
const STACK = "dev";
/** Signals that end the shell from outside; it is told of them, and everything else ends after it. */
const ENDING = ["SIGTERM", "SIGHUP"] as const;

interface Options {
  readonly port: number;
  readonly keep?: string;
}

const command = new Command("npm run try --")
  .description(
    `Starts a local Auth0 tenant, the engine and the Auth0 plugin, and opens your shell in it: pulumi and the commands of this project work there on stack ${STACK}, as configured by Pulumi.${STACK}.yaml, of which it works on a copy. Leaving the shell ends all of it.`,
  )
  .argument("[command...]", "run this instead of a shell, and end with its exit code")
  .option("-p, --port <port>", "where the tenant listens, on loopback", port, 8443)
  .option("--keep <folder>", "keep tenant, state and configuration there, and go on with what is there already")
  .passThroughOptions()
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));

function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new InvalidArgumentError("Expected a port, 1 to 65535.");
  return number;
}

const settings = z.object({
  config: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.looseObject({}), z.array(z.unknown())])),
});

async function main(words: readonly string[], { port: wanted, keep }: Options): Promise<number> {
  const kept = keep === undefined ? undefined : resolve(process.env["INIT_CWD"] ?? process.cwd(), keep);
  if (kept !== undefined) mkdirSync(kept, { recursive: true, mode: 0o700 });
  const { config } = settings.parse(parse(readFileSync(join(PROJECT, `Pulumi.${STACK}.yaml`), "utf8")));
  const tenant = await startTenant({
    port: wanted,
    seed: populatedSeed(),
    actionFetch: populatedOutside,
    ...(kept === undefined ? {} : { stateFile: join(kept, "tenant.json") }),
  });
  try {
    const progress = progressTo(process.stderr);
    const session = await openSession({
      tenant,
      program: PROJECT,
      stack: STACK,
      config: { ...config, "auth0:domain": tenant.domain },
      progress,
      ...(kept === undefined ? {} : { keep: join(kept, "stack") }),
    }).finally(() => progress.end());
    try {
      if (words.length === 0) process.stderr.write(welcome(session, tenant.url, kept));
      return await inShell(session, words);
    } finally {
      await session.close();
    }
  } finally {
    await tenant.stop();
  }
}

function welcome({ engine, plugin }: Session, url: string, kept: string | undefined): string {
  const line = (what: string, text: string) => `${pc.bold(what.padEnd(8))} ${text}\n`;
  return [
    "\n",
    line("Tenant", `${url} (its start page says who can sign in)`),
    line("Engine", `pulumi ${engine.version} (${engine.origin}), Auth0 plugin ${plugin.version} (${plugin.kind})`),
    line("Stack", `${STACK}, selected; ${kept === undefined ? "all of it goes with this shell" : `kept in ${kept}`}`),
    line("Begin", "pulumi up"),
    line("Then", "npm run audit   npm run handover   npm run ready   npm run doctor"),
    line("Drift", `npm run api -- get roles   ... change one by -- patch, then pulumi preview`),
    line("Leave", "exit"),
    "\n",
  ].join("");
}

/** The person's shell, or one command, with the session around it. Gives its exit code. */
async function inShell(session: Session, words: readonly string[]): Promise<number> {
  const [executable = process.env["SHELL"] ?? "/bin/sh", ...args] = words;
  const env = {
    ...session.environment,
    PATH: [dirname(session.engine.command), dirname(process.execPath), session.environment["PATH"] ?? ""].join(
      delimiter,
    ),
  };
  const selected = spawnSync(session.engine.command, ["stack", "select", STACK], {
    cwd: PROJECT,
    env,
    encoding: "utf8",
  });
  if (selected.status !== 0) throw new Error(`The stack ${STACK} could not be selected:\n${selected.stderr}`);
  const child = spawn(executable, args, { cwd: PROJECT, env, stdio: "inherit" });
  // Ctrl-C is for what runs in the shell, which hears it too.
  process.on("SIGINT", () => undefined);
  for (const signal of ENDING) process.on(signal, () => child.kill(signal === "SIGTERM" ? "SIGTERM" : "SIGHUP"));
  const [code, signal] = (await Promise.race([
    once(child, "exit"),
    once(child, "error").then(([error]) => Promise.reject(error as Error)),
  ])) as [number | null, NodeJS.Signals | null];
  return code ?? 128 + constants.signals[signal ?? "SIGTERM"];
}

command.parse();
try {
  process.exitCode = await main(command.args, command.opts<Options>());
} catch (error) {
  if (!(error instanceof EngineNotFoundError || error instanceof OptionError)) throw error;
  process.stderr.write(`error: ${error.message}\n(npm run try -- --help tells the options)\n`);
  process.exitCode = 2;
}
