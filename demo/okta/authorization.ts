// The first half of an Express Configuration, the same in both flavours: an admin signs in to the app's tenant and agrees,
// and Okta gets an access token that says what they may have configured.
import type { JWTPayload } from "jose";
import { z } from "zod";
import { Browser, signIn, type SignIn } from "../../packages/local-tenant/src/visitor/index.ts";
import { ExpressConfigurationFailed } from "./errors.ts";
import type { OinClient } from "./oauth-client.ts";
import { type OinCredentials } from "./oauth-client.ts";

/** Where the tenant sends the admin back to. */
export const OKTA_CALLBACK = "https://system-admin.okta.com/admin/app/generic/oauth20redirect";

export type Flavour = "guide" | "native";
export type Capability = "sso" | "scim";

/** The API whose token is asked for, and the part of its scopes before the colon. */
const APIS: Readonly<Record<Flavour, { readonly audience: string; readonly prefix: string }>> = {
  guide: { audience: "https://system.okta.com/actions/express-configure/v1", prefix: "expressconfigure" },
  native: { audience: "urn:auth0:express-configure", prefix: "express_configure" },
};

export interface AuthorizationOptions extends OinCredentials {
  readonly flavour: Flavour;
  /** What is to be configured. Default: `sso` alone. */
  readonly capabilities?: readonly Capability[];
  /** ID of the organization, where Okta knows it; else the tenant asks the admin. */
  readonly organization?: string;
  readonly admin: SignIn;
}

/** What the admin saw, and what the tenant says of them. */
export interface Authorization {
  /** Headings of the pages, in their order. */
  readonly pages: readonly string[];
  /** Lines of the consent page; empty where the tenant did not ask. */
  readonly consent: readonly string[];
  readonly organizationId: string;
  readonly scopes: readonly string[];
  /** Of the access token, verified by the tenant's published keys. */
  readonly claims: Readonly<Record<string, unknown>>;
}

const answer = z.object({
  state: z.string(),
  code: z.string().optional(),
  error: z.string().optional(),
  error_description: z.string().default(""),
});

const accessToken = z.looseObject({
  azp: z.string(),
  sub: z.string(),
  scope: z.string(),
  org_id: z.string().startsWith("org_"),
});

/** Has the admin sign in. Throws ExpressConfigurationFailed, or StuckOnPage where they get no further. */
export async function authorize(client: OinClient, options: AuthorizationOptions): Promise<Authorization> {
  const { audience, prefix } = APIS[options.flavour];
  const wanted = (options.capabilities ?? ["sso"]).map((capability) => `${prefix}:${capability}`);
  const login = client.begin({
    redirectUri: OKTA_CALLBACK,
    audience,
    scope: ["openid", "profile", "email", ...wanted].join(" "),
    organization: options.organization,
  });
  const browser = new Browser(login.address.origin, options.ca);
  const { pages, consent, callback } = await signIn(browser, login.address, options.admin);
  const tokens = await client.redeem(codeIn(callback, login.state), login, OKTA_CALLBACK);
  const claims = claimsIn(await client.verify(tokens.access_token, audience));
  const identity = await client.verify(tokens.id_token ?? "", options.oinClientId);
  if (identity["nonce"] !== login.nonce || identity.sub !== claims.sub || claims.azp !== options.oinClientId) {
    throw new ExpressConfigurationFailed("token", "The tokens are not those of this login");
  }
  const scopes = claims.scope.split(" ");
  const missing = wanted.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0)
    throw new ExpressConfigurationFailed(
      "permission",
      `This account may not set it up: its token lacks ${missing.join(" and ")}`,
    );
  return { pages, consent, organizationId: claims.org_id, scopes, claims };
}

function claimsIn(payload: JWTPayload): z.output<typeof accessToken> {
  const result = accessToken.safeParse(payload);
  if (result.success) return result.data;
  throw new ExpressConfigurationFailed(
    "token",
    `The access token has no usable claim ${result.error.issues.map(({ path }) => String(path[0])).join(", ")}`,
  );
}

/** The code, if the answer is this login's and no refusal. */
function codeIn(callback: URL, state: string): string {
  const given = answer.parse(Object.fromEntries(callback.searchParams));
  if (`${callback.origin}${callback.pathname}` !== OKTA_CALLBACK || given.state !== state)
    throw new ExpressConfigurationFailed("sign-in", "The answer is not this login's");
  if (given.error !== undefined) throw new ExpressConfigurationFailed("sign-in", given.error_description, given.error);
  if (given.code === undefined) throw new ExpressConfigurationFailed("sign-in", "The answer has no code");
  return given.code;
}
