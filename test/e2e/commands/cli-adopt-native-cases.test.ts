/**
 * adopt of the native flavour where a person has to say something, where the configuration is to prevail, where both
 * flavours are there or the state was lost, and where it is killed. See cli-adopt-native for tenants taken over whole.
 */
import { afterEach, describe, expect, it } from "vitest";
import { openSession } from "../../../packages/pulumi-sandbox/src/session.ts";
import { editBlock, goThroughWizard, wizard, type WizardInputs } from "../../fixtures/dashboard-tenants.ts";
import { followGuide, type GuideInputs } from "../../fixtures/hand-made-tenants.ts";
import { abouts, type CliAnswer, cli, json, handOf } from "../support/cli.ts";
import {
  type Answer,
  blockIn,
  CONSENT,
  IMPORTS,
  KEY_INTO_STATE,
  keysOf,
  type Objects,
  openSetUp,
  planned,
  ROLE_IMPORTS,
  roleCalled,
  type Row,
  settingsOf,
} from "../support/dashboard-world.ts";
import { adoptKilledAt } from "../support/interruption.ts";
import {
  foreignToNative,
  FULL_CONFIG,
  nativeIds,
  SERVICE_APP_CLIENT_ID,
  serviceApp,
  TEMPLATE,
} from "../support/native-world.ts";
import {
  CONFIG as GUIDE_CONFIG,
  keyText,
  NEXT_OKTA_KEY,
  OKTA_KEY,
  openWorld,
  PROJECT,
  ownIds,
  succeeded,
  type World,
} from "../support/world.ts";

let world: World;
afterEach(() => world.close());

async function open(...args: Parameters<typeof openSetUp>): Promise<Objects> {
  const opened = await openSetUp(...args);
  world = opened.world;
  return opened.objects;
}

