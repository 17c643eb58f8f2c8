// Okta as an OAuth client of the app's tenant: discovery, the two grants of the OIN client, private_key_jwt.
import { createHash, createPublicKey, randomBytes, randomUUID, type KeyObject } from "node:crypto";
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  jwtVerify,
  SignJWT,
  type JSONWebKeySet,
  type JWTPayload,
} from "jose";
import { z } from "zod";
import { ExpressConfigurationFailed } from "./errors.ts";
import { FORM, formBody, http } from "../../packages/local-tenant/src/visitor/index.ts";

const configuration = z.object({
  issuer: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
});

const tokenResponse = z.object({
  access_token: z.string(),
  id_token: z.string().optional(),
  scope: z.string().default(""),
  expires_in: z.number(),
});
export type TokenResponse = z.output<typeof tokenResponse>;

const refusal = z.object({ error: z.string(), error_description: z.string().default("") });

/** How long an assertion is good for: the tenant takes five minutes at most. */
const ASSERTION_SECONDS = 60;

export interface OinCredentials {
  /** The tenant's domain, `acme.us.auth0.com`. */
  readonly domain: string;
  /** Client ID of the OIN client. */
  readonly oinClientId: string;
  /** The key whose public half is one of the OIN client's credentials. */
  readonly privateKey: KeyObject;
  /** PEM of the authority that vouches for the tenant's certificate; default: Node's own. */
  readonly ca?: string;
}

/** A login that was begun: what the answer must fit. */
export interface BegunLogin {
  readonly address: URL;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export class OinClient {
  readonly #credentials: OinCredentials;
  readonly #tenant: z.output<typeof configuration>;

  private constructor(credentials: OinCredentials, tenant: z.output<typeof configuration>) {
    this.#credentials = credentials;
    this.#tenant = tenant;
  }

  static async discover(credentials: OinCredentials): Promise<OinClient> {
    const { text } = await http(new URL(`https://${credentials.domain}/.well-known/openid-configuration`), {
      ca: credentials.ca,
    });
    return new OinClient(credentials, configuration.parse(JSON.parse(text)));
  }

  /** The address at which an admin signs in: authorization code with PKCE. */
  begin(parameters: {
    readonly redirectUri: string;
    readonly audience: string;
    readonly scope: string;
    readonly organization: string | undefined;
  }): BegunLogin {
    const [state, nonce, codeVerifier] = [randomBytes(32), randomBytes(32), randomBytes(32)].map((bytes) =>
      bytes.toString("base64url"),
    ) as [string, string, string];
    const address = new URL(this.#tenant.authorization_endpoint);
    address.search = formBody({
      response_type: "code",
      client_id: this.#credentials.oinClientId,
      redirect_uri: parameters.redirectUri,
      audience: parameters.audience,
      scope: parameters.scope,
      organization: parameters.organization,
      state,
      nonce,
      code_challenge: createHash("sha256").update(codeVerifier).digest("base64url"),
      code_challenge_method: "S256",
    });
    return { address, state, nonce, codeVerifier };
  }

  redeem(code: string, { codeVerifier }: BegunLogin, redirectUri: string): Promise<TokenResponse> {
    return this.#token("token", {
      grant_type: "authorization_code",
      code,
      code_verifier: codeVerifier,
      redirect_uri: redirectUri,
    });
  }

  /** A token of the client's own. */
  clientCredentials(audience: string): Promise<TokenResponse> {
    return this.#token("management-token", { grant_type: "client_credentials", audience });
  }

  /** The claims of a token that the tenant signed for this audience. Throws where it did not. */
  async verify(token: string, audience: string): Promise<JWTPayload> {
    const { text } = await http(new URL(this.#tenant.jwks_uri), { ca: this.#credentials.ca });
    const keys = createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
    const { payload } = await jwtVerify(token, keys, { issuer: this.#tenant.issuer, audience, algorithms: ["RS256"] });
    return payload;
  }

  async #token(
    step: "token" | "management-token",
    parameters: Readonly<Record<string, string>>,
  ): Promise<TokenResponse> {
    const body = formBody({
      ...parameters,
      client_id: this.#credentials.oinClientId,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: await this.#assertion(),
    });
    const { status, text } = await http(new URL(this.#tenant.token_endpoint), {
      method: "POST",
      headers: FORM,
      body,
      ca: this.#credentials.ca,
    });
    if (status === 200) return tokenResponse.parse(JSON.parse(text));
    const { error, error_description: description } = refusal.parse(JSON.parse(text));
    throw new ExpressConfigurationFailed(step, description, error);
  }

  /** RFC 7523; the key is named by its RFC 7638 thumbprint. */
  async #assertion(): Promise<string> {
    const { oinClientId, privateKey } = this.#credentials;
    const kid = await calculateJwkThumbprint(createPublicKey(privateKey).export({ format: "jwk" }));
    return new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg: "RS256", kid })
      .setIssuer(oinClientId)
      .setSubject(oinClientId)
      .setAudience(this.#tenant.issuer)
      .setIssuedAt()
      .setExpirationTime(`${ASSERTION_SECONDS} seconds`)
      .sign(privateKey);
  }
}
