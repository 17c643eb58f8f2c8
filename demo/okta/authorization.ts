// The first half of an Express Configuration, the same in both flavours: an admin signs in to the app's tenant and agrees,
// and Okta gets an access token that says what they may have configured.
import type { JWTPayload } from "jose";
import { z } from "zod";
import { Browser, signIn, type SignIn, type Visitor } from "../../packages/local-tenant/src/visitor/index.ts";
import { ExpressConfigurationFailed } from "./errors.ts";
import type { BegunLogin, OinClient, OinCredentials } from "./oauth-client.ts";

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
  /** What the admin looks at the pages with. Default: a browser that needs no program. */
  readonly visitor?: Visitor;
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

const accessToken = z.looseObject({
  azp: z.string(),
  sub: z.string(),
  scope: z.string(),
  org_id: z.string().startsWith("org_"),
});

/** Has the admin sign in. Throws ExpressConfigurationFailed, or StuckOnPage where they get no further. */
export async function authorize(client: OinClient, options: AuthorizationOptions): Promise<Authorization> {
  const login = await beginLogin(client, options);
  const visitor = options.visitor ?? new Browser(login.address.origin, options.ca);
  const visit = await signIn(visitor, login.address, options.admin);
  return { ...(await redeemLogin(client, login, visit.callback, options)), pages: visit.pages, consent: visit.consent };
}

/** The address that Okta sends the admin to. */
export function beginLogin(
  client: OinClient,
  options: Pick<AuthorizationOptions, "flavour" | "capabilities" | "organization">,
): Promise<BegunLogin> {
  return client.begin({
    redirectUri: OKTA_CALLBACK,
    audience: APIS[options.flavour].audience,
    scope: ["openid", "profile", "email", ...wantedScopes(options)].join(" "),
    organization: options.organization,
  });
}

/** What Okta makes of the admin's return. Throws ExpressConfigurationFailed. */
export async function redeemLogin(
  client: OinClient,
  login: BegunLogin,
  callback: URL,
  options: Pick<AuthorizationOptions, "flavour" | "capabilities" | "oinClientId">,
): Promise<Pick<Authorization, "organizationId" | "scopes" | "claims">> {
  if (`${callback.origin}${callback.pathname}` !== OKTA_CALLBACK)
    throw new ExpressConfigurationFailed("sign-in", "The answer is not this login's");
  const { accessToken, subject } = await client.redeem(callback, login);
  const claims = claimsIn(await client.verify(accessToken, APIS[options.flavour].audience));
  if (subject !== claims.sub || claims.azp !== options.oinClientId)
    throw new ExpressConfigurationFailed("token", "The tokens are not those of this login");
  const scopes = claims.scope.split(" ");
  const missing = wantedScopes(options).filter((scope) => !scopes.includes(scope));
  if (missing.length > 0)
    throw new ExpressConfigurationFailed(
      "permission",
      `This account may not set it up: its token lacks ${missing.join(" and ")}`,
    );
  return { organizationId: claims.org_id, scopes, claims };
}

/** The scopes of what is to be configured. */
export const wantedScopes = ({
  flavour,
  capabilities = ["sso"],
}: Pick<AuthorizationOptions, "flavour" | "capabilities">): readonly string[] =>
  capabilities.map((capability) => `${APIS[flavour].prefix}:${capability}`);

function claimsIn(payload: JWTPayload): z.output<typeof accessToken> {
  const result = accessToken.safeParse(payload);
  if (result.success) return result.data;
  throw new ExpressConfigurationFailed(
    "token",
    `The access token has no usable claim ${result.error.issues.map(({ path }) => String(path[0])).join(", ")}`,
  );
}
