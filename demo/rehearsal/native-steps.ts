// What follows in Auth0's own flavour. How Okta and Auth0 make the connection there is not public: the report says so, and
// shows what Auth0 will make it from.
import { z } from "zod";
import type { Scene } from "./scene.ts";
import type { Step } from "./script.ts";
import { adminSignIn, discovery, leaveLoginPageOut, lookAtLoginPage, made, refusal, token } from "./shared-steps.ts";

const appSchema = z.object({
  name: z.string(),
  organization_usage: z.string().default("deny"),
  organization_require_behavior: z.string().default("no_prompt"),
  express_configuration: z.looseObject({
    initiate_login_uri_template: z.string(),
    okta_oin_client_id: z.string(),
    connection_profile_id: z.string(),
    user_attribute_profile_id: z.string(),
    enable_client: z.boolean(),
    enable_organization: z.boolean(),
  }),
});
const connectionProfile = z.object({
  name: z.string(),
  organization: z.looseObject({ show_as_button: z.string(), assign_membership_on_login: z.string() }),
  enabled_features: z.array(z.string()).default([]),
});
const settingsSchema = z.object({ flags: z.object({ enable_client_connections: z.boolean().default(false) }) });
const attributeProfile = z.object({ name: z.string(), user_attributes: z.record(z.string(), z.unknown()) });

/** Auth0's page on Express Configuration: what an app and a tenant must be like. */
const BY_AUTH0 = "what Auth0 asks of the app and the tenant";

const declaredConnection: Step<Scene> = {
  title: "What Auth0 will make the connection from",
  explanation:
    "In this flavour Auth0 makes the connection, from two profiles that the stack declared and a block of the app. They are read back from the tenant.",
  play: async ({ declared, read, client }, record) => {
    made(client);
    const app = appSchema.parse(await read(`clients/${declared.serviceApp.clientId}`));
    const block = app.express_configuration;
    const { flags } = settingsSchema.parse(await read("tenants/settings"));
    const profile = connectionProfile.parse(await read(`connection-profiles/${block.connection_profile_id}`));
    const attributes = attributeProfile.parse(await read(`user-attribute-profiles/${block.user_attribute_profile_id}`));
    record.compare("The app's OIN client", block.okta_oin_client_id, declared.oinClientId, "the stack");
    record.compare("Login address", block.initiate_login_uri_template, declared.loginUri, "the stack");
    record.compare("SCIM offered", profile.enabled_features.includes("scim"), declared.scim, "the stack");
    record.compare("The app's people sign in with an organization", app.organization_usage !== "deny", true, BY_AUTH0);
    record.compare(
      "The app asks for credentials first (Prompt for Credentials)",
      app.organization_require_behavior === "post_login_prompt",
      false,
      BY_AUTH0,
    );
    record.compare(
      "New connections are enabled for every application (flag enable_client_connections)",
      flags.enable_client_connections,
      false,
      BY_AUTH0,
    );
    record.fact("Connection profile", profile.name);
    record.fact("Button on the organization's login page", profile.organization.show_as_button);
    record.fact("Its people become members by signing in", profile.organization.assign_membership_on_login);
    record.fact("New connections are enabled for the app", block.enable_client);
    record.fact("New connections are enabled in the organization", block.enable_organization);
    record.fact("Attributes of people", Object.keys(attributes.user_attributes));
    return undefined;
  },
};

const connection: Step<Scene> = {
  title: "Auth0 makes the connection",
  explanation:
    "Okta calls Auth0 with the admin's token, and Auth0 makes the connection, with SCIM where it is offered.",
  play: () =>
    Promise.resolve(
      'How Okta calls Auth0 here is not public, so it cannot be played. It is tested with Okta itself: the OIN Wizard\'s "Generate instance".',
    ),
};

const loginPage: Step<Scene> = {
  title: "The organization's people find the login page",
  explanation:
    "The app, played here as well, sends them to the tenant's login page for their organization. The new button will be on it once Auth0 has made the connection.",
  play: async (scene, record) => {
    const leftOut = leaveLoginPageOut(scene);
    if (leftOut !== undefined) return leftOut;
    const buttons = await lookAtLoginPage(scene, record);
    record.fact("Login address that Okta's tile opens", scene.declared.loginUri);
    record.fact("Buttons", buttons.join(", "));
    return undefined;
  },
};

export const NATIVE_STEPS: readonly Step<Scene>[] = [
  discovery,
  adminSignIn,
  token(() => undefined),
  declaredConnection,
  connection,
  loginPage,
  refusal,
];