/** The same for who follows Okta's guide. */
function guideInputs({ domain, serviceAppClientId, oktaPublicKey }: WizardInputs): GuideInputs {
  return { domain, serviceAppClientId, serviceInitLoginUrl: GUIDE_CONFIG.initiateLoginUri, oktaPublicKey };
}

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
    await open(
      async (call) => {
        await wizard.openTab(call);
        for (const displayName of ["One", "Other"])
          clients.push(await wizard.createClient(call, { displayName, flow: { prompt: "pre_login_prompt" } }));
        for (const name of ["Tenant Admin", "Support"])
          roles.push(await wizard.chooseRole(call, { role: await roleCalled(call, name) }));
        return {};
      },
      { initiateLoginUriTemplate: TEMPLATE },
    );
    const [one = "", other = ""] = clients;

    const both = await refusal();
    expect(abouts(both)).toEqual(["problem ambiguous.nativeClient", "problem ambiguous.role"]);
    const told = (about: string) => both.findings.find((finding) => finding.about === about);
    expect(told("ambiguous.nativeClient")?.says).toBe(
      "There are 2 candidates for the OIN client of Auth0's Express Configuration.",
    );
    expect(new Set(told("ambiguous.nativeClient")?.mend?.slice(0, 2))).toEqual(
      new Set([
        `${one}   "One", without a key, named by no application`,
        `${other}   "Other", without a key, named by no application`,
      ]),
    );
    expect(told("ambiguous.nativeClient")?.mend?.slice(2)).toEqual([
      "Okta knows the one whose client ID it was sent. Name it:",
      "npm run adopt -- --stack test --yes --role <ID> --native-client <ID>",
    ]);
    expect(JSON.stringify(told("ambiguous.role")?.details)).toContain(roles[0] ?? "");
    expect(JSON.stringify(told("ambiguous.role")?.details)).toContain(roles[1] ?? "");
    expect(abouts(await refusal("--native-client", other))).toEqual(["problem ambiguous.role"]);
    expect(abouts(await refusal("--native-client", SERVICE_APP_CLIENT_ID, "--role", roles[0] ?? ""))).toEqual([
      "problem ambiguous.nativeClient",
    ]);

    const wrong = await refusal("--as-configured", "--client", SERVICE_APP_CLIENT_ID, "--role", roles[0] ?? "");
    expect(wrong.findings[0]?.mend?.at(-1)).toBe(
      `npm run adopt -- --stack test --yes --as-configured --role ${roles[0] ?? ""} --native-client <ID>`,
    );

    // Nobody is there to agree: the command that is told does what this one would have done.
    const unwritten = json(await cli(world.session, "adopt", ["--json", "--client", other, "--role", roles[1] ?? ""]));
    expect(unwritten.findings.at(-1)).toMatchObject({
      says: "Nothing was written.",
      mend: ["To write it:", `npm run adopt -- --stack test --client ${other} --role ${roles[1] ?? ""} --yes`],
    });

    const adopted = json<Answer>(
      await cli(world.session, "adopt", ["--yes", "--json", "--client", other, "--role", roles[1] ?? ""]),
    );
    expect(adopted.writes.configuration).toMatchObject({
      "okta-express:adopt.nativeClient": other,
      "okta-express:adminRole": roles[1],
    });
    expect(abouts(adopted)).toEqual(["notice native.left-over-client", "notice native.other-roles"]);
  });

  it("what to do with a key that no file holds", async () => {
    const { client = "" } = await open(async (call, inputs) => {
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
    const { client = "" } = await open(async (call, inputs) => ({ ...(await goThroughWizard(call, inputs)) }), {
      flavour: "guide",
      initiateLoginUri: GUIDE_CONFIG.initiateLoginUri,
    });
    const guide = await refusal();
    expect(abouts(guide)).toEqual(["problem flavour"]);
    expect(guide.findings[0]?.says).toBe(
      `The service app was set up in the other flavour: it has the OIN client of Auth0's own Express Configuration, ${client}, and none of flavour guide. up would make a second one, which Okta does not know.`,
    );
    expect(guide.findings[0]?.mend?.[1]).toBe("pulumi config set okta-express:flavour native --stack test");
    await world.close();

    const { client: linked = "" } = await open(
      async (call, inputs) => ({ ...(await followGuide(call, guideInputs(inputs))) }),
      { initiateLoginUriTemplate: TEMPLATE },
    );
    const native = await refusal();
    expect(abouts(native)).toEqual(["problem flavour"]);
    expect(native.findings[0]?.details).toEqual({ flavour: "native", found: "guide", clientId: linked });
    expect(native.findings[0]?.mend).toContain("pulumi config set okta-express:flavour both --stack test");
  });
});

it("the configuration as it stands prevails with --as-configured", async () => {
  const { client = "" } = await open(
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
      "update express-admin-permissions [permissions[1]]",
      CONSENT,
      "update express-native-app-block [expressConfiguration.adminLoginDomain, expressConfiguration.connectionProfileId, expressConfiguration.enableClient, expressConfiguration.userAttributeProfileId]",
      "update express-native-oin-client-known-to-okta [description, name]",
      KEY_INTO_STATE,
    ].sort(),
  );
  succeeded(await world.session.up());
  expect(blockIn(serviceApp(world.tenant))).toMatchObject({
    okta_oin_client_id: client,
    admin_login_domain: world.tenant.domain,
    enable_client: true,
  });
  succeeded(await world.session.preview({ args: ["--expect-no-changes"] }));
});

