// Refusals of the authentication API: RFC 6749's two members instead of the Management API's body.
import type { Reply } from "../core/endpoint.ts";

export class OAuthError extends Error {
  override readonly name = "OAuthError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, description: string) {
    super(description);
    this.status = status;
    this.code = code;
  }

  get reply(): Reply {
    return { status: this.status, body: { error: this.code, error_description: this.message } };
  }
}

/** Wrong, missing or unusable credentials of a client. */
export const invalidClient = (description: string): OAuthError => new OAuthError(401, "invalid_client", description);

/** What Auth0 says to a client that it does not know or that has the wrong secret. */
export const accessDenied = (description = "Unauthorized", status = 401): OAuthError =>
  new OAuthError(status, "access_denied", description);

export const invalidRequest = (description: string): OAuthError => new OAuthError(400, "invalid_request", description);
