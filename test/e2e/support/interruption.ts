/** Commands that are killed after a write, and what a person does then. A kill takes the engine along; no request reaches the tenant after it. */
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import type { Session } from "../../../packages/pulumi-sandbox/src/session.ts";
import type { Tenant } from "../../../packages/local-tenant/src/index.ts";
import { handOf, type RunningCli, startCli, startPulumi } from "./cli.ts";
import type { World } from "./world.ts";

interface Killed {
  readonly exitCode: number;
  readonly said: string;
  /** The write after which it was killed; none where it came to its end. */
  readonly at?: string;
}

/** Writes of the Management API: the method, and what the path begins with after `/api/v2`, as a regular expression. */
export type Writes = readonly (readonly [method: "POST" | "PATCH" | "DELETE", path: string])[];

const EVERY_WRITE: Writes = [
  ["POST", "/"],
  ["PATCH", "/"],
  ["DELETE", "/"],
];

/**
 * Runs a process; the first of these writes takes effect on the tenant, but the answer is lost, and nothing reaches the tenant
 * any more. Then it is killed: what it has not been told it cannot have recorded. A write that the tenant refuses is none.
 *
 * @param spared writes (`PATCH /api/v2/…`) that it is not killed after any more: one that is repeated in each run, as it was
 * never recorded, would else keep every run from getting further
 */
async function killedAfterWrite(
  tenant: Tenant,
  running: RunningCli,
  writes: Writes,
  spared: readonly string[],
): Promise<Killed> {
  const deadly = writes.map(([method, path]) => ({ method, path: others(method, path, spared) }));
  const loseAnswer = (method: string, path: string): void => {
    const one = deadly.find((write) => write.method === method && write.path.test(path));
    if (one !== undefined) tenant.faults.add({ ...one, kind: "drop-after" });
  };
  for (const write of deadly) tenant.faults.add({ ...write, kind: "drop-after" });
  let at: string | undefined;
  tenant.journal.onAdd = ({ method, path, status, responseBody }) => {
    if (at !== undefined || method === "GET" || !path.startsWith("/api/v2/")) return;
    if (isRefusal(responseBody)) {
      // The plugin asks again, and this time is told that it is refused.
      if (status !== 0) loseAnswer(method, path);
      return;
    }
    if (!deadly.some((write) => write.method === method && write.path.test(path))) return;
    at = `${method} ${path}`;
    tenant.faults.clear();
    tenant.faults.add({ kind: "drop-before", times: Infinity });
    // Not at once: the engine would be caught writing its state file, which is a matter of its own.
    setTimeout(() => running.kill(), 300);
  };
  const { exitCode } = await running.ended;
  tenant.journal.onAdd = undefined;
  if (at !== undefined) await quiet(tenant);
  tenant.faults.clear();
  return { exitCode, said: running.said(), ...(at === undefined ? {} : { at }) };
}

interface Between {
  /** Looks at the tenant after each run; `at` is the write that the run was killed at. */
  readonly look?: (at: string | undefined) => Promise<void>;
  /** What a person does where a run neither was killed nor succeeded; by default it must not happen. */
  readonly mend?: (said: string) => Promise<void>;
  /** The writes that it is killed after; every one by default. */
  readonly writes?: Writes | undefined;
  /** Whether a person takes off the engine's lock; a command of ours does that itself. Default: yes. */
  readonly takesOffLock?: boolean;
}

/** Runs a command again and again, killed after each of the writes that it makes, until it comes to its end. Gives the writes. */
export async function killedAfterEachWrite(
  { session, tenant }: World,
  start: () => RunningCli,
  { look, mend, writes = EVERY_WRITE, takesOffLock = true }: Between = {},
): Promise<string[]> {
  const kills: string[] = [];
  for (let runs = 0; ; runs += 1) {
    expect(runs, kills.join("\n")).toBeLessThan(60);
    const twice = kills.filter((write, index) => kills.indexOf(write) !== index);
    const { exitCode, at, said } = await killedAfterWrite(tenant, start(), writes, twice);
    await look?.(at);
    if (at !== undefined) {
      kills.push(at);
      if (takesOffLock) await takeOffLock(session);
    } else if (exitCode === 0) {
      return kills;
    } else {
      expect(mend, said).toBeDefined();
      await mend?.(said);
    }
  }
}

/** Kills `adopt` as soon as it has told each of these steps. */
export async function adoptKilledAt(session: Session, steps: readonly string[]): Promise<void> {
  for (const step of steps) {
    const running = startCli(session, "adopt", ["--yes"]);
    const ended = running.ended.then(() => "ended" as const);
    while (!running.said().includes(step) && (await Promise.race([ended, delay(2)])) !== "ended") continue;
    expect(running.said()).toContain(step);
    running.kill();
    await ended;
    await takeOffLock(session);
  }
}

/** The paths of the Management API that begin so, but for those that are spared. */
function others(method: string, path: string, spared: readonly string[]): RegExp {
  const paths = spared
    .filter((write) => write.startsWith(`${method} `))
    .map((write) => write.slice(method.length + 1).replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^(?!(?:${paths.join("|") || "(?!)"})$)/api/v2${path}`);
}

function isRefusal(body: unknown): boolean {
  return typeof body === "object" && body !== null && "statusCode" in body && Number(body.statusCode) >= 400;
}

/** The stand-in plugin outlives the engine for as long as it repeats a request that is dropped. */
async function quiet(tenant: Tenant): Promise<void> {
  for (let last = -1; last !== tenant.journal.entries.length;) {
    last = tenant.journal.entries.length;
    await delay(2_500);
  }
}

/** What a person does after an interruption: the engine's lock is taken off, nothing else. */
async function takeOffLock(session: Session): Promise<void> {
  await startPulumi(session, ["cancel", "--yes"]).ended;
}

/** Whether the client signs in by a key that it has. */
export async function canSignIn(tenant: Tenant, client: string): Promise<boolean> {
  const call = handOf(tenant);
  const { client_authentication_methods: methods } = await call<{
    readonly client_authentication_methods?: {
      readonly private_key_jwt?: { readonly credentials: readonly { readonly id: string }[] };
    };
  }>("GET", `/clients/${client}`);
  const keys = await call<readonly { readonly id: string }[]>("GET", `/clients/${client}/credentials`);
  return (methods?.private_key_jwt?.credentials ?? []).some(({ id }) => keys.some((key) => key.id === id));
}
