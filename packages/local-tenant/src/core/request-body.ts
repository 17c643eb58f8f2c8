// The body of a request: JSON or a form, within limits.
import { ApiError } from "./errors.ts";

/** In bytes (auth0.js, issue 1133). */
const MAX_BYTES = 1_048_576;
/** Levels of JSON. Auth0's limit is not published; no body that the API knows has a tenth of these. */
const MAX_DEPTH = 100;

/** Stands for a body that cannot be used. Whoever needs the body refuses the request. */
export class UnusableBody {
  /** 400, or 413 where it is too long. */
  readonly status: number;
  readonly problem: string;

  constructor(status: number, problem: string) {
    this.status = status;
    this.problem = problem;
  }

  /** As the Management API refuses it. */
  get refusal(): ApiError {
    return new ApiError(this.status, this.problem, this.status === 400 ? "invalid_body" : undefined);
  }
}

/** The parsed body; undefined where there is none. What is over the limit is read, so that the client gets its answer, and not kept. */
export async function readBody(stream: AsyncIterable<Uint8Array> | null, contentType: string): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream ?? []) {
    length += chunk.length;
    if (length <= MAX_BYTES) chunks.push(chunk);
  }
  if (length > MAX_BYTES)
    return new UnusableBody(413, `Payload content length greater than maximum allowed: ${MAX_BYTES}`);
  return bodyOf(new TextDecoder().decode(Buffer.concat(chunks)), contentType);
}

function bodyOf(text: string, contentType: string): unknown {
  if (text === "") return undefined;
  if (mediaType(contentType) === "application/x-www-form-urlencoded")
    return Object.fromEntries(new URLSearchParams(text));
  try {
    const body = JSON.parse(text) as unknown;
    return isTooDeep(body)
      ? new UnusableBody(400, `The request body is nested too deeply, maximum ${MAX_DEPTH} levels`)
      : body;
  } catch {
    return new UnusableBody(400, "Invalid request payload JSON format");
  }
}

/** Without parameters; it is the same in capitals (RFC 9110, 8.3.1). */
const mediaType = (contentType: string): string => (contentType.split(";")[0] ?? "").trim().toLowerCase();

/** Level by level, because recursion is what a deep body breaks. */
function isTooDeep(body: unknown): boolean {
  let level = [body].filter(isContainer);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((value) => Object.values(value) as unknown[]).filter(isContainer);
  }
  return false;
}

const isContainer = (value: unknown): value is object => typeof value === "object" && value !== null;
