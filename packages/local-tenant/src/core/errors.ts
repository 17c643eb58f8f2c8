// Every refusal of the Management API as Auth0 words it: one JSON body with statusCode, error, message and,
// for most of them, errorCode (shared/spec/local-tenant.md; recordings of the real API).

const REASONS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  413: "Request Entity Too Large",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** A refusal that the server answers as Auth0 would. Thrown by handlers; nothing they wrote is kept. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly errorCode: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, errorCode?: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.headers = headers;
  }

  /** The JSON body of the response. */
  get body(): ErrorBody {
    return {
      statusCode: this.status,
      error: REASONS[this.status] ?? "Error",
      message: this.message,
      ...(this.errorCode === undefined ? {} : { errorCode: this.errorCode }),
    };
  }
}

export interface ErrorBody {
  readonly statusCode: number;
  readonly error: string;
  readonly message: string;
  readonly errorCode?: string;
}

/** 400 `invalid_body`: what the payload's JSON schema refuses. */
export const payloadError = (problem: string): ApiError =>
  new ApiError(400, `Payload validation error: ${problem}`, "invalid_body");

/** 400 `invalid_query_string`. */
export const queryError = (problem: string): ApiError =>
  new ApiError(400, `Query validation error: ${problem}`, "invalid_query_string");

/** 400 with an error code of its own: a well-formed payload that breaks a rule of the resource. */
export const badRequest = (message: string, errorCode = "invalid_body"): ApiError =>
  new ApiError(400, message, errorCode);

export const unauthorized = (message: string): ApiError => new ApiError(401, message);

export const forbidden = (message: string, errorCode?: string): ApiError => new ApiError(403, message, errorCode);

/** 403 `insufficient_scope`: the token carries none of the scopes that the endpoint accepts. */
export const insufficientScope = (expected: readonly string[]): ApiError =>
  forbidden(`Insufficient scope, expected any of: ${expected.join(",")}`, "insufficient_scope");

export const notFound = (message = "Not Found", errorCode?: string): ApiError => new ApiError(404, message, errorCode);

export const conflict = (message: string, errorCode?: string): ApiError => new ApiError(409, message, errorCode);
