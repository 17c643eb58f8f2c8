/**
 * Proof 1 of the commands for the native flavour: tenants that the dashboard set up, and as people leave them. adopt, then
 * a preview with exactly the differences expected, an up that mends them, and nothing to do; client ID, keys, what was
 * chosen on the dashboard and every foreign object stay.
 */
import { afterEach, describe, expect, it } from "vitest";
import { populatedClientId } from "../../../packages/local-tenant/src/seed/populated-clients.ts";
import {
  editBlock,
  goThroughWizard,
  leaveWizardHalfDone,
  renameWizardObjects,
  wizard,
} from "../../fixtures/dashboard-tenants.ts";
import { abouts, type CliAnswer, cli, json } from "../support/cli.ts";
import {
  type Answer,
  blockIn,
  CLIENT_IMPORTS,
  CONSENT,
  IMPORTS,
  KEY_INTO_STATE,
  keysOf,
  DESCRIPTION,
  type Objects,
  openSetUp,
  planned,
  ROLE_IMPORTS,
  roleCalled,
  type Row,
  settingsOf,
  type SetUp,
} from "../support/dashboard-world.ts";
import { foreignToNative, nativeIds, serviceApp, TEMPLATE, withoutBlock } from "../support/native-world.ts";
import { keyText, NEXT_OKTA_KEY, OKTA_KEY, succeeded, type World } from "../support/world.ts";

let world: World;
afterEach(() => world.close());

