// What follows in the guide's flavour: Okta itself makes the connection, with the Management API.
import { z } from "zod";
import { managementApiAudience, managementApiScopes } from "../../contract/guide.ts";
import { makeConnection, ManagementApi } from "../okta/index.ts";
import type { Scene } from "./scene.ts";
import type { Step } from "./script.ts";
import { adminSignIn, discovery, leaveLoginPageOut, lookAtLoginPage, made, refusal, token } from "./shared-steps.ts";

const AS_OKTA_ASKED = "what Okta asked for";
const NO_OKTA = "It needs a customer's Okta organization, and none takes part.";
/** As the connection is called on the login page. */
const BUTTON = "Continue with Okta";

const connectionSchema = z.object({
  name: z.string(),
  strategy: z.string(),
  options: z.object({ domain: z.string(), client_id: z.string(), scope: z.string() }),
});
const clientsSchema = z.object({ clients: z.array(z.object({ client_id: z.string() })) });
const enabledSchema = z.object({ show_as_button: z.boolean(), assign_membership_on_login: z.boolean() });
const scimSchema = z.object({ user_id_attribute: z.string(), mapping: z.array(z.unknown()) });
const tokensSchema = z.array(z.object({ token_id: z.string() }));

const managementToken: Step<Scene> = {
  title: "Okta may use the Management API, for connections only",
  explanation:
    "Okta now asks for a token of its own, signed with its key. It must open exactly what the stack grants, and nothing more.",
  play: async (scene, record) => {
    const audience = managementApiAudience(scene.domain);
    const client = made(scene.client);
    const { access_token: value } = await client.clientCredentials(audience);
    const claims = await client.verify(value, audience);
    scene.managementToken = value;
    record.compare(
      "Rights",
      typeof claims["scope"] === "string" ? claims["scope"].split(" ") : [],
      managementApiScopes(scene.declared.scim),
      "the stack's grant",
    );
    return undefined;
  },
};

const connection: Step<Scene> = {
  title: "Okta makes the connection",
  explanation:
    "The connection joins the customer's Okta with the app, for this one organization. Afterwards an administrator's view of the tenant is compared with what Okta asked for.",
  play: async (scene, record) => {
    const { declared, domain, certificate, okta, organization } = scene;
    if (okta === undefined) return NO_OKTA;
    const api = new ManagementApi(managementApiAudience(domain), made(scene.managementToken), certificate);
    const result = await makeConnection(api, {
      okta,
      serviceApp: declared.serviceApp.clientId,
      organizationId: organization.id,
      scim: declared.scim,
    });
    scene.connection = result;
    const found = connectionSchema.parse(await scene.read(`connections/${result.id}`));
    const enabled = enabledSchema.parse(
      await scene.read(`organizations/${organization.id}/enabled_connections/${result.id}`),
    );
    const { clients } = clientsSchema.parse(await scene.read(`connections/${result.id}/clients`));
    record.fact("Connection", `${found.name} (${result.id})`);
    record.compare("Kind", found.strategy, "okta", AS_OKTA_ASKED);
    record.compare("The customer's Okta", found.options.domain, okta.domain, AS_OKTA_ASKED);
    record.compare("Client ID at the customer's Okta", found.options.client_id, okta.clientId, AS_OKTA_ASKED);
    record.compare(
      "Asks the customer's Okta for",
      found.options.scope.split(" "),
      ["openid", "email", "profile"],
      AS_OKTA_ASKED,
    );
    record.compare(
      "Enabled for",
      clients.map(({ client_id: id }) => id),
      [declared.serviceApp.clientId],
      "the stack: the app",
    );
    record.compare("A button on the organization's login page", enabled.show_as_button, true, AS_OKTA_ASKED);
    record.compare("Its people become members by signing in", enabled.assign_membership_on_login, true, AS_OKTA_ASKED);
    return undefined;
  },
};

const provisioning: Step<Scene> = {
  title: "Okta sets up SCIM",
  explanation: "With SCIM, the customer's Okta creates, changes and deactivates people in the app by itself.",
  play: async (scene, record) => {
    if (!scene.declared.scim) return "The stack does not offer SCIM.";
    if (scene.okta === undefined) return NO_OKTA;
    const { id, scimTokenId } = made(scene.connection);
    const path = `connections/${id}/scim-configuration`;
    const { user_id_attribute: attribute, mapping } = scimSchema.parse(await scene.read(path));
    const tokens = tokensSchema.parse(await scene.read(`${path}/tokens`));
    record.fact("People are told apart by", attribute);
    record.fact("Attributes that are taken over", mapping.length);
    record.compare(
      "SCIM tokens",
      tokens.map(({ token_id }) => token_id),
      [scimTokenId],
      "the one that Okta was given",
    );
    return undefined;
  },
};

const loginPage: Step<Scene> = {
  title: "The organization's people find the new button",
  explanation:
    "Okta's tile opens the app's login address. The app, played here as well, sends them to the tenant's login page for their organization.",
  play: async (scene, record) => {
    const leftOut = leaveLoginPageOut(scene);
    if (leftOut !== undefined) return leftOut;
    const buttons = await lookAtLoginPage(scene, record);
    record.fact("Login address that Okta's tile opens", scene.declared.loginUri);
    record.fact("Buttons", buttons.join(", "));
    record.compare(`"${BUTTON}" is there`, buttons.includes(BUTTON), true, "the connection");
    return undefined;
  },
};

export const GUIDE_STEPS: readonly Step<Scene>[] = [
  discovery,
  adminSignIn,
  token(({ declared, domain }, claims, record) => {
    record.compare(
      "sp_client_id: the app to configure",
      claims["sp_client_id"],
      declared.serviceApp.clientId,
      "the stack",
    );
    record.compare(
      "management_api_audience: where",
      claims["management_api_audience"],
      managementApiAudience(domain),
      "the tenant's domain",
    );
    record.compare(
      "init_login_uri: where people begin to sign in",
      claims["init_login_uri"],
      declared.loginUri,
      "the stack",
    );
  }),
  managementToken,
  connection,
  provisioning,
  loginPage,
  refusal,
];
