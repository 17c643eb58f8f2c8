/**
 * `npm run bench:growth`: what a preview, audit and ready take on larger and larger tenants: applications, and organizations.
 * Calls should not grow with a tenant, but where somebody asks for all of it.
 */
import { availableParallelism, loadavg } from "node:os";
import { Command } from "commander";
import { populatedSeed } from "../packages/local-tenant/src/seed/populated.ts";
import type { Seed } from "../packages/local-tenant/src/index.ts";
import { progressTo } from "../packages/pulumi-sandbox/src/engine/progress.ts";
import { markdownOf, rowsOf, type Sample } from "./measure.ts";
import { openStack } from "./stacks.ts";
import { writeTable } from "./page.ts";

const { most, write = false } = new Command("npm run bench:growth --")
  .description("Measures preview, audit and ready on tenants of more and more applications and organizations.")
  .option("--most <number>", "applications of the largest tenant", Number, 10_000)
  .option("--write", "put the table into bench/README.md")
  .allowExcessArguments(false)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ readonly most: number; readonly write?: boolean }>();

const progress = progressTo(process.stderr);
const ROUNDS = 3;

const samples: Sample[] = [];
for (const [what, sizes, seed] of [
  ["applications", [100, 1_000, 10_000].filter((size) => size <= most), withClients],
  ["organizations", [10, 100, 1_000].filter((size) => size <= most), withOrganizations],
] as const) {
  for (const size of sizes) {
    progress(`A tenant of ${size} ${what}`);
    const stack = await openStack("guide", progress, seed(size));
    const title = `${size.toLocaleString("en")} ${what}`;
    try {
      await stack.pulumi("up", "up");
      for (let round = 0; round < ROUNDS; round += 1) {
        samples.push(await stack.pulumi(`${title}: preview`, "preview"));
        for (const command of ["audit", "ready"])
          samples.push(await stack.command(`${title}: ${command}`, `cli/${command}.ts`, "--stack", "bench"));
      }
    } finally {
      await stack.close();
    }
  }
}
const table = `${markdownOf(rowsOf(samples))}\n${ROUNDS} rounds; Node.js ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1) ?? "?"}.\n`;
console.log(table);
if (write) writeTable("growth", table);

function withClients(count: number): Seed {
  const seed = populatedSeed();
  const further = Array.from({ length: count - (seed.clients?.length ?? 0) }, (_, number) => ({
    name: `App ${number}`,
    app_type: "non_interactive",
  }));
  return { ...seed, clients: [...(seed.clients ?? []), ...further] };
}

function withOrganizations(count: number): Seed {
  const seed = populatedSeed();
  const further = Array.from({ length: count - (seed.organizations?.length ?? 0) }, (_, number) => ({
    name: `customer-${number}`,
  }));
  return { ...seed, organizations: [...(seed.organizations ?? []), ...further] };
}
