/**
 * docs/transcripts.md: what each command says, from a tenant that somebody set up by Okta's guide to its end, as it was
 * really said. Told anew by: npx vitest run --project e2e test/e2e/commands/transcripts.test.ts --update
 */
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Snapshot } from "../../../packages/local-tenant/src/index.ts";
import { SERVICE_APP_CLIENT_ID } from "../../../packages/local-tenant/src/seed/populated.ts";
import { followGuide } from "../../fixtures/hand-made-tenants.ts";
import { cli, type CliCommand, handOf } from "../support/cli.ts";
import {
  CONFIG,
  CONFIG_WITH_ADMINS,
  keyText,
  NEXT_OKTA_KEY,
  OKTA_KEY,
  openWorld,
  ownIds,
  succeeded,
  type World,
} from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld({ stack: "production", config: CONFIG_WITH_ADMINS });
  const { tenant } = world;
  // Its Actions are not of today: teardown speaks of those that were deployed just now.
  const long = JSON.stringify(tenant.snapshot()).replaceAll(/(?<="built_at":")\d{4}/g, "2025");
  tenant.restore(JSON.parse(long) as Snapshot);
  await followGuide(handOf(tenant), {
    domain: tenant.domain,
    serviceAppClientId: SERVICE_APP_CLIENT_ID,
    serviceInitLoginUrl: CONFIG.initiateLoginUri,
    oktaPublicKey: keyText(OKTA_KEY),
  });
});
afterAll(() => world.close());

const told: string[] = [
  "# What the commands say",
  "",
  "A tenant was set up by Okta's guide, by hand. Here it is looked at, taken over, handed over, given a new key and in the end",
  "taken down. This is what the commands wrote to standard output; their progress, and what the engine says meanwhile, goes to",
  "standard error. `test/e2e/commands/transcripts.test.ts` runs them and holds this page against them; only IDs, times, the tenant's port",
  "and the engine's version are written as if they were always the same.",
];

/** Runs a command and writes down what it said. */
async function tell(
  heading: string,
  command: CliCommand,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const { stdout, stderr, exitCode } = await cli(world.session, command, ["--stack", "production", ...args], env);
  expect(stdout, stderr).not.toBe("");
  told.push(
    "",
    `## ${heading}`,
    "",
    "```",
    `$ npm run ${command} -- --stack production${args.map((arg) => ` ${arg}`).join("")}`,
    stdout.trimEnd(),
    `(exit code ${exitCode})`,
    "```",
  );
}

function say(line: string): void {
  told.push("", line);
}

/** A machine that Pulumi is new on: without plugins. */
function freshMachine(): NodeJS.ProcessEnv {
  const home = join(world.session.folder, "fresh-home");
  mkdirSync(home);
  const withoutPlugin = (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => !existsSync(join(folder, "pulumi-resource-auth0")));
  const engine =
    world.session.environment["PATH"]?.split(delimiter).filter((folder) => existsSync(join(folder, "pulumi"))) ?? [];
  return { PULUMI_HOME: home, PULUMI_DEBUG_PROVIDERS: "", PATH: [...engine, ...withoutPlugin].join(delimiter) };
}

it("are the page", async () => {
  const { session } = world;
  await tell("Before anything is touched: doctor", "doctor", [], freshMachine());
  await tell("Taking over what was made by hand: adopt", "adopt", ["--yes"]);
  succeeded(await session.up());
  say("`pulumi up` has imported and mended all of it.");
  await tell("Once more, to be done with it", "adopt", ["--yes"]);
  await tell("Is the tenant still right: audit", "audit");
  await tell("What goes to Okta: handover", "handover");
  await tell("Somebody adds a key by hand: audit", "audit", [], await furtherKey());
  succeeded(await session.up());
  say("`pulumi up` has taken it off.");
  await tell("Okta changes its key: rotate", "rotate", ["--new-key", NEXT_OKTA_KEY, "--yes"]);
  await tell("Okta signs with the new one", "rotate", ["--finish", "--yes"]);
  await tell("The end, without the word: teardown", "teardown");
  await tell("The end, with the word", "teardown", ["--confirm", (await ownIds(session)).client]);
  await expect(`${steady(told.join("\n"))}\n`).toMatchFileSnapshot("../../../docs/transcripts.md");
});

/** Somebody's own key, attached to the OIN client. */
async function furtherKey(): Promise<Record<string, never>> {
  const { client } = await ownIds(world.session);
  const call = handOf(world.tenant);
  const keys = await call<readonly { id: string }[]>("GET", `/clients/${client}/credentials`);
  const added = await call<{ id: string }>("POST", `/clients/${client}/credentials`, {
    name: "By hand",
    credential_type: "public_key",
    alg: "RS256",
    pem: keyText(NEXT_OKTA_KEY),
  });
  await call("PATCH", `/clients/${client}`, {
    client_authentication_methods: { private_key_jwt: { credentials: [...keys, added].map(({ id }) => ({ id })) } },
  });
  return {};
}

/** What is made up anew in each run, written as if it were not: the first ID of its form becomes one and the same, and so on. */
function steady(text: string): string {
  const seen = new Map<string, string>();
  const numbered = (form: string) => (id: string) => {
    const known = seen.get(id);
    if (known !== undefined) return known;
    const number = [...seen.values()].filter((value) => value.startsWith(form)).length + 1;
    const value = `${form}${number}`;
    seen.set(id, value);
    return value;
  };
  return text
    .replaceAll(world.tenant.domain, "acme.us.auth0.com")
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, "2026-01-01T00:00:00.000Z")
    .replace(/✔ Pulumi \d+\.\d+\.\d+/, "✔ Pulumi 3.274.1")
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, numbered("action-"))
    .replace(/\b(?:rol|cgr|cred)_\w+/g, (id) => numbered(`${id.slice(0, id.indexOf("_"))}_`)(id))
    .replace(/\b[0-9a-f]{24}\b/g, numbered("api-"))
    .replace(/(?<![\w-])[A-Za-z0-9]{32}(?![\w-])/g, numbered("client-"));
}
