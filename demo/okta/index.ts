// What Okta does as the OIN client when an Okta admin presses "Configure SSO" (guide: verify-express-configuration and
// additional-info). Of Okta itself nothing is here: no Okta organization, no admin console.
import { z } from "zod";
import { authorize, type Authorization, type AuthorizationOptions } from "./authorization.ts";
import { makeConnection, type MadeConnection, type OktaOrganization } from "./connection.ts";
import { ExpressConfigurationFailed } from "./errors.ts";
import { ManagementApi } from "./management-api.ts";
import { type BegunLogin, type ModifyAssertion, OinClient } from "./oauth-client.ts";

export type { SignIn } from "../../packages/local-tenant/src/visitor/index.ts";
export { StuckOnPage } from "../../packages/local-tenant/src/visitor/index.ts";
export {
  authorize,
  beginLogin,
  OKTA_CALLBACK,
  redeemLogin,
  type Authorization,
  type AuthorizationOptions,
  type Capability,
  type Flavour,
} from "./authorization.ts";
export { makeConnection, type MadeConnection, type OktaOrganization } from "./connection.ts";
export { ManagementApi } from "./management-api.ts";
export { OinClient, type BegunLogin, type ModifyAssertion };
export { ExpressConfigurationFailed } from "./errors.ts";

export interface ExpressConfigureOptions extends AuthorizationOptions {
  /** Okta itself calls the Management API in the guide's flavour only. In Auth0's own, Auth0 makes the connection. */
  readonly flavour: "guide";
  readonly okta: OktaOrganization;
}

export interface ExpressConfigured extends Authorization {
  readonly connection: MadeConnection;
}

/** The three claims that the guide's Action puts on the access token. */
const guideClaims = z.object({
  /** Client ID of the app that is configured. */
  sp_client_id: z.string().min(1),
  management_api_audience: z.url({ protocol: /^https$/ }),
  /** Where end users begin to sign in: Okta's tile opens it. */
  init_login_uri: z.url({ protocol: /^https$/ }),
});

/** The admin's part alone, in either flavour. Throws ExpressConfigurationFailed, or StuckOnPage. */
export async function authorizeAdmin(options: AuthorizationOptions): Promise<Authorization> {
  return authorize(await OinClient.discover(options), options);
}

/** An Express Configuration from the admin's sign-in to the connection. Throws ExpressConfigurationFailed, or StuckOnPage. */
export async function expressConfigure(options: ExpressConfigureOptions): Promise<ExpressConfigured> {
  const client = await OinClient.discover(options);
  const authorization = await authorize(client, options);
  const claims = claimsOf(authorization, options.domain);
  const { access_token: token } = await client.clientCredentials(claims.management_api_audience);
  const connection = await makeConnection(new ManagementApi(claims.management_api_audience, token, options.ca), {
    okta: options.okta,
    serviceApp: claims.sp_client_id,
    organizationId: authorization.organizationId,
    scim: options.capabilities?.includes("scim") ?? false,
  });
  return { ...authorization, connection };
}

/** The token's own tenant is the only one that it may send Okta to. */
function claimsOf({ claims }: Authorization, domain: string): z.output<typeof guideClaims> {
  const result = guideClaims.safeParse(claims);
  if (!result.success) {
    const names = [...new Set(result.error.issues.map(({ path }) => String(path[0])))];
    throw new ExpressConfigurationFailed("claims", `The access token has no usable claim ${names.join(", ")}`);
  }
  if (result.data.management_api_audience !== `https://${domain}/api/v2/`)
    throw new ExpressConfigurationFailed("claims", "The access token names another tenant's Management API");
  return result.data;
}
