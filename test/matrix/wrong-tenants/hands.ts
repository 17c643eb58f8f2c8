/** What somebody does to a tenant on the dashboard. */
import { generateKeyPairSync } from "node:crypto";
import { EXPRESS_CONFIGURE_API } from "../../../contract/guide.ts";
import { NATIVE_API } from "../../../contract/native.ts";
import { SERVICE_APP_CLIENT_ID } from "../../../packages/local-tenant/src/seed/populated.ts";
import { type Place, publicPem } from "./world.ts";

const apiOf = ({ flavour }: Place): string => (flavour === "guide" ? EXPRESS_CONFIGURE_API : NATIVE_API).identifier;
const scopeOf = ({ flavour }: Place, capability: string): string =>
  `${flavour === "guide" ? "expressconfigure" : "express_configure"}:${capability}`;

export const patchClient = (change: object) => (place: Place) =>
  place.call("PATCH", `/clients/${place.client}`, change);
export const patchApp = (change: object) => (place: Place) =>
  place.call("PATCH", `/clients/${SERVICE_APP_CLIENT_ID}`, change);
export const patchAda = (change: object) => (place: Place) => place.call("PATCH", `/users/${place.ada}`, change);
export const patchBlock = (change: object) => async (place: Place) => {
  const app = await place.call<{ express_configuration: object }>("GET", `/clients/${SERVICE_APP_CLIENT_ID}`);
  await patchApp({ express_configuration: { ...app.express_configuration, ...change } })(place);
};

interface Flow {
  readonly bindings: readonly { readonly display_name: string; readonly action: { readonly id: string } }[];
}
const FLOW = "/actions/triggers/post-login/bindings";

export async function bind(place: Place, choose: (bindings: Flow["bindings"]) => Flow["bindings"]): Promise<void> {
  const { bindings } = await place.call<Flow>("GET", FLOW);
  await place.call("PATCH", FLOW, {
    bindings: choose(bindings).map(({ action, display_name }) => ({
      ref: { type: "action_id", value: action.id },
      display_name,
    })),
  });
}

export async function deploy(place: Place, action: string): Promise<void> {
  await place.call("GET", `/actions/actions/${action}`);
  await place.call("POST", `/actions/actions/${action}/deploy`);
}

/** Another team's Action, at the end of the flow. */
export async function addAction(place: Place, name: string, body: string): Promise<void> {
  const { id } = await place.call<{ id: string }>("POST", "/actions/actions", {
    name,
    supported_triggers: [{ id: "post-login", version: "v3" }],
    runtime: "node22",
    code: `exports.onExecutePostLogin = async (event, api) => { ${body} };`,
  });
  await deploy(place, id);
  await bind(place, (bindings) => [...bindings, { display_name: name, action: { id } }]);
}

/** Puts a key on the OIN client that Okta does not have, in the place of Okta's, which stays beside it where asked. */
export async function replaceKey(place: Place, keepBeside: boolean): Promise<void> {
  const path = `/clients/${place.client}/credentials`;
  const [okta] = await place.call<{ id: string }[]>("GET", path);
  const other = await place.call<{ id: string }>("POST", path, {
    name: "Another key",
    credential_type: "public_key",
    alg: "RS256",
    pem: publicPem(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey),
  });
  await patchClient({ client_authentication_methods: { private_key_jwt: { credentials: [{ id: other.id }] } } })(place);
  if (!keepBeside) await place.call("DELETE", `${path}/${okta?.id ?? ""}`);
}

export const NOT_CLAIMED = "exports.onExecutePostLogin = async () => {};";

export async function changeCode(place: Place, code: string): Promise<void> {
  await place.call("PATCH", `/actions/actions/${place.action}`, { code });
  await deploy(place, place.action);
}

export const withoutPermission = (capability: string) => (place: Place) =>
  place.call("DELETE", `/roles/${place.role}/permissions`, {
    permissions: [{ resource_server_identifier: apiOf(place), permission_name: scopeOf(place, capability) }],
  });

export const leaveConnection = (place: Place) =>
  place.call("DELETE", `/organizations/${place.organization}/enabled_connections/${place.database}`);
