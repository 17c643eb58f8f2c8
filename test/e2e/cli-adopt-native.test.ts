/**
 * Proof 1 of the commands for the native flavour: tenants that the dashboard set up, and as people leave them. adopt, then
 * a preview with exactly the differences expected, an up that mends them, and nothing to do; client ID, keys, what was
 * chosen on the dashboard and every foreign object stay.
 */
import { afterEach, describe, expect, it } from "vitest";
import type { Preview } from "../../cli/preview.ts";
import type { Snapshot } from "../../sandbox/tenant/index.ts";
import { livedInClientId } from "../../sandbox/tenant/seed/lived-in-clients.ts";
import { editBlock, goThroughWizard, leaveWizardHalfDone, renameWizardObjects, wizard, type WizardInputs } from "../fixtures/dashboard-tenants.ts";
import { type Call, followGuide } from "../fixtures/hand-made-tenants.ts";
import { setTimeout as delay } from "node:timers/promises";
import { openSession } from "../../sandbox/session.ts";
import { abouts, type CliAnswer, cli, handOf, json, startCli, startPulumi } from "./cli.ts";
import { foreignToNative, FULL_CONFIG, NATIVE_CONFIG, nativeIds, SERVICE_APP_CLIENT_ID, serviceApp, TEMPLATE, withoutBlock } from "./native-world.ts";
import { changes, CONFIG as GUIDE_CONFIG, keyText, NEXT_OKTA_KEY, OKTA_KEY, openWorld, ownIds, succeeded, type World } from "./world.ts";

let world: World;
afterEach(() => world.close());

/** What a person sets who leaves the rest to the dashboard. */
const { initiateLoginUriTemplate: _template, ...CONFIG } = NATIVE_CONFIG;

type Objects = Readonly<Record<string, string>>;
type Row = Readonly<Record<string, unknown>>;
type Answer = CliAnswer & { readonly preview: Preview; readonly writes: { readonly configuration: Readonly<Record<string, string>> } };

interface SetUpByDashboard {
  readonly title: string;
  /** Sets the tenant up; gives the IDs of the objects to be kept, by the names of `nativeIds`. */
  readonly setUp: (call: Call, inputs: WizardInputs) => Promise<Objects>;
  readonly config?: Readonly<Record<string, string | readonly string[]>>;
  /** Arguments for adopt beside --yes, given what was set up. */
  readonly args?: (objects: Objects) => readonly string[];
  readonly notices?: readonly string[];
  /** Settings that adopt writes beside the IDs, given what was set up. */
  readonly settings: (objects: Objects) => Readonly<Record<string, string>>;
  /** What the preview shows but for Pulumi's own bookkeeping. */
  readonly preview: readonly string[];
  /** What the app's block holds in the end that is not as it was; default: nothing. */
  readonly blockChanges?: (objects: Objects) => Row;
}

const CLIENT_IMPORTS = ["import express-native-oin-client-known-to-okta", "import express-native-oin-credentials"];
const IMPORTS = ["import express-consent-tenant", "import express-native-api-system-api", "import express-native-app-block", ...CLIENT_IMPORTS];
const ROLE_IMPORTS = ["import express-admin-permissions", "import express-admin-role"];
/** The PEM comes into the state; the key itself stays. */
const KEY_INTO_STATE = "update express-native-oin-credentials [privateKeyJwt.credentials[0]]";
const CONSENT = "update express-consent-tenant [flags.useScopeDescriptionsForConsent]";
const NAMES = "update express-native-oin-client-known-to-okta [description, name]";

const profilesById = ({ userAttributeProfile = "", connectionProfile = "" }: Objects) => ({
  "okta-express:connectionProfile.id": connectionProfile,
  "okta-express:userAttributeProfile.id": userAttributeProfile,
});

