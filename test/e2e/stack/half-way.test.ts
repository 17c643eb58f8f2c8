/** An up that fails half-way loses nothing and makes nothing twice: the next one goes on from there. */
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Fault } from "../../../packages/local-tenant/src/index.ts";
import { alike } from "../support/by-hand.ts";
import { cli } from "../support/cli.ts";
import { NATIVE_ACTIONS } from "../../../contract/native.ts";
import { FULL_CONFIG, nativeIds } from "../support/native-world.ts";
import type { RunResult } from "../../../packages/pulumi-sandbox/src/session.ts";
import { changes, openWorld, ownIds, refused, succeeded } from "../support/world.ts";

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

describe("somebody else's write of the post-login flow, right after the stack's Action was taken out", () => {
  const BINDINGS = "/api/v2/actions/triggers/post-login/bindings";
  const SAID = "left the post-login flow while this stack's Action was";
  interface Binding {
    readonly display_name: string;
    readonly action: { readonly id: string };
  }

  it("is told with the command: at a replacement, where a setting takes the Action away, and by teardown", async () => {
    const world = await openWorld({ config: FULL_CONFIG });
    const { tenant, session } = world;
    const flow = async () => (await tenant.api<{ bindings: readonly Binding[] }>("GET", BINDINGS)).body.bindings;
    const write = (bindings: readonly Binding[]) =>
      tenant.api("PATCH", BINDINGS, {
        bindings: bindings.map(({ action, display_name }) => ({
          ref: { type: "action_id", value: action.id },
          display_name,
        })),
      });

    /** Runs something that takes `own` out of the flow, with a write after it that takes the first one out, too. */
    async function interfered(
      own: readonly string[],
      operation: () => Promise<Omit<RunResult, "output">>,
    ): Promise<string> {
      const before = await flow();
      const theirs = before.slice(1).filter(({ display_name }) => !own.includes(display_name));
      const strike = tenant.faults.strike.bind(tenant.faults);
      let writes = 0;
      const spy = vi.spyOn(tenant.faults, "strike").mockImplementation((method, path) => {
        if (path === BINDINGS && writes === own.length) {
          writes += 1;
          void write(theirs);
        } else if (method === "PATCH" && path === BINDINGS) writes += 1;
        return strike(method, path);
      });
      const { exitCode, stdout, stderr } = await operation();
      spy.mockRestore();
      expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
      expect(await flow()).not.toContainEqual(expect.objectContaining({ action: before[0]?.action }));
      return `${stdout}\n${stderr}`;
    }
    const pasted = async (said: string): Promise<void> => {
      const [, body = ""] = /npm run api -- patch \S+\/bindings --data '([^\n]+)' --stack test/.exec(said) ?? [];
      expect((await tenant.api("PATCH", BINDINGS, JSON.parse(body))).status).toBe(200);
    };
    const [admins, domains] = [NATIVE_ACTIONS.admins, NATIVE_ACTIONS.domainAliases];

    try {
      const foreign = (await flow()).map(({ display_name }) => display_name);
      succeeded(await session.up());
      const replace = ["--replace", "**::express-native-domains-binding"];
      const atReplacement = await interfered([domains], () => session.up({ args: replace }));
      expect(atReplacement).toContain(`${SAID} bound`);
      await pasted(atReplacement);

      await session.removeConfig("domainAliasesMetadataKey");
      const atRemoval = await interfered([domains], () => session.up());
      expect(atRemoval).toContain(`${SAID} taken out`);
      await pasted(atRemoval);
      expect((await flow()).map(({ display_name }) => display_name)).toEqual([...foreign, admins]);

      const { client } = await nativeIds(session);
      const atTeardown = await interfered([admins], () => cli(session, "teardown", ["--confirm", client]));
      expect(atTeardown).toContain(`${SAID} taken out`);
      await pasted(atTeardown);
      expect((await flow()).map(({ display_name }) => display_name)).toEqual(foreign);
    } finally {
      await world.close();
    }
  });
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
