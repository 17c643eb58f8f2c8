// The parameters of POST /oauth/token, from JSON or a form, and the client's credentials, which may come by header.
import { UnusableBody } from "../core/request-body.ts";
import type { LoginRequest } from "../core/server.ts";
import { invalidRequest, OAuthError } from "./errors.ts";

export interface Parameters {
  readonly grantType: string | undefined;
  readonly clientId: string | undefined;
  readonly secret: { readonly value: string; readonly by: "client_secret_post" | "client_secret_basic" } | undefined;
  readonly assertion: { readonly value: string; readonly type: string | undefined } | undefined;
  /** Of the grant authorization_code. */
  readonly code: string | undefined;
  readonly redirectUri: string | undefined;
  readonly codeVerifier: string | undefined;
  /** Of the grant refresh_token. */
  readonly refreshToken: string | undefined;
  /** At /oauth/revoke. */
  readonly token: string | undefined;
  /** Of the grant client_credentials. */
  readonly audience: string | undefined;
  /** Of the grants client_credentials and refresh_token. */
  readonly scope: string | undefined;
  /** An ID, or a name. */
  readonly organization: string | undefined;
}

/** Throws `invalid_request`. */
export function parametersOf({ body, authorization }: LoginRequest): Parameters {
  if (body instanceof UnusableBody) throw new OAuthError(body.status, "invalid_request", body.problem);
  const member = (name: string): string | undefined => {
    const value = typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
    if (value !== undefined && typeof value !== "string") throw invalidRequest(`${name} must be a string`);
    return value;
  };
  const basic = basicCredentials(authorization);
  const posted = member("client_secret");
  const assertion = member("client_assertion");
  return {
    grantType: member("grant_type"),
    clientId: basic?.clientId ?? member("client_id"),
    secret:
      basic !== undefined
        ? { value: basic.secret, by: "client_secret_basic" }
        : posted === undefined
          ? undefined
          : { value: posted, by: "client_secret_post" },
    assertion: assertion === undefined ? undefined : { value: assertion, type: member("client_assertion_type") },
    code: member("code"),
    redirectUri: member("redirect_uri"),
    codeVerifier: member("code_verifier"),
    refreshToken: member("refresh_token"),
    token: member("token"),
    audience: member("audience"),
    scope: member("scope"),
    organization: member("organization"),
  };
}

/** RFC 6749, 2.3.1: both halves are form-encoded before they are joined. */
function basicCredentials(authorization: string | undefined): { clientId: string; secret: string } | undefined {
  const encoded = /^Basic (.+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString();
  const colon = text.indexOf(":");
  if (colon < 0) return undefined;
  const decode = (half: string): string => new URLSearchParams(`v=${half}`).get("v") ?? "";
  return { clientId: decode(text.slice(0, colon)), secret: decode(text.slice(colon + 1)) };
}