const TENANTS: readonly SetUpByDashboard[] = [
  {
    title: "the wizard gone through, every choice other than the stack's default",
    setUp: async (call, inputs) => {
      const [connection] = await call<readonly { readonly id: string }[]>("GET", "/connections?name=Username-Password-Authentication");
      const objects = await goThroughWizard(call, { ...inputs, adminLoginDomain: "login.acme.example", flow: { prompt: "post_login_prompt", connections: [connection?.id ?? ""] } });
      await editBlock(call, inputs.serviceAppClientId, {
        enable_client: false,
        enable_organization: false,
        linked_clients: [{ client_id: livedInClientId("Acme Dashboard") }, { client_id: livedInClientId("Acme Admin") }],
        oin_submission_id: "0oa-submission",
      });
      await call("PATCH", "/tenants/settings", { flags: { use_scope_descriptions_for_consent: true } });
      return { ...objects };
    },
    notices: ["notice native.display-name"],
    settings: (objects) => ({
      ...profilesById(objects),
      "okta-express:adminConnections[0]": "Username-Password-Authentication",
      "okta-express:adminLoginDomain": "login.acme.example",
      "okta-express:adminLoginFlow": "postLoginPrompt",
      "okta-express:enableClient": "false",
      "okta-express:enableOrganization": "false",
      "okta-express:initiateLoginUriTemplate": TEMPLATE,
      "okta-express:linkedClients[0]": livedInClientId("Acme Dashboard"),
      "okta-express:linkedClients[1]": livedInClientId("Acme Admin"),
      "okta-express:scim": "true",
    }),
    preview: [...ROLE_IMPORTS, ...IMPORTS, "import express-native-oin-on-Username-Password-Authentication", NAMES, KEY_INTO_STATE],
  },
  {
    title: "everything renamed since, a role of another name",
    setUp: async (call, inputs) => {
      const objects = await goThroughWizard(call, { ...inputs, permissions: ["express_configure:sso"] });
      await renameWizardObjects(call, objects);
      return { ...objects };
    },
    notices: ["notice native.display-name"],
    settings: (objects) => ({ ...profilesById(objects), "okta-express:initiateLoginUriTemplate": TEMPLATE }),
    preview: [...ROLE_IMPORTS, ...IMPORTS, "update express-admin-role [description, name]", CONSENT, NAMES, KEY_INTO_STATE],
  },
  {
    title: "an existing role, which has other permissions, and a further one that may run it too",
    setUp: async (call, inputs) => {
      const [shared = "", further = ""] = await Promise.all(["Tenant Admin", "Support"].map((name) => roleCalled(call, name)));
      const { role: _shared, ...objects } = await goThroughWizard(call, { ...inputs, role: shared });
      await wizard.chooseRole(call, { role: further, permissions: ["express_configure:sso"] });
      return { ...objects, sharedRole: shared };
    },
    args: ({ sharedRole = "" }) => ["--role", sharedRole],
    notices: ["notice native.display-name", "notice native.other-roles"],
    settings: (objects) => ({
      ...profilesById(objects),
      "okta-express:adminRole": objects["sharedRole"] ?? "",
      "okta-express:initiateLoginUriTemplate": TEMPLATE,
      "okta-express:scim": "true",
    }),
    preview: ["import express-admin-permission-native-scim", "import express-admin-permission-native-sso", ...IMPORTS, CONSENT, NAMES, KEY_INTO_STATE],
  },
  {
    title: "two keys on the client",
    setUp: async (call, inputs) => {
      const objects = await goThroughWizard(call, inputs);
      await wizard.uploadKey(call, objects.client, keyText(NEXT_OKTA_KEY), "OIN key 2");
      return { ...objects };
    },
    config: { oktaPublicKeys: [OKTA_KEY, NEXT_OKTA_KEY], scim: "true" },
    notices: ["notice native.display-name"],
    settings: (objects) => ({ ...profilesById(objects), "okta-express:initiateLoginUriTemplate": TEMPLATE }),
    preview: [...ROLE_IMPORTS, ...IMPORTS, CONSENT, NAMES, "update express-native-oin-credentials [privateKeyJwt.credentials[0], privateKeyJwt.credentials[1]]"],
  },
  {
    title: "the wizard half gone through: a client without a key that no app names",
    setUp: async (call) => ({ ...(await leaveWizardHalfDone(call)) }),
    config: { initiateLoginUriTemplate: TEMPLATE },
    notices: ["notice native.display-name"],
    settings: () => ({}),
    preview: [
      "create express-native-api-system-api",
      "create express-native-app-block",
      "create express-native-attributes-profile",
      "create express-native-connections-profile",
      ...ROLE_IMPORTS,
      "import express-consent-tenant",
      ...CLIENT_IMPORTS,
      "update express-admin-permissions [permissions]",
      "update express-admin-role [description]",
      CONSENT,
      NAMES,
      "update express-native-oin-credentials [privateKeyJwt.credentials]",
    ],
    blockChanges: () => ({}),
  },
  {
    title: "two OIN clients, of which the app names one; the configuration chooses otherwise than the dashboard",
    setUp: async (call, inputs) => {
      const leftOver = await wizard.createClient(call, { displayName: "Okta OIN Express Configuration", flow: { prompt: "pre_login_prompt" } });
      await wizard.uploadKey(call, leftOver, keyText(NEXT_OKTA_KEY));
      const objects = await goThroughWizard(call, { ...inputs, template: "https://old.acme.example/login" });
      await editBlock(call, inputs.serviceAppClientId, { oin_submission_id: "0oa-submission", linked_clients: [{ client_id: livedInClientId("Acme Dashboard") }, { client_id: "gone-since-0123456789" }] });
      return { ...objects };
    },
    config: { initiateLoginUriTemplate: TEMPLATE, adminLoginDomain: "login.acme.example", scim: "true" },
    notices: ["notice native.display-name", "notice native.left-over-client", "notice native.lost"],
    settings: (objects) => ({ ...profilesById(objects), "okta-express:linkedClients[0]": livedInClientId("Acme Dashboard") }),
    preview: [
      ...ROLE_IMPORTS,
      ...IMPORTS,
      CONSENT,
      "update express-native-app-block [expressConfiguration.adminLoginDomain, expressConfiguration.initiateLoginUriTemplate, expressConfiguration.linkedClients[1]]",
      NAMES,
      KEY_INTO_STATE,
    ],
    blockChanges: () => ({ initiate_login_uri_template: TEMPLATE, admin_login_domain: "login.acme.example", linked_clients: [{ client_id: livedInClientId("Acme Dashboard") }] }),
  },
];

