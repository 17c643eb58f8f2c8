// A plain HTTPS client for the local tenant: no SDK between the test and the wire.
import { readFileSync } from "node:fs";
import { Agent, request as httpsRequest } from "node:https";
import type { Tenant } from "../../../src/index.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

export interface Ask {
  /** Bearer token; null sends no Authorization header. Default: the tenant's management token. */
  readonly token?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const agents = new WeakMap<Tenant, Agent>();

/** One agent a tenant: connections are kept, so that a test of many requests makes one handshake. */
function agentOf(tenant: Tenant): Agent {
  const known = agents.get(tenant);
  if (known !== undefined) return known;
  const agent = new Agent({ keepAlive: true, ca: readFileSync(tenant.certificateFile) });
  agents.set(tenant, agent);
  return agent;
}

/** Sends one request; rejects where the connection ends without an answer, or after `timeoutMs`. */
export function ask(
  tenant: Tenant,
  method: string,
  path: string,
  { token, body, headers }: Ask = {},
  timeoutMs = 5000,
): Promise<Answer> {
  const bearer = token === undefined ? tenant.managementToken : token;
  const payload = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      `${tenant.url}${path}`,
      {
        method,
        agent: agentOf(tenant),
        timeout: timeoutMs,
        headers: {
          ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
          ...(payload === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: text === "" ? undefined : (JSON.parse(text) as unknown),
          });
        });
      },
    );
    request.on("timeout", () => request.destroy(new Error("no answer in time")));
    request.on("error", reject);
    request.end(payload);
  });
}

/** The body of a refusal as the Management API words it. */
export const refusal = (statusCode: number, error: string, message: string, errorCode?: string): object => ({
  statusCode,
  error,
  message,
  ...(errorCode === undefined ? {} : { errorCode }),
});

export const invalidBody = (problem: string): object =>
  refusal(400, "Bad Request", `Payload validation error: ${problem}`, "invalid_body");
