// Okta as an OAuth client of the app's tenant: the two grants of the OIN client with private_key_jwt. The protocol is
// openid-client's, which is certified: a mistake of the local tenant's must not hide behind the same mistake here.
import { createPublicKey, type KeyObject } from "node:crypto";
import { calculateJwkThumbprint, createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWTPayload } from "jose";
import * as openid from "openid-client";
import { ExpressConfigurationFailed } from "./errors.ts";
import { http } from "../../packages/local-tenant/src/visitor/index.ts";

export interface OinCredentials {
  /** The tenant's domain, `acme.us.auth0.com`. */
  readonly domain: string;
  /** Client ID of the OIN client. */
  readonly oinClientId: string;
  /** The key whose public half is one of the OIN client's credentials. */
  readonly privateKey: KeyObject;
  /** PEM of the authority that vouches for the tenant's certificate; default: Node's own. */
  readonly ca?: string;
  /** Changes a client assertion before it is signed, to see what the tenant refuses. Default: as Okta's is. */
  readonly modifyAssertion?: ModifyAssertion;
}

export type ModifyAssertion = NonNullable<openid.ModifyAssertionOptions[typeof openid.modifyAssertion]>;

/** A login that was begun: what the answer must fit. */
export interface BegunLogin {
  readonly address: URL;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export type TokenResponse = openid.TokenEndpointResponse;

/** The tenant's tokens after a login, the ID token checked: signature, issuer, audience, nonce. */
export interface LoginTokens {
  readonly accessToken: string;
  /** Subject of the ID token. */
  readonly subject: string;
}

export class OinClient {
  readonly #credentials: OinCredentials;
  readonly #tenant: openid.Configuration;

  private constructor(credentials: OinCredentials, tenant: openid.Configuration) {
    this.#credentials = credentials;
    this.#tenant = tenant;
  }

  static async discover(credentials: OinCredentials): Promise<OinClient> {
    const { domain, oinClientId, ca } = credentials;
    const tenant = await openid.discovery(
      new URL(`https://${domain}/`),
      oinClientId,
      undefined,
      await privateKeyJwt(credentials),
      { [openid.customFetch]: fetchTrusting(ca) },
    );
    openid.enableNonRepudiationChecks(tenant);
    return new OinClient(credentials, tenant);
  }

  /** What the tenant publishes of itself. */
  get metadata(): openid.ServerMetadata {
    return this.#tenant.serverMetadata();
  }

  /** The address at which an admin signs in: authorization code with PKCE. */
  async begin(parameters: {
    readonly redirectUri: string;
    readonly audience: string;
    readonly scope: string;
    readonly organization: string | undefined;
  }): Promise<BegunLogin> {
    const [state, nonce, codeVerifier] = [openid.randomState(), openid.randomNonce(), openid.randomPKCECodeVerifier()];
    const address = openid.buildAuthorizationUrl(this.#tenant, {
      redirect_uri: parameters.redirectUri,
      audience: parameters.audience,
      scope: parameters.scope,
      ...(parameters.organization === undefined ? {} : { organization: parameters.organization }),
      state,
      nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: "S256",
    });
    return { address, state, nonce, codeVerifier };
  }

  /** Redeems the code in the answer. Throws ExpressConfigurationFailed where the answer or the tokens are not this login's. */
  async redeem(callback: URL, { state, nonce, codeVerifier }: BegunLogin): Promise<LoginTokens> {
    try {
      const tokens = await openid.authorizationCodeGrant(this.#tenant, callback, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      });
      return { accessToken: tokens.access_token, subject: tokens.claims()?.sub ?? "" };
    } catch (error) {
      throw failureAt("token", error);
    }
  }

  /** A token of the client's own. */
  async clientCredentials(audience: string): Promise<TokenResponse> {
    try {
      return await openid.clientCredentialsGrant(this.#tenant, { audience });
    } catch (error) {
      throw failureAt("management-token", error);
    }
  }

  /** The claims of a token that the tenant signed for this audience. Throws where it did not. */
  async verify(token: string, audience: string): Promise<JWTPayload> {
    const { issuer, jwks_uri: keysAt = "" } = this.metadata;
    const { text } = await http(new URL(keysAt), { ca: this.#credentials.ca });
    const keys = createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
    const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ["RS256"] });
    return payload;
  }
}

/** RFC 7523; the key is named by its RFC 7638 thumbprint. */
async function privateKeyJwt({ privateKey, modifyAssertion }: OinCredentials): Promise<openid.ClientAuth> {
  const kid = await calculateJwkThumbprint(createPublicKey(privateKey).export({ format: "jwk" }));
  const key = privateKey.toCryptoKey({ name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, false, ["sign"]);
  return openid.PrivateKeyJwt(
    { key, kid },
    modifyAssertion === undefined ? {} : { [openid.modifyAssertion]: modifyAssertion },
  );
}

/** Nothing of this process's own trust is changed. */
const fetchTrusting =
  (ca: string | undefined): openid.CustomFetch =>
  async (url, { method, headers, body }) => {
    const {
      status,
      headers: answered,
      text,
    } = await http(new URL(url), {
      method: method as "GET" | "POST",
      headers,
      ...(body instanceof URLSearchParams ? { body: body.toString() } : {}),
      ca,
    });
    return new Response(text, { status, headers: { "content-type": answered["content-type"] ?? "" } });
  };

/** The tenant's own reason, or what the library found wrong with its answer; any other error as it is. */
function failureAt(step: "token" | "management-token", error: unknown): unknown {
  if (error instanceof openid.AuthorizationResponseError)
    return new ExpressConfigurationFailed("sign-in", error.error_description ?? "", error.error);
  if (error instanceof openid.ResponseBodyError)
    return new ExpressConfigurationFailed(step, error.error_description ?? "", error.error);
  if (error instanceof openid.ClientError) return new ExpressConfigurationFailed(step, error.message, error.code);
  return error;
}