it("two keys of one name are refused; with one taken off, as it is told, the next up puts that one back under a name of its own", async () => {
  const { client = "" } = await open(
    async (call, inputs) => {
      const objects = await goThroughWizard(call, inputs);
      await wizard.uploadKey(call, objects.client, keyText(NEXT_OKTA_KEY));
      return { ...objects };
    },
    { oktaPublicKeys: [OKTA_KEY, NEXT_OKTA_KEY], scim: "true" },
  );
  const call = handOf(world.tenant);
  const named = () =>
    call<readonly { readonly id: string; readonly kid: string; readonly name: string }[]>(
      "GET",
      `/clients/${client}/credentials`,
    );
  const [first, second] = await named();
  if (first === undefined || second === undefined) throw new Error("the client must have two keys");
  expect(first.name).toBe(second.name);
  const answer = json<Answer>(await cli(world.session, "adopt", ["--yes", "--json"]));
  expect(abouts(answer)).toContain("problem keys.same-name");
  const told = answer.findings.find(({ about }) => about === "keys.same-name")?.mend?.join("\n");
  expect(told).toContain(`{"credentials":[{"id":"${first.id}"}]}`);
  expect(told).toContain(`npm run api -- delete clients/${client}/credentials/${second.id} --stack test`);

  await call("PATCH", `/clients/${client}`, {
    client_authentication_methods: { private_key_jwt: { credentials: [{ id: first.id }] } },
  });
  await call("DELETE", `/clients/${client}/credentials/${second.id}`);
  expect(abouts(json<Answer>(await cli(world.session, "adopt", ["--yes", "--json"])))).toEqual([]);
  succeeded(await world.session.up());
  expect((await named()).map(({ kid, name }) => `${kid} ${name}`).sort()).toEqual(
    [`${first.kid} ${first.name}`, `${second.kid} OIN Public Key`].sort(),
  );
  succeeded(await world.session.preview({ args: ["--expect-no-changes"] }));
});

it("everything of a stack whose state was lost is taken over by the next one: profiles, Actions and connections too", async () => {
  world = await openWorld({ config: FULL_CONFIG });
  const { tenant } = world;
  succeeded(await world.session.up());
  const ids = await nativeIds(world.session);
  await world.session.close();
  const before = tenant.snapshot();
  const session = await openSession({ tenant, program: PROJECT, stack: "test", config: FULL_CONFIG });
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
  expect(serviceApp(tenant)).toEqual(
    (before["clients"] as unknown as Row[]).find((app) => app["client_id"] === SERVICE_APP_CLIENT_ID),
  );
  expect(keysOf(after, ids.client)).toEqual(keysOf(before, ids.client));
});

it("both flavours, each set up by hand, are taken over side by side, with the one role that serves both", async () => {
  const objects = await open(
    async (call, inputs) => {
      const guide = await followGuide(call, guideInputs(inputs));
      const native = await goThroughWizard(call, {
        ...inputs,
        role: guide.role,
        permissions: ["express_configure:sso"],
      });
      return {
        guideClient: guide.client,
        nativeClient: native.client,
        role: guide.role,
        action: guide.action,
        grant: guide.grant,
      };
    },
    { flavour: "both", initiateLoginUri: GUIDE_CONFIG.initiateLoginUri },
  );
  const { tenant, session } = world;
  const before = tenant.snapshot();
  const answer = json<Answer>(await cli(session, "adopt", ["--yes", "--json"]));
  expect(abouts(answer)).toEqual(["notice guide.audience", "notice guide.login-uri", "notice guide.unbound-actions"]);
  expect(tenant.snapshot()).toEqual(before);
  expect(planned(answer.preview).filter((line) => line.startsWith("create"))).toEqual([]);
  succeeded(await session.up());
  const [guideIds, ids] = [await ownIds(session), await nativeIds(session)];
  expect({
    guideClient: guideIds.client,
    nativeClient: ids.client,
    role: ids.role,
    action: guideIds.action,
    grant: guideIds.grant,
  }).toEqual(objects);
  succeeded(await session.preview({ args: ["--expect-no-changes"] }));
  const all = { ...ids, ...Object.fromEntries(Object.entries(guideIds).map(([name, id]) => [`guide_${name}`, id])) };
  const after = tenant.snapshot();
  expect(foreignToNative(after, all)).toBe(foreignToNative(before, all));
  for (const client of [guideIds.client, ids.client]) expect(keysOf(after, client)).toEqual(keysOf(before, client));
});

it("adopt, killed at each of its steps, takes over the same tenant when it is run again", async () => {
  const objects = await open(async (call, inputs) => ({ ...(await goThroughWizard(call, inputs)) }));
  const { session, tenant } = world;
  const before = tenant.snapshot();
  await adoptKilledAt(session, [
    "Looking for the native objects",
    "✔ Looking for the native objects",
    "Writing the configuration",
    "✔ Writing the configuration",
    "Previewing",
  ]);
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