async function roleCalled(call: Call, name: string): Promise<string> {
  const roles = await call<readonly { readonly id: string; readonly name: string }[]>("GET", "/roles");
  return roles.find((role) => role.name === name)?.id ?? "";
}

/** A world whose tenant the dashboard set up. */
async function openSetUp(setUp: SetUpByDashboard["setUp"], config: SetUpByDashboard["config"] = {}): Promise<Objects> {
  world = await openWorld({ config: { ...CONFIG, ...config } });
  return setUp(handOf(world.tenant), wizardInputs());
}

function wizardInputs(): WizardInputs {
  return {
    serviceAppClientId: SERVICE_APP_CLIENT_ID,
    template: TEMPLATE,
    adminLoginDomain: world.tenant.domain,
    displayName: "Acme SaaS",
    flow: { prompt: "pre_login_prompt" },
    oktaPublicKey: keyText(OKTA_KEY),
  };
}

const rows = (snapshot: Snapshot, name: string) => snapshot[name] as unknown as readonly Row[];
const keysOf = (snapshot: Snapshot, client: string | undefined) => rows(snapshot, "credentials").filter((row) => row["client_id"] === client);
const blockIn = (app: Row) => app["express_configuration"] as Row | undefined;

/** The plan of a preview, without Pulumi's own bookkeeping and the components around it. */
function planned({ steps }: Preview): string[] {
  return steps
    .filter(({ type }) => type.startsWith("auth0:") || type.startsWith("auth0-app-block:"))
    .map(({ op, name, paths }) => `${op} ${name}${paths.length === 0 ? "" : ` [${paths.join(", ")}]`}`)
    .sort();
}

/** The settings of what adopt writes: all but the IDs of objects to import. */
const settingsOf = ({ writes }: Answer) => Object.fromEntries(Object.entries(writes.configuration).filter(([path]) => !path.startsWith("okta-express:adopt.")));

describe.each(TENANTS)("$title", ({ setUp, config, args = () => [], notices = [], settings, preview, blockChanges = () => ({}) }) => {
  it("is taken over, and what was chosen goes on", async () => {
    const objects = await openSetUp(setUp, config);
    const { tenant, session } = world;
    const before = tenant.snapshot();
    const app = serviceApp(tenant);

    const adopted = await cli(session, "adopt", ["--yes", "--json", ...args(objects)]);
    const answer = json<Answer>(adopted);
    expect(abouts(answer), adopted.stdout).toEqual(notices);
    expect(adopted.exitCode, adopted.stdout).toBe(0);
    expect(tenant.snapshot()).toEqual(before);
    expect(settingsOf(answer)).toEqual(settings(objects));
    expect(planned(answer.preview)).toEqual([...preview].sort());

    succeeded(await session.up());
    const ids = await nativeIds(session);
    const { userAttributeProfile: _uap, connectionProfile: _cop, sharedRole: _role, ...kept } = objects;
    expect(ids).toMatchObject(kept);
    succeeded(await session.preview({ args: ["--expect-no-changes"] }));

    const after = tenant.snapshot();
    expect(foreignToNative(after, ids)).toBe(foreignToNative(before, ids));
    expect(withoutBlock(serviceApp(tenant))).toEqual(withoutBlock(app));
    if (blockIn(app) !== undefined) expect(blockIn(serviceApp(tenant))).toEqual({ ...blockIn(app), ...blockChanges(objects) });
    if (keysOf(before, ids.client).length > 0) expect(keysOf(after, ids.client)).toEqual(keysOf(before, ids.client));

    const settled = json<CliAnswer>(await cli(session, "adopt", ["--yes", "--json"]));
    expect(settled.findings.filter(({ about }) => about === "adopt").map(({ says }) => says)).toEqual(["The take-over is through; okta-express:adopt was removed from the configuration."]);
    succeeded(await session.preview({ args: ["--expect-no-changes"] }));
  });
});

