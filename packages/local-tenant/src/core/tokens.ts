// Access tokens: RS256, signed with a key made at start, verified the same way.
import type { webcrypto } from "node:crypto";
import type { JWK, JWTPayload } from "jose";
import * as errors from "jose/errors";
import { calculateJwkThumbprint } from "jose/jwk/thumbprint";
import { SignJWT } from "jose/jwt/sign";
import { jwtVerify } from "jose/jwt/verify";
import { exportJWK } from "jose/key/export";
import { unauthorized } from "./errors.ts";

/** Longest lifetime of a Management API token: 30 days. */
export const MANAGEMENT_TOKEN_SECONDS = 2_592_000;

export interface Grant {
  readonly clientId: string;
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly lifetimeSeconds: number;
  /** What else the token says. */
  readonly claims?: object;
}

/** What a valid token says. */
export interface Caller {
  readonly clientId: string;
  /** A user, or `…@clients` for a client that speaks for itself. */
  readonly subject: string;
  readonly scopes: ReadonlySet<string>;
}

interface Verified extends Caller {
  readonly expiresAt: number;
}

export class Tokens {
  readonly #issuer: string;
  readonly #keys: webcrypto.CryptoKeyPair;
  readonly #jwk: JWK;
  /** Tokens seen before, by what they were good for: a signature is checked once. */
  readonly #verified = new Map<string, Verified>();

  private constructor(issuer: string, keys: webcrypto.CryptoKeyPair, jwk: JWK) {
    this.#issuer = issuer;
    this.#keys = keys;
    this.#jwk = jwk;
  }

  /** `issuer` is the tenant's URL with its slash. */
  static async create(issuer: string, keys: webcrypto.CryptoKeyPair): Promise<Tokens> {
    const jwk = await exportJWK(keys.publicKey);
    const kid = await calculateJwkThumbprint(jwk);
    return new Tokens(issuer, keys, { ...jwk, kid, use: "sig", alg: "RS256" });
  }

  /** The JSON Web Key Set of /.well-known/jwks.json. */
  get jwks(): { keys: JWK[] } {
    return { keys: [this.#jwk] };
  }

  /** A client-credentials access token. */
  issue(
    { clientId, audience, scopes, lifetimeSeconds, claims: more }: Grant,
    now: number = Date.now(),
  ): Promise<string> {
    const claims = {
      ...more,
      sub: `${clientId}@clients`,
      aud: audience,
      scope: scopes.join(" "),
      gty: "client-credentials",
      azp: clientId,
    };
    return this.sign(claims, lifetimeSeconds, now);
  }

  /** A token with these claims; `iss`, `iat` and `exp` are the tenant's. */
  sign(claims: JWTPayload, lifetimeSeconds: number, now: number): Promise<string> {
    const issuedAt = Math.floor(now / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: this.#jwk.kid ?? "" })
      .setIssuer(this.#issuer)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetimeSeconds)
      .sign(this.#keys.privateKey);
  }

  /** The caller behind an Authorization header, or 401 in Auth0's words. */
  async authenticate(authorization: string | undefined, audience: string, now: number): Promise<Caller> {
    const token = bearer(authorization);
    if (token === "") throw unauthorized("Missing authentication");
    const known = this.#verified.get(`${audience} ${token}`) ?? (await this.#verify(token, audience));
    if (known.expiresAt * 1000 <= now) throw unauthorized("Expired token received for JSON Web Token validation");
    return known;
  }

  async #verify(token: string, audience: string): Promise<Verified> {
    try {
      const { payload } = await jwtVerify(token, this.#keys.publicKey, {
        issuer: this.#issuer,
        audience,
        algorithms: ["RS256"],
      });
      const scopes = typeof payload["scope"] === "string" ? payload["scope"].split(" ").filter(Boolean) : [];
      const verified = {
        clientId: typeof payload["azp"] === "string" ? payload["azp"] : "",
        subject: payload.sub ?? "",
        scopes: new Set(scopes),
        expiresAt: payload.exp ?? 0,
      };
      this.#verified.set(`${audience} ${token}`, verified);
      return verified;
    } catch (error) {
      throw unauthorized(reason(error, audience));
    }
  }
}

/** The credentials of the Bearer scheme; empty where there are none. No pattern: tokens of every scope are 7 kB long. */
function bearer(authorization = ""): string {
  return authorization.slice(0, 7).toLowerCase() === "bearer " ? authorization.slice(7) : "";
}

function reason(error: unknown, audience: string): string {
  if (error instanceof errors.JWTExpired) return "Expired token received for JSON Web Token validation";
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return "Invalid signature received for JSON Web Token validation";
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === "aud")
    return `Bad audience: expected ${audience}`;
  return "Invalid token";
}
