/** An up that fails half-way loses nothing and makes nothing twice: the next one goes on from there. */
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Fault } from "../../packages/local-tenant/src/index.ts";
import { alike } from "./by-hand.ts";
import { cli } from "./cli.ts";
import { changes, openWorld, ownIds, refused, succeeded } from "./world.ts";

let converged: string;

beforeAll(async () => {
  const world = await openWorld();
  succeeded(await world.session.up());
  converged = alike(world.tenant.snapshot());
  await world.close();
});

/** A sample: `npm run matrix:faults` has every request of a first up fail. */
const WRITES: readonly (readonly [what: string, fault: Fault])[] = [
  ["the API's scopes", { method: "PATCH", path: /\/api\/v2\/resource-servers\//, kind: "503", times: 100 }],
  ["the OIN client's key", { method: "POST", path: /\/credentials$/, kind: "500", times: 100 }],
  ["the Action's binding", { method: "PATCH", path: /\/bindings$/, kind: "500", times: 100 }],
];

describe("a tenant that fails at", () => {
  it.each(WRITES)("%s, then recovers", async (_what, fault) => {
    const world = await openWorld();
    try {
      world.tenant.faults.add(fault);
      refused(await world.session.up());
      world.tenant.faults.clear();
      succeeded(await world.session.up());
      expect(alike(world.tenant.snapshot())).toBe(converged);
      expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
    } finally {
      await world.close();
    }
  });
});

describe("what takes one more step", () => {
  it("a key made but not attached: the next up names it and does not double it, and goes on once it is deleted", async () => {
    const world = await openWorld();
    try {
      world.tenant.faults.add({ method: "PATCH", path: /\/api\/v2\/clients\//, kind: "500", times: 100 });
      refused(await world.session.up());
      world.tenant.faults.clear();
      const { client } = await ownIds(world.session);
      const path = `/api/v2/clients/${client}/credentials`;
      const { body } = await world.tenant.api<{ id: string; kid: string }[]>("GET", path);
      expect(body).toHaveLength(1);
      expect(refused(await world.session.up())).toContain(
        `the OIN client has a key that it does not sign in with: ${body[0]?.kid ?? ""}.`,
      );
      expect((await world.tenant.api<unknown[]>("GET", path)).body).toHaveLength(1);
      expect((await world.tenant.api("DELETE", `${path}/${body[0]?.id ?? ""}`)).status).toBe(204);
      succeeded(await world.session.up());
      expect(alike(world.tenant.snapshot())).toBe(converged);
    } finally {
      await world.close();
    }
  });

  it("a destroy that failed at the OIN client, and a change of mind: up makes no key a second time, adopt takes the client's over", async () => {
    const world = await openWorld();
    try {
      succeeded(await world.session.up());
      const { client } = await ownIds(world.session);
      await world.session.setConfig("releaseOinClient", client);
      succeeded(await world.session.up());
      world.tenant.faults.add({ method: "DELETE", path: `/api/v2/clients/${client}`, kind: "500", times: 100 });
      refused(await world.session.destroy());
      world.tenant.faults.clear();
      await world.session.removeConfig("releaseOinClient");
      const path = `/api/v2/clients/${client}/credentials`;
      const { body } = await world.tenant.api<{ kid: string }[]>("GET", path);
      expect(body).toHaveLength(1);
      expect(refused(await world.session.up())).toContain(
        `the OIN client has a key that this stack does not know of: ${body[0]?.kid ?? ""}.`,
      );
      const adopted = await cli(world.session, "adopt", ["--yes"]);
      expect(adopted.exitCode, adopted.stdout).toBe(0);
      succeeded(await world.session.up());
      expect((await world.tenant.api<{ kid: string }[]>("GET", path)).body).toEqual(body);
      expect((await ownIds(world.session)).client).toBe(client);
      expect(alike(world.tenant.snapshot())).toBe(converged);
    } finally {
      await world.close();
    }
  });

  it("an Action made but not deployed, which the plugin does not try again: adopt deploys it, as the README says", async () => {
    const world = await openWorld();
    try {
      world.tenant.faults.add({ method: "POST", path: /\/deploy$/, kind: "500", times: 100 });
      refused(await world.session.up());
      world.tenant.faults.clear();
      expect(refused(await world.session.up())).toContain(
        "Trying to create a binding for an action that has not been deployed yet",
      );
      const adopted = await cli(world.session, "adopt", ["--yes"]);
      expect(adopted.exitCode, adopted.stdout).toBe(0);
      succeeded(await world.session.up());
      expect(alike(world.tenant.snapshot())).toBe(converged);
    } finally {
      await world.close();
    }
  });
});

describe("somebody else's write of the post-login flow, right after ours", () => {
  const BINDINGS = "/api/v2/actions/triggers/post-login/bindings";

  // The plugin reads what it wrote, and then the stack does.
  it.each([1, 2])(
    "before read %i: what left the flow is told at once, with the commands that put it and ours back",
    async (nth) => {
      const world = await openWorld();
      const { tenant, session } = world;
      try {
        const strike = tenant.faults.strike.bind(tenant.faults);
        let isBound = false;
        let reads = 0;
        const spy = vi.spyOn(tenant.faults, "strike").mockImplementation((method, path) => {
          if (isBound && method === "GET" && path === BINDINGS && ++reads === nth)
            void tenant.api("PATCH", BINDINGS, { bindings: [] });
          isBound ||= method === "PATCH" && path === BINDINGS;
          return strike(method, path);
        });
        const said = refused(await session.up());
        spy.mockRestore();
        expect(said).toContain("left the post-login flow while this stack's Action was bound");
        expect(said).toContain("was bound and is not in the post-login flow");

        const [, body = ""] = /npm run api -- patch \S+\/bindings --data '([^\n]+)' --stack test/.exec(said) ?? [];
        expect((await tenant.api("PATCH", BINDINGS, JSON.parse(body))).status).toBe(200);
        succeeded(await session.up());
        expect(alike(tenant.snapshot())).toBe(converged);
      } finally {
        await world.close();
      }
    },
  );
});

describe("an answer that is lost after the write took effect, so that the plugin sends it again", () => {
  it("for the OIN client: the duplicate is named, the stack keeps one, and goes on once the other is deleted", async () => {
    const world = await openWorld();
    try {
      world.tenant.faults.add({ method: "POST", path: "/api/v2/clients", kind: "drop-after" });
      const said = refused(await world.session.up());
      const [, duplicate = "", kept = ""] =
        /second OIN client for this service app: (\w+) beside (\w+)/.exec(said) ?? [];
      expect(said).toMatch(
        new RegExp(`To delete the other:\\n *npm run api -- delete clients/${duplicate} --stack test\\n`),
      );
      expect((await ownIds(world.session)).client).toBe(kept);
      expect((await world.tenant.api("DELETE", `/api/v2/clients/${duplicate}`)).status).toBe(204);
      succeeded(await world.session.up());
      expect(alike(world.tenant.snapshot())).toBe(converged);
    } finally {
      await world.close();
    }
  });

  it.each([
    ["the role", "/api/v2/roles", "roles", "EXPRESS_CONFIGURE_ADMIN_ROLE"],
    ["the Action", "/api/v2/actions/actions", "actions", "express_configure_postlogin_action"],
  ])(
    "for %s, whose name Auth0 keeps unique: the conflict is told, nothing is there twice, and adopt takes it up",
    async (_what, path, collection, name) => {
      const world = await openWorld();
      try {
        world.tenant.faults.add({ method: "POST", path, kind: "drop-after" });
        const said = refused(await world.session.up());
        expect(said).toContain("409 Conflict");
        expect(said).toContain("npm run adopt -- --stack test\n");
        const rows = world.tenant.snapshot()[collection] as unknown as { name: string }[];
        expect(rows.filter((row) => row.name === name)).toHaveLength(1);
        const adopted = await cli(world.session, "adopt", ["--yes"]);
        expect(adopted.exitCode, adopted.stdout).toBe(0);
        succeeded(await world.session.up());
        expect(alike(world.tenant.snapshot())).toBe(converged);
      } finally {
        await world.close();
      }
    },
  );
});
