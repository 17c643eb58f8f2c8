// The rehearsal in Chromium, on a tenant that somebody set up by hand after the guide: no engine. The stack's own tenant is
// for the end-to-end tests of the demo's parts.
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium as playwright } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Chromium, findChromium } from "../../../demo/rehearsal/chromium.ts";
import { rehearse, type Rehearsal, type RehearsalOptions } from "../../../demo/rehearsal/index.ts";
import { rehearseOnDemoTenant } from "../../../demo/rehearsal/on-demo-tenant.ts";
import { reportOf } from "../../../demo/rehearsal/report.ts";
import { demoStack } from "../../../demo/rehearsal/stack-file.ts";
import { startTenant, type Snapshot, type Tenant } from "../../../packages/local-tenant/src/index.ts";
import {
  populatedOutside,
  populatedSeed,
  SERVICE_APP_CLIENT_ID,
} from "../../../packages/local-tenant/src/seed/index.ts";
import {
  followGuide,
  followScimGuide,
  guide,
  type Call,
  type GuideInputs,
  type GuideObjects,
} from "../../fixtures/hand-made-tenants.ts";

const PASSWORD = "Only-4-a-local-tenant";
const LOGIN_URI = "https://app.acme.example/login";
const oktaKey = generateKeyPairSync("rsa", { modulusLength: 2048 });
const AT = new Date("2026-09-01T12:00:00Z");

let tenant: Tenant;
let inputs: GuideInputs;
let objects: GuideObjects;
let organization: string;
let ready: Snapshot;

const call: Call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
  const answer = await tenant.api<T>(method, `/api/v2${path}`, body);
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};

const options = (chromium: Chromium | undefined): RehearsalOptions => ({
  declared: {
    flavour: "guide",
    scim: false,
    oinClientId: objects.client,
    serviceApp: { clientId: SERVICE_APP_CLIENT_ID, name: "Acme SaaS" },
    loginUri: LOGIN_URI,
  },
  domain: tenant.domain,
  certificate: readFileSync(tenant.certificateFile, "utf8"),
  oktaKey: oktaKey.privateKey,
  okta: { domain: "northwind.okta.example", clientId: "0oaacmesaas", clientSecret: "only-for-a-test" },
  organization: { id: organization, displayName: "Northwind Traders" },
  admin: { username: "ada@northwind.example", password: PASSWORD },
  colleague: { username: "grace@northwind.example", password: PASSWORD },
  appCallback: "https://app.acme.example/callback",
  read: (path) => call("GET", `/${path}`),
  chromium,
});

const outcomes = ({ steps }: Rehearsal) => steps.map(({ title, outcome }) => `${outcome}: ${title}`);

