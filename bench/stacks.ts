/** What is measured on one tenant: the stack in either flavour, or a bare program, and the commands of a person on it. */
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Seed, startTenant, type Tenant } from "../packages/local-tenant/src/index.ts";
import { populatedSeed, SERVICE_APP_CLIENT_ID } from "../packages/local-tenant/src/seed/populated.ts";
import { openSession, type Session, type SessionOptions } from "../packages/pulumi-sandbox/src/session.ts";
import type { Sample } from "./measure.ts";

/** Folder of the project. */
export const PROJECT = fileURLToPath(new URL("..", import.meta.url));

const COMMON = { serviceApp: SERVICE_APP_CLIENT_ID, oktaPublicKeys: ["test/fixtures/okta-public-key.pem"] };

/** The configuration of each flavour, with a connection that admins sign in through, so that audit finds nothing. */
export const CONFIG = {
  guide: {
    ...COMMON,
    initiateLoginUri: "https://app.acme.example/login",
    adminConnections: ["Username-Password-Authentication"],
  },
  native: {
    ...COMMON,
    flavour: "native",
    initiateLoginUriTemplate: "https://{organization_name}.acme.example/login",
  },
} as const;

export type Flavour = keyof typeof CONFIG;

/** One stack on a tenant of its own. */
export interface Measured {
  readonly tenant: Tenant;
  readonly session: Session;
  /** Runs an operation of the engine; throws where it fails. */
  pulumi(what: string, operation: "up" | "preview"): Promise<Sample>;
  /** Runs a command of this project with the stack's name; throws where it cannot be used (exit code 2). */
  command(what: string, ...words: readonly string[]): Promise<Sample>;
  close(): Promise<void>;
}

/** Opens the stack of this project in a flavour. */
export async function openStack(flavour: Flavour, progress: (line: string) => void, seed: Seed = populatedSeed()) {
  return open({ program: PROJECT, config: CONFIG[flavour], progress }, seed);
}

/** Opens the bare program, in a folder of its own beside the same packages. */
export async function openBare(progress: (line: string) => void): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "okta-express-bench-"));
  cpSync(join(PROJECT, "bench/bare"), folder, { recursive: true });
  cpSync(join(PROJECT, "package.json"), join(folder, "package.json"));
  symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"));
  const measured = await open({ program: folder, progress }, populatedSeed());
  const close = async (): Promise<void> => {
    await measured.close();
    rmSync(folder, { recursive: true });
  };
  return { ...measured, close };
}

async function open(options: Omit<SessionOptions, "tenant">, seed: Seed): Promise<Measured> {
  const tenant = await startTenant({ seed });
  const session = await openSession({ ...options, tenant, stack: "bench" });
  const timed = async (
    what: string,
    fine: readonly number[],
    work: () => Promise<{ exitCode: number; said: string }>,
  ): Promise<Sample> => {
    tenant.journal.clear();
    const begun = performance.now();
    const { exitCode, said } = await work();
    const seconds = (performance.now() - begun) / 1000;
    if (!fine.includes(exitCode)) throw new Error(`${what} ended with ${exitCode}:\n${said}`);
    return { what, seconds, calls: tenant.journal.entries.length };
  };
  return {
    tenant,
    session,
    pulumi: (what, operation) =>
      timed(what, [0], async () => {
        const { exitCode, output } = await session[operation](
          operation === "preview" ? { args: ["--expect-no-changes"] } : {},
        );
        return { exitCode, said: output };
      }),
    command: (what, ...words) => timed(what, [0, 1], () => node(words, session.environment)),
    close: async () => {
      await session.close();
      await tenant.stop();
    },
  };
}

/** Runs a program of this project as `npm run` does, without npm. */
export async function node(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ readonly exitCode: number; readonly said: string }> {
  const child = spawn(process.execPath, words, { cwd: PROJECT, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 137));
  });
  return { exitCode, said };
}
