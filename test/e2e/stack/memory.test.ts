/** What a stack remembers outlives what empties its outputs: runs of a part, refresh, renames, moves. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Deployment, Wanderer } from "../support/memory-steps.ts";
import { openWorld, ownIds, succeeded, type World } from "../support/world.ts";

let world: World;
let wanderer: Wanderer;
let client: string;

beforeAll(async () => {
  world = await openWorld();
  succeeded(await world.session.up());
  client = (await ownIds(world.session)).client;
  wanderer = new Wanderer(world);
});
afterAll(() => world.close());

const clients = (): number =>
  (world.tenant.snapshot()["clients"] as unknown as { client_metadata?: Record<string, unknown> }[]).filter(
    (one) => one.client_metadata?.["express_configure_sp_client_id"] !== undefined,
  ).length;

/** As a state is that the version before this one made: no memory, and the stack's reference to itself. */
function asBefore({ resources }: Deployment, reference: string): void {
  const memory = resources.find(({ urn }) => urn.endsWith("::express-memory"))?.urn;
  const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const prefix = root?.urn.split("::").slice(0, 2).join("::") ?? "";
  const kept = resources.filter(({ urn }) => urn !== memory);
  for (const resource of kept)
    if (resource.dependencies) resource.dependencies = resource.dependencies.filter((urn) => urn !== memory);
  const provider = resources.find(({ type }) => type === "pulumi:providers:pulumi");
  const own = {
    urn: `${prefix}::pulumi:pulumi:StackReference::${reference}`,
    custom: true,
    id: reference,
    type: "pulumi:pulumi:StackReference",
    inputs: { name: reference },
    outputs: { name: reference, outputs: {}, secretOutputNames: [] },
    parent: root?.urn,
    external: true,
    provider: `${provider?.urn ?? ""}::${String(provider?.["id"])}`,
  };
  resources.splice(
    0,
    resources.length,
    ...kept.flatMap((resource) => (resource === provider ? [resource, own] : [resource])),
  );
}

describe("a state of the version before", () => {
  it("goes on: the reference to itself leaves it, and nothing of the tenant changes", async () => {
    expect((await wanderer.edit((deployment) => asBefore(deployment, "organization/okta-express/test"))).exitCode).toBe(
      0,
    );
    world.tenant.journal.clear();
    const up = succeeded(await world.session.up());
    expect(
      up.steps.filter(({ op }) => op !== "same" && op !== "refresh").map(({ op, name }) => `${op} ${name}`),
    ).toEqual(expect.arrayContaining(["create express-memory"]));
    expect(world.tenant.journal.writes()).toEqual([]);
    const { stdout } = await wanderer.run("stack export");
    expect(stdout).not.toContain("StackReference");
    expect(stdout).toContain("::express-memory");
  });
});

describe("a state of the version before, of a stack that was renamed since", () => {
  it("goes on after one run without a refresh, as doctor says", async () => {
    await wanderer.edit((deployment) => asBefore(deployment, "organization/okta-express/former"));
    const refreshed = await wanderer.run("preview");
    expect(refreshed.exitCode).not.toBe(0);
    expect(refreshed.output).toContain("unknown stack");
    const up = await wanderer.run("up", ["--yes", "--skip-preview", "--refresh=false"]);
    expect(up.exitCode, up.output).toBe(0);
    const clean = await wanderer.run("preview", ["--expect-no-changes"]);
    expect(clean.exitCode, clean.output).toBe(0);
  });
});

describe("the OIN client, deleted by hand", () => {
  const lost = () => `the OIN client ${client} is no longer on the tenant`;

  it("is missed by every later run, whatever came between", async () => {
    const { steps } = wanderer;
    await steps["deleted by hand"]?.();
    for (const step of [
      "refused up",
      "refresh",
      "--target",
      "--exclude",
      "--continue-on-error",
      "rename of stack",
      "refresh",
      "another backend",
      "rename of project",
      "--target",
      "refresh",
    ]) {
      const answer = await steps[step]?.();
      if (step === "refused up") expect(answer?.output).toContain(lost());
      if (/refresh|rename|backend/.test(step)) expect(answer?.exitCode, `${step}\n${answer?.output ?? ""}`).toBe(0);
      const preview = await wanderer.run("preview");
      expect(preview.output, `after ${step}`).toContain(lost());
      expect(preview.exitCode).not.toBe(0);
    }
    expect(clients()).toBe(0);
  });

  it("is missed where what remembers it is taken out of the state: its outputs still say it", async () => {
    await wanderer.steps["state delete"]?.();
    expect((await wanderer.run("stack export")).stdout).not.toContain("::express-memory");
    expect((await wanderer.run("preview")).output).toContain(lost());
  });

  it("is missed in a bucket of the old layout, and no other tenant is taken there", async () => {
    const moved = await wanderer.moveToLegacyLayout();
    expect(moved.exitCode, moved.output).toBe(0);
    expect((await wanderer.run("preview")).output).toContain(lost());
    const other = await wanderer.run("preview", ["--config", "auth0:domain=other.eu.auth0.com"]);
    expect(other.output).toContain(`This stack holds the objects of ${world.tenant.domain}`);
  });
});
