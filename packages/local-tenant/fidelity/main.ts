// npm run fidelity [-- FOLDER]: how far the local tenant answers as the real one was recorded to.
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { startTenant } from "../src/index.ts";
import { readRecordings } from "./recording.ts";
import type { ScenarioResult } from "./replay.ts";
import { replay } from "./replay.ts";
import { scenarioLines, totalLines } from "./report.ts";

/** Beside the project, where it is worked on; other machines give a folder. */
const DEFAULT_FOLDER = fileURLToPath(new URL("../../../../shared/auth0-api-recordings", import.meta.url));

interface Options {
  readonly verbose?: boolean;
  readonly scenario?: string;
}

const program = new Command("npm run fidelity --")
  .description("Replays recorded exchanges with the real Management API against the local tenant (docs/fidelity.md)")
  .argument("[folder]", "recordings, one .jsonl file a scenario", DEFAULT_FOLDER)
  .option("--verbose", "print each difference")
  .option("--scenario <name>", "replay this scenario only, verbosely")
  .parse();

await run(program.processedArgs[0] as string, program.opts<Options>()).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

async function run(folder: string, { verbose = false, scenario }: Options): Promise<void> {
  const recordings = readRecordings(folder);
  if (recordings === undefined) {
    console.log(`No recordings in ${folder}: nothing to compare with. Give a folder: npm run fidelity -- FOLDER`);
    return;
  }
  const chosen = scenario === undefined ? recordings : recordings.filter(({ name }) => name === scenario);
  if (chosen.length === 0) {
    console.error(`No scenario named ${scenario ?? ""} in ${folder}`);
    process.exitCode = 1;
    return;
  }
  // The recordings are from before Auth0 retired enabled_clients.
  const tenant = await startTenant({ enabledClients: "kept" });
  try {
    const results: ScenarioResult[] = [];
    for (const recording of chosen) {
      const result = await replay(recording, tenant);
      results.push(result);
      for (const line of scenarioLines(result, { verbose: verbose || scenario !== undefined })) console.log(line);
    }
    for (const line of totalLines(results)) console.log(line);
  } finally {
    await tenant.stop();
  }
}
