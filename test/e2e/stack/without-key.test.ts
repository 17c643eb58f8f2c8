/**
 * From zero in the order that Okta asks for, in both flavours: no key, up, hand-over, key, up, ready, rehearsal. The OIN
 * client keeps its client ID, and nobody can sign in with it before it has Okta's key. At the end a sample of
 * `npm run matrix:wrong-tenants`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { abouts, cli, type CliAnswer, handOf, json } from "../support/cli.ts";
import { canSignIn } from "../support/interruption.ts";
import { NATIVE_CONFIG, nativeIds } from "../support/native-world.ts";
import { expectTold } from "../../matrix/wrong-tenants/expect-told.ts";
import { WRONG_TENANTS } from "../../matrix/wrong-tenants/table.ts";
import { keyFile, ReadyWorld } from "../../matrix/wrong-tenants/world.ts";
import { answerTo, rehearseByHand, withoutTimes } from "../support/rehearsal-by-hand.ts";
import { changes, CONFIG, openWorld, ownIds, refused, succeeded, type World } from "../support/world.ts";

interface Client {
  readonly client_authentication_methods?: unknown;
  readonly client_secret?: string;
}

const ADA = "ada@northwind.example";

const FLAVOURS = [
  {
    flavour: "guide",
    config: { ...CONFIG, oktaPublicKeys: [] },
    ids: ownIds,
    asks: "Please send us the public key (PEM) for it.",
    added: ["create express-oin-credentials", "create express-oin-grant"],
    loginUri: CONFIG.initiateLoginUri,
    wrong: ["the OIN client is enabled for no connection", "the grant lacks a scope"],
  },
  {
    flavour: "native",
    config: { ...NATIVE_CONFIG, oktaPublicKeys: [] },
    ids: nativeIds,
    asks: 'The wizard then offers "Download PEM key".',
    added: ["create express-native-oin-credentials"],
    loginUri: NATIVE_CONFIG.initiateLoginUriTemplate,
    wrong: ["the app asks for credentials first", "another team's Action denies the login"],
  },
] as const;

describe.each(FLAVOURS)("$flavour, without a key", ({ flavour, config, ids, asks, added, loginUri, wrong }) => {
  let world: World;
  let okta: Awaited<ReturnType<typeof keyFile>>;
  let ready: ReadyWorld;
  let client: string;

  beforeAll(async () => {
    world = await openWorld({ config });
    okta = await keyFile(world);
    succeeded(await world.session.up());
    ({ client } = await ids(world.session));
  });
  afterAll(() => world.close());

  /** But for the one that Auth0 itself gives a native OIN client. */
  const grants = async () =>
    (
      await handOf(world.tenant)<readonly { readonly is_system?: boolean }[]>(
        "GET",
        `/client-grants?client_id=${client}`,
      )
    ).filter(({ is_system: isSystem }) => isSystem !== true);
  const credentials = () => handOf(world.tenant)<readonly unknown[]>("GET", `/clients/${client}/credentials`);

  it("makes an OIN client that has no key and no right", async () => {
    expect(client).not.toBe("");
    expect(await canSignIn(world.tenant, client)).toBe(false);
    expect(await credentials()).toEqual([]);
    expect(await grants()).toEqual([]);
    const found = await handOf(world.tenant)<Client>("GET", `/clients/${client}`);
    if (flavour === "native") {
      expect(found.client_authentication_methods).toEqual({ private_key_jwt: { credentials: [] } });
      expect(found).not.toHaveProperty("client_secret");
    }
  });

  it("has nothing left to do, and hands over what Okta gives the key out for", async () => {
    expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
    const audit = await cli(world.session, "audit", ["--json"]);
    expect(audit.exitCode, audit.stdout).toBe(0);
    expect(abouts(json(audit))).toContain("notice oin-client.no-key");
    const handover = await cli(world.session, "handover");
    expect(handover.exitCode, handover.stderr).toBe(0);
    expect(handover.stdout).toContain(asks);
    expect(handover.stdout).toContain(client);
    const ready = await cli(world.session, "ready", ["--json"]);
    expect(ready.exitCode, ready.stdout).toBe(1);
    expect(abouts(json(ready))).toContain("problem oin-client.keys");
    const rotate = await cli(world.session, "rotate", ["--json"]);
    expect(rotate.exitCode, rotate.stdout).toBe(1);
    expect(abouts(json(rotate))).toEqual(["problem key"]);
  });

  it("takes the key in place, and keeps its client ID", async () => {
    const key = await cli(world.session, "key", ["--file", okta.file, "--json"]);
    expect(key.exitCode, key.stdout).toBe(0);
    expect(json<{ readonly written: boolean }>(key).written).toBe(true);
    const up = succeeded(await world.session.up());
    expect(changes(up).filter((change) => !change.startsWith("update express-"))).toEqual(added);
    expect((await ids(world.session)).client).toBe(client);
    expect(await canSignIn(world.tenant, client)).toBe(true);
    expect(await grants()).toHaveLength(flavour === "guide" ? 1 : 0);
    expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
    const handover = await cli(world.session, "handover", ["--json"]);
    // The guide's OIN client asks for the credentials first, and there is no connection yet that has any.
    expect(abouts(json(handover)).filter((about) => about.startsWith("problem "))).toEqual(
      flavour === "guide" ? ["problem handover", "problem sign-in.connections"] : [],
    );
    expect(handover.exitCode).toBe(flavour === "guide" ? 1 : 0);
  });

  it("says which customer's admin can sign in, and what is missing for the others", async () => {
    const call = handOf(world.tenant);
    const connections = await call<readonly { readonly id: string; readonly name: string }[]>("GET", "/connections");
    const database = connections.find(({ name }) => name === "Username-Password-Authentication");
    const nobody = await cli(world.session, "ready", ["--json"]);
    expect(nobody.exitCode, nobody.stdout).toBe(1);
    expect(abouts(json(nobody))).toEqual(
      [
        "notice action.others",
        ...(flavour === "guide" ? ["problem oin-client.connections"] : ["notice app.login-flow"]),
        "problem ready",
      ].sort(),
    );

    const { role } = await ids(world.session);
    const { id: northwind } = await call<{ readonly id: string }>("GET", "/organizations/name/northwind");
    const [ada] = await call<readonly { readonly user_id: string }[]>(
      "GET",
      `/users?q=email:"${ADA}"&search_engine=v3`,
    );
    await call("POST", `/organizations/${northwind}/members/${ada?.user_id ?? ""}/roles`, { roles: [role] });
    await call("PATCH", `/connections/${database?.id ?? ""}/clients`, [{ client_id: client, status: true }]);

    const one = await cli(world.session, "ready", ["--organization", "northwind", "--user", ADA]);
    expect(one.exitCode, one.stdout).toBe(0);
    expect(one.stdout).toContain(`${ADA} can complete Express Configuration now.`);
    const all = await cli(world.session, "ready");
    expect(all.exitCode, all.stdout).toBe(0);
    expect(all.stdout).toMatch(/^globex +no +No member of globex holds the admin role in this organization/m);
    expect(all.stdout).toMatch(/^northwind +yes/m);
    expect(all.stdout).toContain("An Okta admin of 1 of 2 organizations can complete Express Configuration now.");
    expect((await cli(world.session, "handover")).exitCode).toBe(0);
    const other = await cli(world.session, "ready", ["--organization", "globex"]);
    expect(other.exitCode, other.stdout).toBe(1);
  });

  it("passes the rehearsal: with Okta's key its admin signs in, and what the stack declared is what Okta is told", async () => {
    ready = await ReadyWorld.on(world, { flavour, scim: false, loginUri }, okta.privateKey);
    const { steps } = await ready.rehearse();
    expect(steps.filter(({ outcome }) => outcome !== "passed").map(({ title, outcome }) => [title, outcome])).toEqual([
      [flavour === "guide" ? "Okta sets up SCIM" : "Auth0 makes the connection", "left out"],
    ]);
  });

  const report = (): string => join(world.session.folder, "report.html");
  // Each takes most of a minute: a process for each request, as a person would send it. One flavour goes through, one stops.
  if (flavour === "guide") {
    it("is rehearsed on its own tenant as on a real one: with a person at the pages, and nothing is left", async () => {
      ready.restore();
      const before = world.tenant.snapshot();
      const run = await rehearseByHand(world, ["--report", report()], (question) => answerTo(world, question));
      expect(run.exitCode, run.said).toBe(0);
      expect(run.said).toContain("✓ The rehearsal passed, as far as it needs no Okta.");
      expect(run.said).toContain(`✓ Nothing of the rehearsal is left on ${world.tenant.domain}.`);
      expect(withoutTimes(world.tenant.snapshot())).toEqual(withoutTimes(before));
      expect(readFileSync(report(), "utf8")).toContain("own tenant, as far as that needs no Okta");
    });
  } else {
    it("takes away what it made on its own tenant where the person gives up half-way", async () => {
      ready.restore();
      const before = world.tenant.snapshot();
      const asked: string[] = [];
      const run = await rehearseByHand(world, ["--report", report()], (question) => {
        asked.push(question);
        return Promise.resolve(question.includes("Write this?") ? "y" : undefined);
      });
      expect(run.exitCode, run.said).toBe(1);
      expect(asked).toHaveLength(2);
      expect(run.said).toContain("The rehearsal was interrupted.");
      expect(run.said).toContain(`✓ Nothing of the rehearsal is left on ${world.tenant.domain}.`);
      expect(withoutTimes(world.tenant.snapshot())).toEqual(withoutTimes(before));
    });

    it("writes nothing on its own tenant where the person says no", async () => {
      world.tenant.journal.clear();
      const run = await rehearseByHand(world, ["--report", report()], () => Promise.resolve("n"));
      expect(run.exitCode, run.said).toBe(2);
      expect(run.said).toContain("Nothing was written.");
      expect(world.tenant.journal.writes()).toEqual([]);
    });
  }

  it.each(wrong)("is told before, and fails so: %s", async (name) => {
    ready.restore();
    const line = WRONG_TENANTS.find((one) => one.name === name && (one.flavour ?? flavour) === flavour);
    await line?.make?.(ready.place);
    expectTold(line!, flavour, await ready.ask());
  });

  it("gets a new customer ready in one command, which changes nothing when it is run twice", async () => {
    ready.restore();
    const { tenant, session } = world;
    const args = ["--organization", "initech", "--admin", "peter@initech.example", "--json"];
    const run = async (...more: string[]) => {
      tenant.journal.clear();
      const { exitCode, stdout } = await cli(session, "customer", [...args, ...more]);
      const writes = tenant.journal.writes().filter(({ path }) => path.startsWith("/api/v2/"));
      return {
        exitCode,
        stdout,
        answer: json<CliAnswer & { readonly missing: string[] }>({ exitCode, stdout, stderr: "" }),
        writes,
      };
    };
    const order = ["organization", "organization-connection", "account", "membership", "role"];
    const CHOSEN = ["--connection", "Username-Password-Authentication"];

    const shown = await run(...CHOSEN, "--dry-run");
    expect({ exitCode: shown.exitCode, missing: shown.answer.missing, writes: shown.writes }).toEqual({
      exitCode: 0,
      missing: order,
      writes: [],
    });
    // The fourth write fails: what was made stays, and the next run does the rest.
    tenant.faults.add({ method: "POST", path: /\/organizations\/[^/]+\/members$/, kind: "500", times: Infinity });
    const failed = await run(...CHOSEN, "--yes");
    expect(failed.exitCode, failed.stdout).toBe(2);
    expect(failed.answer.findings.map(({ severity, about }) => `${severity} ${about}`)).toEqual([
      "ok organization",
      "ok organization-connection",
      "ok account",
      "problem management-api",
      "problem customer",
    ]);
    tenant.faults.clear();
    const again = await run("--yes");
    expect(again.exitCode, again.stdout).toBe(0);
    expect(again.answer.missing).toEqual(["membership", "role"]);
    expect(again.stdout).toContain("peter@initech.example can complete Express Configuration for initech now.");
    const before = tenant.snapshot();
    const twice = await run("--yes");
    expect({ exitCode: twice.exitCode, missing: twice.answer.missing, writes: twice.writes }).toEqual({
      exitCode: 0,
      missing: [],
      writes: [],
    });
    expect(tenant.snapshot()).toEqual(before);
  });

  it("is refused without the key from then on, and nothing is changed", async () => {
    ready.restore();
    world.tenant.journal.clear();
    await world.session.setConfig("oktaPublicKeys", []);
    expect(refused(await world.session.up())).toContain("without it Okta could no longer sign in");
    expect(world.tenant.journal.writes()).toEqual([]);
  });
});
