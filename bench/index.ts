/**
 * `npm run bench`: what a preview, a first `up` and the commands take, in turn with a bare program of one resource, on local
 * tenants of this machine. It wants a machine that does nothing else. Nothing is judged: the table is the answer.
 */
import { availableParallelism, cpus, loadavg } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { progressTo } from "../packages/pulumi-sandbox/src/engine/progress.ts";
import { markdownOf, rowsOf, type Sample } from "./measure.ts";
import { writeTable } from "./page.ts";
import { node, openBare, openStack } from "./stacks.ts";

const { rounds, write = false } = new Command("npm run bench --")
  .description("Measures preview, first up and the commands, in turn with a bare program, on local tenants.")
  .option("--rounds <number>", "how often each is measured", atLeastOne, 5)
  .option("--write", "put the table into bench/README.md")
  .allowExcessArguments(false)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ readonly rounds: number; readonly write?: boolean }>();

const progress = progressTo(process.stderr);
const BARE = { up: "bare program: first up", preview: "bare program: preview" };
const FLAVOURS = ["guide", "native"] as const;

const samples: Sample[] = [];
let parts = "";
for (let round = 1; round <= rounds; round += 1) {
  progress(`Round ${round} of ${rounds}`);
  const bare = await openBare(progress);
  try {
    parts = `engine ${bare.session.engine.version} (${bare.session.engine.languageHost} language host), Auth0 plugin ${bare.session.plugin.version} (${bare.session.plugin.kind})`;
    samples.push(await bare.pulumi(BARE.up, "up"));
    samples.push(await bare.pulumi(BARE.preview, "preview"));
  } finally {
    await bare.close();
  }
  for (const flavour of FLAVOURS) {
    const stack = await openStack(flavour, progress);
    try {
      samples.push(await stack.pulumi(`${flavour}: first up`, "up"));
      samples.push(await stack.pulumi(`${flavour}: preview, nothing to do`, "preview"));
      for (const command of ["audit", "ready", "doctor"])
        samples.push(await stack.command(`${flavour}: ${command}`, `cli/${command}.ts`, "--stack", "bench"));
    } finally {
      await stack.close();
    }
  }
  const begun = performance.now();
  await node(["cli/audit.ts", "--help"], process.env);
  samples.push({ what: "audit --help", seconds: (performance.now() - begun) / 1000 });
}

const against = Object.fromEntries(
  FLAVOURS.flatMap((flavour) => [
    [`${flavour}: first up`, BARE.up],
    [`${flavour}: preview, nothing to do`, BARE.preview],
    [`${flavour}: audit`, `${flavour}: preview, nothing to do`],
    [`${flavour}: ready`, `${flavour}: preview, nothing to do`],
  ]),
);
const machine = `Node.js ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model ?? "?"}), load ${loadavg()[0]?.toFixed(1) ?? "?"}`;
const table = `${markdownOf(rowsOf(samples, against))}\n${rounds} rounds; ${machine}; ${parts}.\n`;
console.log(table);
if (write) writeTable("commands", table);

function atLeastOne(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("Expected a whole number from 1.");
  return number;
}
