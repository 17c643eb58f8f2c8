// One HTTPS exchange with the tenant, tried again as the official plugin does it: a rate limit is waited for without
// end, a failing server and a dropped connection are tried three more times.
import { readFile } from "node:fs/promises";
import { Agent, request } from "node:https";
import { createSecureContext } from "node:tls";
import { setTimeout as wait } from "node:timers/promises";

export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export type Send = (exchange: Exchange) => Promise<Answer>;

const RETRIED_STATUSES = new Set([500, 502, 503, 504, 524]);
const RETRIES = 3;
const FIRST_DELAY_MS = 25;
const LONGEST_DELAY_MS = 500;

/**
 * Sends requests over kept-alive connections.
 * @param caFile PEM file of certificates to trust in the place of the usual ones
 */
export async function openHttp(caFile: string | undefined): Promise<{ send: Send; close(): void }> {
  // One context for all connections: to read the certificates again for each takes longer than the request.
  const agent = new Agent({
    keepAlive: true,
    secureContext: createSecureContext(caFile ? { ca: await readFile(caFile, "utf8") } : {}),
  });
  return {
    send: (exchange) => withRateLimit(() => withRetries(() => sendOnce(agent, exchange))),
    close: () => agent.destroy(),
  };
}

async function withRateLimit(send: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await send();
    if (answer.status !== 429) return answer;
    const reset = Number(answer.headers["x-ratelimit-reset"]);
    const seconds = Number.isFinite(reset) && reset > 0 ? reset - Math.floor(Date.now() / 1000) : 5;
    await wait(Math.max(0, seconds) * 1000);
  }
}

async function withRetries(send: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    const answer = await send().catch((error: unknown) => {
      if (attempt === RETRIES || isCertificateError(error)) throw error;
      return undefined;
    });
    if (answer && (attempt === RETRIES || !RETRIED_STATUSES.has(answer.status))) return answer;
    await wait(Math.random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt));
  }
}

function isCertificateError(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(String(error.code))
  );
}

function sendOnce(agent: Agent, exchange: Exchange): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const body = exchange.body === undefined ? undefined : JSON.stringify(exchange.body);
    const headers = {
      ...exchange.headers,
      ...(body === undefined
        ? {}
        : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) }),
    };
    const outgoing = request(exchange.url, { method: exchange.method, agent, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    outgoing.on("error", (cause) => reject(connectionError(exchange, cause)));
    outgoing.end(body);
  });
}

function connectionError(exchange: Exchange, cause: Error): Error {
  const verb = exchange.method.charAt(0) + exchange.method.slice(1).toLowerCase();
  const error = new Error(`failed to send the request: ${verb} ${JSON.stringify(exchange.url)}: ${cause.message}`, {
    cause,
  });
  return Object.assign(error, "code" in cause ? { code: cause.code } : {});
}
