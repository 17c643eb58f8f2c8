/**
 * Stacks that the program of commit 0d4ffac left, with their tenants: today's program finds them as its own. A resource
 * that is renamed, retyped or given another parent without an alias would show here as made anew.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { MEMORY_RESOURCE } from "../../../contract/stack.ts";
import { populatedOutside } from "../../../packages/local-tenant/src/seed/index.ts";
import { startTenant } from "../../../packages/local-tenant/src/index.ts";
import { openSession, type Operation, type SessionOptions } from "../../../packages/pulumi-sandbox/src/session.ts";
import guide from "../../fixtures/states/guide.json" with { type: "json" };
import moving from "../../fixtures/states/moving.json" with { type: "json" };
import native from "../../fixtures/states/native.json" with { type: "json" };
import { PROJECT, succeeded, type World } from "../support/world.ts";

/** What a fixture has: the stack's configuration, its tenant (`--state`) and its state (`pulumi stack export`). */
interface Left {
  readonly config: NonNullable<SessionOptions["config"]>;
  readonly tenant: { readonly domain: string; readonly state: object };
  readonly stack: { readonly deployment: object };
}

interface Salt {
  readonly encryptionsalt: string;
}

const closings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close();
});

/** The tenant and the stack as they were left, the tenant under a domain of today. */
async function open(left: Left): Promise<Omit<World, "close">> {
  const folder = await mkdtemp(join(tmpdir(), "state-"));
  closings.push(() => rm(folder, { recursive: true }));
  const stateFile = join(folder, "tenant.json");
  await writeFile(stateFile, JSON.stringify(left.tenant));
  const tenant = await startTenant({ stateFile, actionFetch: populatedOutside });
  closings.push(() => tenant.stop());
  const session = await openSession({ tenant, program: PROJECT, stack: "test", config: left.config });
  closings.push(() => session.close());

  // Secrets are plain text in the fixture; what an import encrypts them with is named in the state itself.
  const { encryptionsalt } = JSON.parse(await readFile(join(session.folder, "Pulumi.test.yaml"), "utf8")) as Salt;
  const secrets_providers = { type: "passphrase", state: { salt: encryptionsalt } };
  const stack = { ...left.stack, deployment: { ...left.stack.deployment, secrets_providers } };
  const stackFile = join(folder, "stack.json");
  await writeFile(stackFile, JSON.stringify(stack).replaceAll(left.tenant.domain, tenant.domain));
  const imported = await session.pulumi(["stack", "import", "--file", stackFile]);
  expect(imported.exitCode, imported.output).toBe(0);
  return { tenant, session };
}

/** Steps that change no resource of the stack. The last two: the reference of the stack to itself goes. */
const READS: ReadonlySet<string> = new Set(["same", "refresh", "read", "read-discard", "discard"]);

const changesAndMemory = ({ steps }: Operation) =>
  steps.filter(({ op }) => !READS.has(op)).map(({ op, name }) => `${op} ${name}`);

describe.each<[string, Left]>([
  ["guide", guide],
  ["native", native],
  ["both, while a tenant moves", moving],
])("a stack of the flavour %s", (_flavour, left) => {
  it("previews no change but the resource that remembers, and writes nothing to the tenant", async () => {
    const { tenant, session } = await open(left);
    // The one step that is allowed: since then the stack keeps what it told Okta in a resource of its own.
    expect(changesAndMemory(succeeded(await session.preview()))).toEqual([`create ${MEMORY_RESOURCE}`]);
    expect(changesAndMemory(succeeded(await session.up()))).toEqual([`create ${MEMORY_RESOURCE}`]);
    expect(changesAndMemory(succeeded(await session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
    expect(tenant.journal.writes()).toEqual([]);
  });
});