/** adopt where it is to refuse: it says what it found, and nothing is written, neither to the tenant nor to the stack. */
async function refusal(...args: string[]): Promise<CliAnswer> {
  const before = world.tenant.snapshot();
  const settings = await configuration();
  const run = await cli(world.session, "adopt", ["--yes", "--json", ...args]);
  expect(run.exitCode, run.stdout).toBe(1);
  expect(world.tenant.snapshot()).toEqual(before);
  expect(await configuration()).toBe(settings);
  return json<CliAnswer>(run);
}

async function configuration(): Promise<string> {
  return (await world.session.pulumi(["config", "--json", "--stack", "test"])).stdout;
}

describe("what a person has to say", () => {
  it("which of two OIN clients that no application names, and which of two roles", async () => {
    const clients: string[] = [];
    const roles: string[] = [];
    await openSetUp(
      async (call) => {
        await wizard.openTab(call);
        for (const displayName of ["One", "Other"]) clients.push(await wizard.createClient(call, { displayName, flow: { prompt: "pre_login_prompt" } }));
        for (const name of ["Tenant Admin", "Support"]) roles.push(await wizard.chooseRole(call, { role: await roleCalled(call, name) }));
        return {};
      },
      { initiateLoginUriTemplate: TEMPLATE },
    );
    const [one = "", other = ""] = clients;

    const both = await refusal();
    expect(abouts(both)).toEqual(["problem ambiguous.nativeClient", "problem ambiguous.role"]);
    const told = (about: string) => both.findings.find((finding) => finding.about === about);
    expect(told("ambiguous.nativeClient")?.says).toBe("There are 2 candidates for the OIN client of Auth0's Express Configuration.");
    expect(new Set(told("ambiguous.nativeClient")?.mend?.slice(0, 2))).toEqual(
      new Set([`${one}   "One", without a key, named by no application`, `${other}   "Other", without a key, named by no application`]),
    );
    expect(told("ambiguous.nativeClient")?.mend?.slice(2)).toEqual(["Okta knows the one whose client ID it was sent. Name it:", "npm run adopt -- --stack test --native-client <ID>"]);
    expect(JSON.stringify(told("ambiguous.role")?.details)).toContain(roles[0] ?? "");
    expect(JSON.stringify(told("ambiguous.role")?.details)).toContain(roles[1] ?? "");
    expect(abouts(await refusal("--native-client", other))).toEqual(["problem ambiguous.role"]);
    expect(abouts(await refusal("--native-client", SERVICE_APP_CLIENT_ID, "--role", roles[0] ?? ""))).toEqual(["problem ambiguous.nativeClient"]);

    const adopted = json<Answer>(await cli(world.session, "adopt", ["--yes", "--json", "--client", other, "--role", roles[1] ?? ""]));
    expect(adopted.writes.configuration).toMatchObject({ "okta-express:adopt.nativeClient": other, "okta-express:adminRole": roles[1] });
    expect(abouts(adopted)).toEqual(["notice native.display-name", "notice native.left-over-client", "notice native.other-roles"]);
  });

  it("what to do with a key that no file holds", async () => {
    const { client = "" } = await openSetUp(async (call, inputs) => {
      const objects = await goThroughWizard(call, inputs);
      await wizard.uploadKey(call, objects.client, keyText(NEXT_OKTA_KEY), "OIN key 2");
      return { ...objects };
    });
    const { findings } = await refusal();
    const [unknown] = findings.filter(({ about }) => about === "keys.unknown");
    expect(unknown?.details).toMatchObject({ clientId: client, name: "OIN key 2" });
    expect(unknown?.mend?.[1]).toBe("pulumi config set --path 'okta-express:oktaPublicKeys[1]' <file> --stack test");
  });

  it("which flavour: the dashboard's tenant for a stack of the guide, the guide's for one of native", async () => {
    const { client = "" } = await openSetUp(async (call, inputs) => ({ ...(await goThroughWizard(call, inputs)) }), { flavour: "guide", initiateLoginUri: GUIDE_CONFIG.initiateLoginUri });
    const guide = await refusal();
    expect(abouts(guide)).toEqual(["problem flavour"]);
    expect(guide.findings[0]?.says).toBe(
      `The service app was set up in the other flavour: it has the OIN client of Auth0's own Express Configuration, ${client}, and none of flavour guide. up would make a second one, which Okta does not know.`,
    );
    expect(guide.findings[0]?.mend?.[1]).toBe("pulumi config set okta-express:flavour native --stack test");
    await world.close();

    const { client: linked = "" } = await openSetUp(
      async (call, { serviceAppClientId, oktaPublicKey }) => ({
        ...(await followGuide(call, { domain: world.tenant.domain, serviceAppClientId, serviceInitLoginUrl: GUIDE_CONFIG.initiateLoginUri, oktaPublicKey })),
      }),
      { initiateLoginUriTemplate: TEMPLATE },
    );
    const native = await refusal();
    expect(abouts(native)).toEqual(["problem flavour"]);
    expect(native.findings[0]?.details).toEqual({ flavour: "native", found: "guide", clientId: linked });
    expect(native.findings[0]?.mend).toContain("pulumi config set okta-express:flavour both --stack test");
  });
});

