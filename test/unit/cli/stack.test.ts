/** What a command asks of the Pulumi CLI: a stand-in on the PATH writes down each call. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Settings } from "../../../cli/adopt/settings.ts";
import { Stack } from "../../../cli/stack.ts";
import { main as tearDown } from "../../../cli/teardown/main.ts";
import { OIN_CLIENT_RESOURCES } from "../../../contract/stack.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "okta-express-stack-"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: okta-express\nruntime: nodejs\n");
  writeFileSync(join(folder, "calls"), "");
  const values = {
    "auth0:domain": { value: "acme.us.auth0.com" },
    "auth0:clientId": { value: "deployer" },
    "auth0:clientSecret": { value: "in the clear", secret: false },
    "okta-express:flavour": { value: "native" },
    "okta-express:serviceApp": { value: "Acme SaaS" },
    "okta-express:initiateLoginUriTemplate": { value: "https://app.example.com/login?org={organization_name}" },
  };
  writeFileSync(
    join(folder, "pulumi"),
    `#!/bin/sh
echo "$*" >> "${folder}/calls"
case "$1 $2" in
  "stack export") cat "${folder}/state.json" ;;
  "config --json") echo '${JSON.stringify(values)}' ;;
esac
`,
  );
  writeFileSync(join(folder, "state.json"), JSON.stringify({ deployment: { resources: [] } }));
  chmodSync(join(folder, "pulumi"), 0o755);
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env["PATH"] ?? ""}`);
  vi.spyOn(process, "cwd").mockReturnValue(folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const calls = (): string[] =>
  readFileSync(join(folder, "calls"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replace(" --stack dev --non-interactive", ""))
    .toSorted();

const READINGS = ["config --json --show-secrets", "stack export"];

it("asks once for the configuration and once for the state, however often they are read", async () => {
  const stack = await Stack.open("dev");
  const { configuration } = await stack.configuration();
  expect(configuration).toMatchObject({ domain: "acme.us.auth0.com", flavour: "native" });
  expect(await stack.plainCredentials()).toEqual(["auth0:clientSecret"]);
  expect((await stack.state()).resources).toEqual([]);
  expect((await stack.credentials()).domain).toBe("acme.us.auth0.com");
  await stack.configuration();
  expect(calls()).toEqual(READINGS);
});

it.each<[string, (stack: Stack) => Promise<unknown>]>([
  ["a setting is written", (stack) => stack.setConfiguration({ "okta-express:scim": "true" })],
  ["a secret is written", (stack) => stack.setSecret("auth0:clientSecret", "new")],
  ["a setting is removed", (stack) => stack.removeConfiguration("okta-express:adopt")],
  ["a resource is forgotten", (stack) => stack.forget("urn")],
  ["a resource is no longer protected", (stack) => stack.unprotect("urn")],
  ["it is brought up", (stack) => stack.up()],
  ["it is brought up for a report", (stack) => stack.upEvents()],
  ["it is destroyed", (stack) => stack.destroy()],
])("asks again after %s", async (_name, change) => {
  const stack = await Stack.open("dev");
  await stack.configuration();
  await change(stack);
  await stack.configuration();
  expect(calls().filter((call) => READINGS.includes(call))).toEqual(READINGS.flatMap((call) => [call, call]));
});

describe("a stack that holds another tenant's objects", () => {
  beforeEach(() => {
    const urn = (type: string, name: string) => `urn:pulumi:dev::okta-express::${type}::${name}`;
    const resources = [
      {
        urn: urn("pulumi:providers:auth0", "auth0"),
        type: "pulumi:providers:auth0",
        inputs: { domain: "other.eu.auth0.com" },
      },
      {
        urn: urn("auth0:index/client:Client", OIN_CLIENT_RESOURCES.native),
        type: "auth0:index/client:Client",
        id: "theirs",
      },
    ];
    writeFileSync(join(folder, "state.json"), JSON.stringify({ deployment: { resources } }));
  });

  it.each<[string, () => Promise<unknown>]>([
    ["its configuration", async () => (await Stack.open("dev")).configuration()],
    ["its credentials", async () => (await Stack.open("dev")).credentials()],
    ["what adopt goes by", async () => (await Settings.read(await Stack.open("dev"))).asSet()],
    ["teardown", () => tearDown({ stack: "dev", confirm: "theirs" })],
  ])("is refused before any request: %s", async (_what, read) => {
    const request = vi.spyOn(globalThis, "fetch");
    await expect(read()).rejects.toThrow(
      "This stack holds the objects of other.eu.auth0.com; a stack belongs to one tenant for good.",
    );
    expect(request).not.toHaveBeenCalled();
  });
});