interface SetUpByDashboard {
  readonly title: string;
  readonly setUp: SetUp;
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

const profilesById = ({ userAttributeProfile = "", connectionProfile = "" }: Objects) => ({
  "okta-express:connectionProfile.id": connectionProfile,
  "okta-express:userAttributeProfile.id": userAttributeProfile,
});

/** What the wizard called the OIN client. */
const DISPLAY_NAME = { "okta-express:displayName": "Acme SaaS" };

const TENANTS: readonly SetUpByDashboard[] = [
  {
    title: "the wizard gone through, every choice other than the stack's default",
    setUp: async (call, inputs) => {
      const [connection] = await call<readonly { readonly id: string }[]>(
        "GET",
        "/connections?name=Username-Password-Authentication",
      );
      const objects = await goThroughWizard(call, {
        ...inputs,
        adminLoginDomain: "login.acme.example",
        flow: { prompt: "post_login_prompt", connections: [connection?.id ?? ""] },
      });
      await editBlock(call, inputs.serviceAppClientId, {
        enable_client: false,
        enable_organization: false,
        linked_clients: [
          { client_id: populatedClientId("Acme Dashboard") },
          { client_id: populatedClientId("Acme Admin") },
        ],
        oin_submission_id: "0oa-submission",
      });
      await call("PATCH", "/tenants/settings", { flags: { use_scope_descriptions_for_consent: true } });
      return { ...objects };
    },
    settings: (objects) => ({
      ...profilesById(objects),
      ...DISPLAY_NAME,
      "okta-express:adminConnections[0]": "Username-Password-Authentication",
      "okta-express:adminLoginDomain": "login.acme.example",
      "okta-express:adminLoginFlow": "postLoginPrompt",
      "okta-express:enableClient": "false",
      "okta-express:enableOrganization": "false",
      "okta-express:initiateLoginUriTemplate": TEMPLATE,
      "okta-express:linkedClients[0]": populatedClientId("Acme Dashboard"),
      "okta-express:linkedClients[1]": populatedClientId("Acme Admin"),
      "okta-express:scim": "true",
    }),
    preview: [
      ...ROLE_IMPORTS,
      ...IMPORTS,
      "import express-native-oin-on-Username-Password-Authentication",
      DESCRIPTION,
      KEY_INTO_STATE,
    ],
  },
  {
    title: "everything renamed since, a role of another name",
    setUp: async (call, inputs) => {
      const objects = await goThroughWizard(call, { ...inputs, permissions: ["express_configure:sso"] });
      await renameWizardObjects(call, objects);
      return { ...objects };
    },
    settings: (objects) => ({
      ...profilesById(objects),
      "okta-express:displayName": "Okta (do not touch)",
      "okta-express:initiateLoginUriTemplate": TEMPLATE,
    }),
    preview: [
      ...ROLE_IMPORTS,
      ...IMPORTS,
      "update express-admin-role [description, name]",
      CONSENT,
      DESCRIPTION,
      KEY_INTO_STATE,
    ],
  },
  {
    title: "an existing role, which has other permissions, and a further one that may run it too",
    setUp: async (call, inputs) => {
      const [shared = "", further = ""] = await Promise.all(
        ["Tenant Admin", "Support"].map((name) => roleCalled(call, name)),
      );
      const { role: _shared, ...objects } = await goThroughWizard(call, { ...inputs, role: shared });
      await wizard.chooseRole(call, { role: further, permissions: ["express_configure:sso"] });
      return { ...objects, sharedRole: shared };
    },
    args: ({ sharedRole = "" }) => ["--role", sharedRole],
    notices: ["notice native.other-roles"],
    settings: (objects) => ({
      ...profilesById(objects),
      ...DISPLAY_NAME,
      "okta-express:adminRole": objects["sharedRole"] ?? "",
      "okta-express:initiateLoginUriTemplate": TEMPLATE,
      "okta-express:scim": "true",
    }),
    preview: [
      "import express-admin-permission-native-scim",
      "import express-admin-permission-native-sso",
      ...IMPORTS,
      CONSENT,
      DESCRIPTION,
      KEY_INTO_STATE,
    ],
  },
  {
    title: "two keys on the client",
    setUp: async (call, inputs) => {
      const objects = await goThroughWizard(call, inputs);
      await wizard.uploadKey(call, objects.client, keyText(NEXT_OKTA_KEY), "OIN key 2");
      return { ...objects };
    },
    config: { oktaPublicKeys: [OKTA_KEY, NEXT_OKTA_KEY], scim: "true" },
    settings: (objects) => ({
      ...profilesById(objects),
      ...DISPLAY_NAME,
      "okta-express:initiateLoginUriTemplate": TEMPLATE,
    }),
    preview: [
      ...ROLE_IMPORTS,
      ...IMPORTS,
      CONSENT,
      DESCRIPTION,
      "update express-native-oin-credentials [privateKeyJwt.credentials[0], privateKeyJwt.credentials[1]]",
    ],
  },
  {
    title: "the wizard half gone through: a client without a key that no app names",
    setUp: async (call) => ({ ...(await leaveWizardHalfDone(call)) }),
    config: { initiateLoginUriTemplate: TEMPLATE },
    settings: () => DISPLAY_NAME,
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
      DESCRIPTION,
      "update express-native-oin-credentials [privateKeyJwt.credentials]",
    ],
    blockChanges: () => ({}),
  },
  {
    title: "two OIN clients, of which the app names one; the configuration chooses otherwise than the dashboard",
    setUp: async (call, inputs) => {
      const leftOver = await wizard.createClient(call, {
        displayName: "Okta OIN Express Configuration",
        flow: { prompt: "pre_login_prompt" },
      });
      await wizard.uploadKey(call, leftOver, keyText(NEXT_OKTA_KEY));
      const objects = await goThroughWizard(call, { ...inputs, template: "https://old.acme.example/login" });
      await editBlock(call, inputs.serviceAppClientId, {
        oin_submission_id: "0oa-submission",
        linked_clients: [{ client_id: populatedClientId("Acme Dashboard") }, { client_id: "gone-since-0123456789" }],
      });
      return { ...objects };
    },
    config: { initiateLoginUriTemplate: TEMPLATE, adminLoginDomain: "login.acme.example", scim: "true" },
    notices: ["notice native.left-over-client", "notice native.lost"],
    settings: (objects) => ({
      ...profilesById(objects),
      ...DISPLAY_NAME,
      "okta-express:linkedClients[0]": populatedClientId("Acme Dashboard"),
    }),
    preview: [
      ...ROLE_IMPORTS,
      ...IMPORTS,
      CONSENT,
      "update express-native-app-block [expressConfiguration.adminLoginDomain, expressConfiguration.initiateLoginUriTemplate, expressConfiguration.linkedClients[1]]",
      DESCRIPTION,
      KEY_INTO_STATE,
    ],
    blockChanges: () => ({
      initiate_login_uri_template: TEMPLATE,
      admin_login_domain: "login.acme.example",
      linked_clients: [{ client_id: populatedClientId("Acme Dashboard") }],
    }),
  },
];

describe.each(TENANTS)(
  "$title",
  ({ setUp, config, args = () => [], notices = [], settings, preview, blockChanges = () => ({}) }) => {
    it("is taken over, and what was chosen goes on", async () => {
      const opened = await openSetUp(setUp, config);
      world = opened.world;
      const { objects } = opened;
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
      if (blockIn(app) !== undefined)
        expect(blockIn(serviceApp(tenant))).toEqual({ ...blockIn(app), ...blockChanges(objects) });
      if (keysOf(before, ids.client).length > 0) expect(keysOf(after, ids.client)).toEqual(keysOf(before, ids.client));

      const settled = json<CliAnswer>(await cli(session, "adopt", ["--yes", "--json"]));
      expect(settled.findings.filter(({ about }) => about === "adopt").map(({ says }) => says)).toEqual([
        "The take-over is through; okta-express:adopt was removed from the configuration.",
      ]);
      succeeded(await session.preview({ args: ["--expect-no-changes"] }));
    });
  },
);
