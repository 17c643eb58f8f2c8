// One HTTPS request, trusting the given certificate: nothing of this process's own trust is changed.
import type { IncomingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";

export interface HttpRequest {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** PEM of the authority that vouches for the server; default: Node's own. */
  readonly ca?: string | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const TIMEOUT_MS = 30_000;

export function http(url: URL, { method = "GET", headers = {}, body, ca }: HttpRequest = {}): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      url,
      { method, headers, timeout: TIMEOUT_MS, ...(ca === undefined ? {} : { ca }) },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.on("timeout", () => request.destroy(new Error(`${url.origin} does not answer`)));
    request.on("error", reject);
    request.end(body);
  });
}

/** Sends a form, which has no place for what is not set. */
export const formBody = (fields: Readonly<Record<string, string | undefined>>): string =>
  new URLSearchParams(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ).toString();

export const FORM = { "content-type": "application/x-www-form-urlencoded" } as const;