it("the configuration as it stands prevails with --as-configured", async () => {
  const { client = "" } = await openSetUp(
    async (call, inputs) => {
      const objects = await goThroughWizard(call, { ...inputs, adminLoginDomain: "login.acme.example" });
      await editBlock(call, inputs.serviceAppClientId, { enable_client: false });
      return { ...objects };
    },
    { initiateLoginUriTemplate: TEMPLATE },
  );
  const answer = json<Answer>(await cli(world.session, "adopt", ["--yes", "--json", "--as-configured"]));
  expect(settingsOf(answer)).toEqual({});
  expect(planned(answer.preview)).toEqual(
    [
      "create express-native-attributes-profile",
      "create express-native-connections-profile",
      ...ROLE_IMPORTS,
      ...IMPORTS,
      "update express-admin-permissions [permissions[0]]",
      CONSENT,
      "update express-native-app-block [expressConfiguration.adminLoginDomain, expressConfiguration.connectionProfileId, expressConfiguration.enableClient, expressConfiguration.userAttributeProfileId]",
      NAMES,
      KEY_INTO_STATE,
    ].sort(),
  );
  succeeded(await world.session.up());
  expect(blockIn(serviceApp(world.tenant))).toMatchObject({ okta_oin_client_id: client, admin_login_domain: world.tenant.domain, enable_client: true });
  succeeded(await world.session.preview({ args: ["--expect-no-changes"] }));
});

it("two keys of one name are told: no up changes a key, whatever a preview shows", async () => {
  const { client = "" } = await openSetUp(
    async (call, inputs) => {
      const objects = await goThroughWizard(call, inputs);
      await wizard.uploadKey(call, objects.client, keyText(NEXT_OKTA_KEY));
      return { ...objects };
    },
    { oktaPublicKeys: [OKTA_KEY, NEXT_OKTA_KEY], scim: "true" },
  );
  const keys = keysOf(world.tenant.snapshot(), client);
  expect(abouts(json<Answer>(await cli(world.session, "adopt", ["--yes", "--json"])))).toEqual(["notice keys.same-name", "notice native.display-name"]);
  for (let times = 0; times < 2; times += 1) {
    succeeded(await world.session.up());
    expect(keysOf(world.tenant.snapshot(), client)).toEqual(keys);
    expect(changes(await world.session.preview())).toEqual([expect.stringMatching(/^update express-native-oin-credentials /)]);
  }
});