beforeAll(async () => {
  tenant = await startTenant({ seed: populatedSeed(), actionFetch: populatedOutside });
  inputs = {
    domain: tenant.domain,
    serviceAppClientId: SERVICE_APP_CLIENT_ID,
    serviceInitLoginUrl: LOGIN_URI,
    oktaPublicKey: oktaKey.publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
  objects = await followGuide(call, inputs);
  organization = (await call<{ id: string }>("GET", "/organizations/name/northwind")).id;
  const [ada] = await call<{ user_id: string }[]>("GET", "/users-by-email?email=ada@northwind.example");
  await call("POST", `/organizations/${organization}/members/${ada?.user_id}/roles`, { roles: [objects.role] });
  const [database] = await call<{ id: string }[]>("GET", "/connections?strategy=auth0");
  await call("PATCH", `/connections/${database?.id}/clients`, [{ client_id: objects.client, status: true }]);
  // The guide's own quoting puts quote marks into the address.
  await call("PATCH", `/actions/actions/${objects.action}`, {
    secrets: [
      { name: "SERVICE_INIT_LOGIN_URL", value: LOGIN_URI },
      { name: "EXPRESS_CONFIGURE_API_IDENTIFIER" },
      { name: "TENANT_DOMAIN" },
    ],
  });
  await guide.deployAction(call, objects.action);
  ready = tenant.snapshot();
});
beforeEach(() => tenant.restore(ready));
afterAll(() => tenant.stop());

const PASSED = [
  "passed: Okta finds the tenant",
  "passed: The admin signs in and agrees",
  "passed: Okta gets a token that says what to configure",
  "passed: Okta may use the Management API, for connections only",
  "passed: Okta makes the connection",
  "left out: Okta sets up SCIM",
  "passed: The organization's people find the new button",
  "passed: A colleague without the role is refused",
];

describe("without a browser", () => {
  it("plays every step, and the report says why there are no pictures", async () => {
    const rehearsal = await rehearse(options(undefined));
    expect(outcomes(rehearsal)).toEqual(PASSED);
    expect(rehearsal.steps.flatMap(({ pictures }) => pictures)).toEqual([]);
    expect(await reportOf(rehearsal, AT)).toContain("1 left out (Okta sets up SCIM).");
    expect(await reportOf(rehearsal, AT)).toContain("no browser, so there are no pictures");
  });

  it.each([
    ["that is not there", "/nowhere/chromium", "CHROMIUM_PATH is /nowhere/chromium, where there is no file"],
    ["that does not start", process.execPath, "browserType.launch: "],
  ])("goes on with a program %s, says so, and names the report", async (_what, path, reason) => {
    vi.stubEnv("CHROMIUM_PATH", path);
    const said = vi.spyOn(console, "log").mockReturnValue();
    const folder = mkdtempSync(join(tmpdir(), "rehearsal-test-"));
    try {
      const passed = await rehearseOnDemoTenant({
        tenant,
        outputs: { oinClientId: objects.client, adminRole: objects.role },
        stack: demoStack("guide", false),
        oktaKey: oktaKey.privateKey,
        report: join(folder, "report.html"),
        pictures: true,
      });
      const lines = said.mock.calls.map(([line]) => String(line));
      expect(lines.find((line) => line.includes("Chromium"))).toContain(
        `Chromium could not be started: the report has no pictures (${reason}`,
      );
      expect(lines.at(-1)).toContain(`The report, for a browser:\n${join(folder, "report.html")}`);
      expect(passed).toBe(true);
      expect(readFileSync(join(folder, "report.html"), "utf8")).toContain(
        "The rehearsal passed: everything that was played works.",
      );
    } finally {
      vi.unstubAllEnvs();
      said.mockRestore();
      rmSync(folder, { recursive: true });
    }
  });

  it("sets SCIM up where the stack offers it", async () => {
    await followScimGuide(call, inputs, objects);
    const given = options(undefined);
    const rehearsal = await rehearse({ ...given, declared: { ...given.declared, scim: true } });
    expect(outcomes(rehearsal)).toEqual(PASSED.map((line) => line.replace("left out", "passed")));
    expect(rehearsal.steps[5]?.comparisons).toMatchObject([{ what: "SCIM tokens", same: true }]);
  });

  it("fails where Okta signs with a key that the OIN client does not have", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const { steps } = await rehearse({ ...options(undefined), oktaKey: privateKey });
    expect(steps[2]).toMatchObject({
      outcome: "failed",
      reason: "client_assertion is not signed with a registered key of this client",
    });
  });

  const patchClient = (change: object) => call("PATCH", `/clients/${objects.client}`, change);
  const permission = (permission_name: string) => ({
    permissions: [
      { resource_server_identifier: "https://system.okta.com/actions/express-configure/v1", permission_name },
    ],
  });
  const member = async (): Promise<string> =>
    (await call<{ user_id: string }[]>("GET", "/users-by-email?email=ada@northwind.example"))[0]?.user_id ?? "";

  it.each<[what: string, change: () => Promise<unknown>, step: number, reason: RegExp]>([
    [
      "the admin has lost the role",
      async () =>
        call("DELETE", `/organizations/${organization}/members/${await member()}/roles`, { roles: [objects.role] }),
      3,
      /^This account may not set it up: its token lacks expressconfigure:sso$/,
    ],
    [
      "the role has lost its permission",
      () => call("DELETE", `/roles/${objects.role}/permissions`, permission("expressconfigure:sso")),
      3,
      /^This account may not set it up: its token lacks expressconfigure:sso$/,
    ],
    [
      "the admin has left the organization",
      async () => call("DELETE", `/organizations/${organization}/members`, { members: [await member()] }),
      2,
      /^The tenant refuses: .*user does not belong to any organization$/,
    ],
    [
      "no connection is enabled for the OIN client",
      async () => {
        const [database] = await call<{ id: string }[]>("GET", "/connections?strategy=auth0");
        await call("PATCH", `/connections/${database?.id}/clients`, [{ client_id: objects.client, status: false }]);
      },
      2,
      /^The tenant refuses: no connections enabled for the client$/,
    ],
    [
      "the Action is out of the flow",
      () => call("PATCH", "/actions/triggers/post-login/bindings", { bindings: [] }),
      3,
      /^sp_client_id: the app to configure is nothing, expected \w+; management_api_audience/,
    ],
    [
      "the OIN client has lost its metadata",
      () => patchClient({ client_metadata: { express_configure_sp_client_id: null } }),
      2,
      /^The tenant refuses: missing data$/,
    ],
    [
      "the OIN client has another callback",
      () => patchClient({ callbacks: ["https://system-admin.okta.example/callback"] }),
      2,
      /^The person is stuck on the page "Something went wrong"/,
    ],
    [
      "the consent page does not use the scopes' descriptions",
      () => call("PATCH", "/tenants/settings", { flags: { use_scope_descriptions_for_consent: false } }),
      3,
      /^What the admin agreed to on the consent page is .*Sso: expressconfigure your sso, expected .*Configure SSO with/,
    ],
    [
      "the grant has lost a scope",
      () => call("PATCH", `/client-grants/${objects.grant}`, { scope: ["read:connections"] }),
      4,
      /^Rights is read:connections, expected create:connections, /,
    ],
  ])("fails where %s, and goes no further", async (_what, change, step, reason) => {
    await change();
    const rehearsal = await rehearse(options(undefined));
    expect(rehearsal.passed).toBe(false);
    expect(rehearsal.steps.map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: step - 1 }, () => "passed"),
      "failed",
      ...Array.from({ length: 8 - step }, () => "not reached"),
    ]);
    expect(rehearsal.steps[step - 1]?.reason).toMatch(reason);
    expect(await reportOf(rehearsal, AT)).toContain(`It fails at step ${step}: `);
  });
});

