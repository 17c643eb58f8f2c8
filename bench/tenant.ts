// Size and speed of the local tenant. The command is started as people start it and measured from outside; `startTenant`
// is measured in a process that has it loaded, as a test suite has. Exits 1 where a limit of bench/README.md is missed.
//
//   node bench/tenant.ts [--seconds 5] [--connections 8]
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { availableParallelism, loadavg } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startTenant } from "../sandbox/tenant/index.ts";

const COMMAND = fileURLToPath(new URL("../sandbox/tenant/main.js", import.meta.url));
const STARTS = 7;

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "5" }, connections: { type: "string", default: "8" } },
});
const seconds = Number(values.seconds);
const connections = Number(values.connections);

interface Row {
  readonly what: string;
  readonly value: number;
  readonly limit?: { readonly atMost: number } | { readonly atLeast: number };
}

const rows: Row[] = [
  { what: `startTenant, median of ${STARTS} (ms)`, value: median(await inProcessStarts()), limit: { atMost: 300 } },
  ...(await commandRows()),
];
console.log(`Local tenant on Node.js ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, client on the same machine\n`);
for (const { what, value, limit } of rows) console.log(`${what.padEnd(48)} ${value.toFixed(0).padStart(6)}  ${verdict(value, limit)}`);
process.exitCode = rows.some(({ value, limit }) => !keeps(value, limit)) ? 1 : 0;

async function inProcessStarts(): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < STARTS; run += 1) {
    const begun = performance.now();
    const tenant = await startTenant();
    times.push(performance.now() - begun);
    await tenant.stop();
  }
  return times;
}

interface Running {
  readonly child: ChildProcess;
  readonly exports: ReadonlyMap<string, string>;
  /** From spawn to the printed exports, in milliseconds. */
  readonly readyMs: number;
}

/** `npm run tenant` without npm: ready when it has printed its last export. */
async function startCommand(): Promise<Running> {
  const begun = performance.now();
  const child = spawn(process.execPath, [COMMAND, "--quiet"], { stdio: ["ignore", "pipe", "ignore"] });
  const exports = new Map<string, string>();
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name, value] = /^export (\w+)='(.*)'$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) exports.set(name, value);
    if (name === "NODE_EXTRA_CA_CERTS") break;
  }
  return { child, exports, readyMs: performance.now() - begun };
}

async function stopCommand({ child }: Running): Promise<void> {
  child.kill("SIGTERM");
  await once(child, "exit");
}

async function commandRows(): Promise<Row[]> {
  const readyTimes: number[] = [];
  for (let run = 0; run < STARTS; run += 1) {
    const running = await startCommand();
    readyTimes.push(running.readyMs);
    await stopCommand(running);
  }
  const running = await startCommand();
  const atRest = residentMb(running);
  const cpuBefore = cpuSeconds(running);
  const reads = await readsIn(running);
  const cpuPerRead = (cpuSeconds(running) - cpuBefore) / (reads.total / 1e6);
  const loaded = residentMb(running);
  await stopCommand(running);
  return [
    { what: `npm run tenant, spawn to ready, median of ${STARTS} (ms)`, value: median(readyTimes) },
    { what: "resident when ready (MB)", value: atRest, limit: { atMost: 120 } },
    { what: `resident after ${reads.total} reads (MB)`, value: loaded, limit: { atMost: 120 } },
    { what: `reads a second, ${connections} connections`, value: reads.perSecond, limit: { atLeast: 2000 } },
    { what: "the tenant's CPU time a read (µs)", value: cpuPerRead },
  ];
}

/** From the system's process table, which Linux and macOS both have. */
function processTable({ child }: Running, column: string): string {
  return execFileSync("ps", ["-o", `${column}=`, "-p", String(child.pid)], { encoding: "utf8" }).trim();
}

function residentMb(running: Running): number {
  return Number(processTable(running, "rss")) / 1024;
}

/** `ps` gives hours, minutes and whole seconds. */
function cpuSeconds(running: Running): number {
  return processTable(running, "time").split(/[-:]/).reduce((total, part) => total * 60 + Number(part), 0);
}

/** Each connection asks for a page of clients again as soon as it is answered. The first second warms up. */
async function readsIn({ exports }: Running): Promise<{ total: number; perSecond: number }> {
  const url = `https://${exports.get("AUTH0_DOMAIN")}/api/v2/clients?per_page=1`;
  const agent = new Agent({ keepAlive: true, maxSockets: connections, ca: readFileSync(exports.get("SSL_CERT_FILE") ?? "") });
  const token = await readersToken(exports, agent);
  const read = async () => void (await send(url, agent, { authorization: `Bearer ${token}` }));
  const warmUp = await loop(read, 1000);
  const count = await loop(read, seconds * 1000);
  agent.destroy();
  return { total: warmUp + count, perSecond: count / seconds };
}

async function loop(read: () => Promise<void>, milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds;
  let count = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      await read();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return count;
}

/** A token as a client would have it: with the one scope it needs. */
async function readersToken(exports: Running["exports"], agent: Agent): Promise<string> {
  const domain = exports.get("AUTH0_DOMAIN");
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: exports.get("AUTH0_CLIENT_ID") ?? "",
    client_secret: exports.get("AUTH0_CLIENT_SECRET") ?? "",
    audience: `https://${domain}/api/v2/`,
    scope: "read:clients",
  });
  const text = await send(`https://${domain}/oauth/token`, agent, { "content-type": "application/x-www-form-urlencoded" }, form.toString());
  return (JSON.parse(text) as { access_token: string }).access_token;
}

function send(url: string, agent: Agent, headers: Readonly<Record<string, string>>, body?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers, method: body === undefined ? "GET" : "POST" }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString());
        else reject(new Error(`The tenant answered ${response.statusCode}`));
      });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function keeps(value: number, limit: Row["limit"]): boolean {
  if (limit === undefined) return true;
  return "atMost" in limit ? value <= limit.atMost : value >= limit.atLeast;
}

function verdict(value: number, limit: Row["limit"]): string {
  if (limit === undefined) return "";
  const bound = "atMost" in limit ? `at most ${limit.atMost}` : `at least ${limit.atLeast}`;
  return `${keeps(value, limit) ? "ok" : "MISSED"}: ${bound}`;
}