it("everything of a stack whose state was lost is taken over by the next one: profiles, Actions and connections too", async () => {
  world = await openWorld({ config: FULL_CONFIG });
  const { tenant } = world;
  succeeded(await world.session.up());
  const ids = await nativeIds(world.session);
  await world.session.close();
  const before = tenant.snapshot();
  const session = await openSession({ tenant, stack: "test", config: FULL_CONFIG });
  world = { ...world, session, close: async () => void (await session.close(), await tenant.stop()) };

  const answer = json<Answer>(await cli(session, "adopt", ["--yes", "--json"]));
  expect(abouts(answer)).toEqual([]);
  expect(settingsOf(answer)).toEqual({});
  expect(planned(answer.preview)).toEqual(
    [
      ...IMPORTS,
      "import express-native-admins-action",
      "import express-native-admins-binding",
      "import express-native-attributes-profile",
      "import express-native-connections-profile",
      "import express-native-domains-action",
      "import express-native-domains-binding",
      "import express-native-oin-on-Username-Password-Authentication",
      "update express-native-admins-action [deploy, secrets]",
      "update express-native-domains-action [deploy, secrets]",
      KEY_INTO_STATE,
    ].sort(),
  );
  succeeded(await session.up());
  expect(await nativeIds(session)).toEqual(ids);
  succeeded(await session.preview({ args: ["--expect-no-changes"] }));
  const after = tenant.snapshot();
  expect(foreignToNative(after, ids)).toBe(foreignToNative(before, ids));
  expect(serviceApp(tenant)).toEqual((before["clients"] as unknown as Row[]).find((app) => app["client_id"] === SERVICE_APP_CLIENT_ID));
  expect(keysOf(after, ids.client)).toEqual(keysOf(before, ids.client));
});

it("both flavours, each set up by hand, are taken over side by side, with the one role that serves both", async () => {
  const objects = await openSetUp(
    async (call, inputs) => {
      const guide = await followGuide(call, { domain: world.tenant.domain, serviceAppClientId: SERVICE_APP_CLIENT_ID, serviceInitLoginUrl: GUIDE_CONFIG.initiateLoginUri, oktaPublicKey: inputs.oktaPublicKey });
      const native = await goThroughWizard(call, { ...inputs, role: guide.role, permissions: ["express_configure:sso"] });
      return { guideClient: guide.client, nativeClient: native.client, role: guide.role, action: guide.action, grant: guide.grant };
    },
    { flavour: "both", initiateLoginUri: GUIDE_CONFIG.initiateLoginUri },
  );
  const { tenant, session } = world;
  const before = tenant.snapshot();
  const answer = json<Answer>(await cli(session, "adopt", ["--yes", "--json"]));
  expect(abouts(answer)).toEqual(["notice guide.audience", "notice guide.login-uri", "notice guide.unbound-actions", "notice native.display-name"]);
  expect(tenant.snapshot()).toEqual(before);
  expect(planned(answer.preview).filter((line) => line.startsWith("create"))).toEqual([]);
  succeeded(await session.up());
  const [guideIds, ids] = [await ownIds(session), await nativeIds(session)];
  expect({ guideClient: guideIds.client, nativeClient: ids.client, role: ids.role, action: guideIds.action, grant: guideIds.grant }).toEqual(objects);
  succeeded(await session.preview({ args: ["--expect-no-changes"] }));
  const all = { ...ids, ...Object.fromEntries(Object.entries(guideIds).map(([name, id]) => [`guide_${name}`, id])) };
  const after = tenant.snapshot();
  expect(foreignToNative(after, all)).toBe(foreignToNative(before, all));
  for (const client of [guideIds.client, ids.client]) expect(keysOf(after, client)).toEqual(keysOf(before, client));
});

it("adopt, killed at each of its steps, takes over the same tenant when it is run again", async () => {
  const objects = await openSetUp(async (call, inputs) => ({ ...(await goThroughWizard(call, inputs)) }));
  const { session, tenant } = world;
  const before = tenant.snapshot();
  for (const step of ["Looking for the native objects", "✔ Looking for the native objects", "Writing the configuration", "✔ Writing the configuration", "Previewing"]) {
    const running = startCli(session, "adopt", ["--yes"]);
    const ended = running.ended.then(() => "ended" as const);
    while (!running.said().includes(step) && (await Promise.race([ended, delay(2)])) !== "ended") continue;
    expect(running.said()).toContain(step);
    running.kill();
    await ended;
    await startPulumi(session, ["cancel", "--yes"]).ended;
  }
  const adopted = await cli(session, "adopt", ["--yes"]);
  expect(adopted.exitCode, adopted.stdout).toBe(0);
  expect(tenant.snapshot()).toEqual(before);
  succeeded(await session.up());
  const { userAttributeProfile: _uap, connectionProfile: _cop, ...kept } = objects;
  const ids = await nativeIds(session);
  expect(ids).toMatchObject(kept);
  expect(foreignToNative(tenant.snapshot(), ids)).toBe(foreignToNative(before, ids));
  succeeded(await session.preview({ args: ["--expect-no-changes"] }));
});