const program = findChromium();

describe("in Chromium", () => {
  let chromium: Chromium | undefined;
  beforeAll(async () => {
    if (program === undefined) return;
    chromium = await Chromium.start(program, {
      origin: tenant.url,
      certificate: readFileSync(tenant.certificateFile, "utf8"),
    });
  });
  afterAll(() => chromium?.close());
  beforeEach(({ skip }) => skip(program === undefined, "Chromium is not installed (Debian: apt-get install chromium)"));

  let rehearsal: Rehearsal;

  it("plays every step with a picture of each page, light and dark", async () => {
    rehearsal = await rehearse(options(chromium));
    expect(outcomes(rehearsal)).toEqual(PASSED);
    expect(rehearsal.steps.map(({ pictures }) => pictures.map(({ heading }) => heading))).toEqual([
      [],
      ["Log in", "Authorize app"],
      [],
      [],
      [],
      [],
      ["Log in"],
      ["Log in", "Authorize app"],
    ]);
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
    for (const { light, dark } of rehearsal.steps.flatMap(({ pictures }) => pictures)) {
      expect([light, dark].map((picture) => picture.subarray(0, 4))).toEqual([png, png]);
      expect(light.equals(dark)).toBe(false);
    }
  });

  it("gives a report that needs no network and no script, and fits a telephone", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "rehearsal-test-")), "report.html");
    writeFileSync(file, await reportOf(rehearsal, AT));
    const browser = await playwright.launch({ executablePath: program ?? "" });
    try {
      const context = await browser.newContext({ viewport: { width: 360, height: 700 }, javaScriptEnabled: false });
      const page = await context.newPage();
      const requests: string[] = [];
      page.on("request", (request) => requests.push(request.url().slice(0, 5)));
      await page.goto(pathToFileURL(file).href);
      expect(requests).toEqual(["file:"]);
      expect(await page.locator("main").boundingBox()).toMatchObject({ x: 8, width: 344 });
      await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(
        "Rehearsal of Express Configuration: Acme SaaS",
      );
    } finally {
      await browser.close();
      rmSync(dirname(file), { recursive: true });
    }
  });
});
