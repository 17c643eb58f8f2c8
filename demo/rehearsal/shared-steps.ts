// The steps that both flavours have: the admin signs in and agrees, Okta gets a token, people find the login page.
import { expressConfigureScopes } from "../../contract/guide.ts";
import { nativeScopes } from "../../contract/native.ts";
import { signIn } from "../../packages/local-tenant/src/visitor/index.ts";
import { authorize, beginLogin, ExpressConfigurationFailed, OinClient, redeemLogin } from "../okta/index.ts";
import type { Scene } from "./scene.ts";
import type { Recorder, Step } from "./script.ts";

const BY_STACK = "the stack";
const BY_CONTRACT = "what Okta and Auth0 prescribe";

/** What an earlier step has left. */
export function made<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("An earlier step has left nothing");
  return value;
}

const asOkta = ({ declared, domain, certificate, oktaKey, capabilities, modifyAssertion }: Scene) => ({
  flavour: declared.flavour,
  domain,
  ...(certificate === undefined ? {} : { ca: certificate }),
  oinClientId: declared.oinClientId,
  privateKey: oktaKey,
  capabilities,
  ...(modifyAssertion === undefined ? {} : { modifyAssertion }),
});

const scopesOf = ({ declared }: Scene) =>
  (declared.flavour === "guide" ? expressConfigureScopes : nativeScopes)(declared.scim);

export const discovery: Step<Scene> = {
  title: "Okta finds the tenant",
  explanation: "Okta knows the tenant's domain only. It reads there what the tenant publishes about its sign-in.",
  play: async (scene, record) => {
    const client = await OinClient.discover(asOkta(scene));
    scene.client = client;
    record.compare("Issuer", client.metadata.issuer, `https://${scene.domain}/`, "the tenant's domain");
    record.compare(
      "PKCE with S256, which keeps a stolen login code useless",
      client.metadata.code_challenge_methods_supported?.includes("S256"),
      true,
      BY_CONTRACT,
    );
    return undefined;
  },
};

export const refusal: Step<Scene> = {
  title: "A colleague without the role is refused",
  explanation:
    "Somebody of the same organization, who was not given the admin role, tries it too. They can sign in, and must get no further.",
  play: async (scene, record) => {
    const error: unknown = await authorize(made(scene.client), {
      ...asOkta(scene),
      admin: scene.colleague,
      visitor: await scene.person(record, scene.colleague),
    }).catch((thrown: unknown) => thrown);
    record.fact("Signs in", scene.colleague.username);
    if (error instanceof ExpressConfigurationFailed && error.step === "permission") {
      record.fact("Okta is told", error.message);
      record.compare("May set it up", false, false, "the admin role, which a colleague does not have");
      return undefined;
    }
    if (error instanceof Error) throw error;
    record.compare("May set it up", true, false, "the admin role, which a colleague does not have");
    return undefined;
  },
};

export const adminSignIn: Step<Scene> = {
  title: "The admin signs in and agrees",
  explanation:
    "Okta sends its admin to the tenant. The admin signs in for their organization and reads what Okta asks for.",
  play: async (scene, record) => {
    const login = await beginLogin(made(scene.client), asOkta(scene));
    scene.login = login;
    const { callback, pages, consent } = await signIn(
      await scene.person(record, scene.admin),
      login.address,
      scene.admin,
    );
    scene.callback = callback;
    scene.consent = consent;
    const refused = callback.searchParams.get("error_description");
    if (refused !== null) throw new Error(`The tenant refuses: ${refused}`);
    record.fact("Signs in", scene.admin.username);
    record.fact("Pages", scene.realTenant === undefined ? pages.join(", then ") : "seen by a person");
    record.fact("Asked for", login.address.searchParams.get("scope"));
    record.compare(
      "The tenant sends the admin back to",
      `${callback.origin}${callback.pathname}`,
      login.address.searchParams.get("redirect_uri"),
      BY_CONTRACT,
    );
    return undefined;
  },
};

/** Claims beyond those that both flavours have are compared by `more`. */
export const token = (
  more: (scene: Scene, claims: Readonly<Record<string, unknown>>, record: Recorder) => void,
): Step<Scene> => ({
  title: "Okta gets a token that says what to configure",
  explanation:
    "Okta turns the admin's return into tokens, signing with its key. The tenant's signature on them is checked against its published keys.",
  play: async (scene, record) => {
    const { client, login, callback, declared, organization } = scene;
    const authorization = await redeemLogin(made(client), made(login), made(callback), asOkta(scene));
    scene.authorization = authorization;
    const { claims } = authorization;
    record.compare("azp: the client that asks", claims["azp"], declared.oinClientId, BY_STACK);
    record.compare("org_id: the admin's organization", claims["org_id"], organization.id, "the organization");
    record.compare(
      "scope",
      authorization.scopes,
      ["openid", "profile", "email", ...scopesOf(scene).map(({ name }) => name)],
      "the admin role",
    );
    more(scene, claims, record);
    if (scene.realTenant === undefined)
      record.compare(
        "What the admin agreed to on the consent page",
        scene.consent,
        ["Profile: access to your profile and email", ...scopesOf(scene).map(({ description }) => description)],
        BY_STACK,
      );
    for (const [name, value] of Object.entries(claims)) record.fact(name, value);
    return undefined;
  },
});

/** Why the page on which the organization's people sign in is not looked at, if so. */
export const leaveLoginPageOut = ({ realTenant }: Scene): string | undefined =>
  realTenant === undefined ? undefined : "Pages of a real tenant are not read, and there is no new button to look for.";

/** The page on which the organization's people sign in to the app, and the buttons that must be on it. */
export async function lookAtLoginPage(scene: Scene, record: Recorder): Promise<readonly string[]> {
  const address = new URL(`https://${scene.domain}/authorize`);
  address.search = new URLSearchParams({
    response_type: "code",
    client_id: scene.declared.serviceApp.clientId,
    redirect_uri: scene.appCallback,
    scope: "openid email",
    organization: scene.organization.id,
  }).toString();
  const visitor = await scene.person(record);
  const arrival = await visitor.open(address);
  if ("away" in arrival) throw new Error(arrival.away.searchParams.get("error_description") ?? "There is no page");
  const { heading, alert, forms } = arrival.page;
  if (alert !== undefined) throw new Error(alert);
  record.compare("The page is", heading, "Log in", "the app");
  return forms.flatMap(({ buttons }) => buttons.map(({ text }) => text));
}
