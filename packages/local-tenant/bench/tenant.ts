// Size and speed of the local tenant. The command is started as people start it and measured from outside; `startTenant`
// is measured in a process that has it loaded, as a test suite has. What depends on the machine is measured in turn with
// the least that could do the same, and told as a ratio too. Exits 1 where a limit of bench/README.md is missed.
//
//   npm run bench:tenant [-- --seconds 2 --rounds 3 --connections 8]
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { availableParallelism, loadavg } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Command, InvalidArgumentError } from "commander";
import { startTenant } from "../src/index.ts";

const BARE_SERVER = fileURLToPath(new URL("bare-server.ts", import.meta.url));
const STARTS = 7;

const count = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("Expected a whole number from 1.");
  return number;
};
const { command, seconds, rounds, connections } = new Command("npm run bench:tenant --")
  .description("Measures size and speed of the local tenant; ends with 1 where a limit of bench/README.md is missed.")
  .option(
    "--command <file>",
    "what is started, as the package's bin: packages/local-tenant/dist/main.js",
    fileURLToPath(new URL("../src/main.js", import.meta.url)),
  )
  .option("--seconds <number>", "how long each measurement takes", count, 2)
  .option("--rounds <number>", "how often each is taken", count, 3)
  .option("--connections <number>", "how many clients ask at a time", count, 8)
  .allowExcessArguments(false)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{
    readonly command: string;
    readonly seconds: number;
    readonly rounds: number;
    readonly connections: number;
  }>();

interface Row {
  readonly what: string;
  readonly value: number;
  /** Digits behind the point. Default: none. */
  readonly digits?: number;
  readonly limit?: { readonly atMost: number } | { readonly atLeast: number };
}

const rows: Row[] = [
  { what: `startTenant, median of ${STARTS} (ms)`, value: median(await inProcessStarts()), limit: { atMost: 300 } },
  ...(await commandRows()),
];
console.log(
  `Local tenant on Node.js ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, client on the same machine\n`,
);
for (const { what, value, digits = 0, limit } of rows)
  console.log(`${what.padEnd(52)} ${value.toFixed(digits).padStart(6)}  ${verdict(value, limit)}`.trimEnd());
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

/** `npm run tenant` without npm, or the bare server: ready when it has printed its last export. */
async function start(...args: readonly string[]): Promise<Running> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
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

function startCommand(): Promise<Running> {
  return start(command, "--quiet");
}

/** How long Node.js itself takes to do nothing, in milliseconds. */
async function emptyStart(): Promise<number> {
  const begun = performance.now();
  await once(spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }), "exit");
  return performance.now() - begun;
}

async function commandRows(): Promise<Row[]> {
  const starts: { readonly tenant: number; readonly node: number }[] = [];
  for (let run = 0; run < STARTS; run += 1) {
    const running = await startCommand();
    await stopCommand(running);
    starts.push({ tenant: running.readyMs, node: await emptyStart() });
  }

  const tenant = await startCommand();
  const atRest = residentMb(tenant);
  const reader = await readerOf(tenant);
  const bare = await start(BARE_SERVER, String((await reader.read()).length));
  const bareReader = await readerOf(bare);
  // What they do for the first time they do slowly.
  await reader.loop(1_000);
  await bareReader.loop(1_000);

  let reads = 0;
  const cpuBefore = cpuSeconds(tenant);
  const turns: { readonly tenant: number; readonly bare: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const count = await reader.loop(seconds * 1_000);
    reads += count;
    turns.push({ tenant: count / seconds, bare: (await bareReader.loop(seconds * 1_000)) / seconds });
  }
  const cpuPerRead = (cpuSeconds(tenant) - cpuBefore) / (reads / 1e6);
  const loaded = residentMb(tenant);
  reader.close();
  bareReader.close();
  for (const running of [tenant, bare]) await stopCommand(running);

  return [
    {
      what: `the command, spawn to ready, median of ${STARTS} (ms)`,
      value: median(starts.map(({ tenant: ms }) => ms)),
      limit: { atMost: 300 },
    },
    {
      what: "  to that of Node.js doing nothing",
      value: median(starts.map(({ tenant: ms, node }) => ms / node)),
      digits: 1,
    },
    { what: "resident when ready (MB)", value: atRest, limit: { atMost: 120 } },
    { what: `resident after ${reads} reads (MB)`, value: loaded, limit: { atMost: 120 } },
    {
      what: `reads a second, ${connections} connections, median of ${rounds}`,
      value: median(turns.map(({ tenant: rate }) => rate)),
      limit: { atLeast: 2000 },
    },
    {
      what: "  to those of a server that answers a fixed text",
      value: median(turns.map(({ tenant: rate, bare: bareRate }) => rate / bareRate)),
      digits: 2,
    },
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
  return processTable(running, "time")
    .split(/[-:]/)
    .reduce((total, part) => total * 60 + Number(part), 0);
}

interface Reader {
  /** One page of one client; gives its text. */
  readonly read: () => Promise<string>;
  /** Has each connection ask again as soon as it is answered; gives how many answers there were. */
  readonly loop: (milliseconds: number) => Promise<number>;
  readonly close: () => void;
}

async function readerOf({ exports }: Running): Promise<Reader> {
  const url = `https://${exports.get("AUTH0_DOMAIN")}/api/v2/clients?per_page=1`;
  const agent = new Agent({
    keepAlive: true,
    maxSockets: connections,
    ca: readFileSync(exports.get("SSL_CERT_FILE") ?? ""),
  });
  const token = await readersToken(exports, agent);
  const read = (): Promise<string> => send(url, agent, { authorization: `Bearer ${token}` });
  const loop = async (milliseconds: number): Promise<number> => {
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
  };
  return { read, loop, close: () => agent.destroy() };
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
  const text = await send(
    `https://${domain}/oauth/token`,
    agent,
    { "content-type": "application/x-www-form-urlencoded" },
    form.toString(),
  );
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
