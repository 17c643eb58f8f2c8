// What goes wrong with the Management API, in the official plugin's words.
import { STATUS_CODES } from "node:http";

/** An answer with a status of 400 or more. Its text: `403 Forbidden: Insufficient scope, expected any of: create:roles`. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: string;

  constructor(status: number, body: string) {
    super(describe(status, body));
    this.name = "ApiError";
    this.status = status;
    this.body = body;
  }
}

/** Words a failure as the newer client library does, by which the official plugin reaches connection profiles. */
export async function verbatim<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof ApiError ? new Error(`${String(error.status)}: ${error.body}`, { cause: error }) : error;
  }
}

/** The object asked for is not there any more: the resource is dropped from the state rather than failing. */
export class Gone extends Error {}

/** Turns a 404 into Gone; everything else stays the failure that it is. */
export async function orGone<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof ApiError && error.status === 404 ? new Gone(error.message) : error;
  }
}

function describe(status: number, body: string): string {
  const reason = STATUS_CODES[status] ?? "";
  const parsed = parseObject(body);
  if (typeof parsed === "string")
    return `${String(status)} ${reason}: failed to decode json error response payload: ${parsed}`;
  if (typeof parsed["statusCode"] !== "number" || parsed["statusCode"] === 0)
    return `${String(status)} ${reason}: ${textIn(parsed["message"])}`;
  return `${String(parsed["statusCode"])} ${textIn(parsed["error"])}: ${textIn(parsed["message"])}`;
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function parseObject(body: string): Record<string, unknown> | string {
  if (body === "") return "EOF";
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? { ...value } : "unexpected JSON value";
  } catch {
    return `invalid character '${body.charAt(0)}' looking for beginning of value`;
  }
}
