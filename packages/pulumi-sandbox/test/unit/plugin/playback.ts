// An HTTPS server that answers as a recording says: each request gets the next recorded answer to the same method and
// URL. What comes unexpected, or with another body than recorded, is noted.
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { isDeepStrictEqual } from "node:util";
import { makeCertificate } from "../../../../local-tenant/src/core/certificate.ts";
import type { HttpExchange, Json } from "./transcript.ts";

export interface Surprise {
  readonly request: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** A request and its answer; when it was is of no importance here. */
export type Exchange = Omit<HttpExchange, "kind" | "at">;

export interface Playback {
  /** `localhost:PORT` */
  readonly domain: string;
  readonly caFile: string;
  /** Starts on the exchanges of another recording. */
  load(exchanges: readonly Exchange[]): void;
  /** What differed since the last time, requests recorded but never made left out. */
  surprises(): Surprise[];
  /** Recorded exchanges that nobody asked for. */
  unused(): Exchange[];
  stop(): Promise<void>;
}

export async function playback(): Promise<Playback> {
  const certificate = await makeCertificate();
  let waiting: Exchange[] = [];
  let surprises: Surprise[] = [];
  const next = (method: string, url: string): Exchange | undefined => {
    const index = waiting.findIndex((exchange) => exchange.method === method && exchange.url === url);
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  };
  const server = createServer({ cert: certificate.cert, key: certificate.key }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const body = text === "" ? undefined : (JSON.parse(text) as Json);
      const [method, url] = [request.method ?? "", request.url ?? ""];
      const exchange = next(method, url);
      if (!exchange) {
        surprises.push({ request: `${method} ${url}`, expected: "no such request", actual: body });
        response.writeHead(501).end('{"statusCode":501,"error":"Not Implemented","message":"not in the recording"}');
        return;
      }
      if (!isDeepStrictEqual(exchange.request ?? undefined, body))
        surprises.push({ request: `${method} ${url}`, expected: exchange.request, actual: body });
      if (exchange.status === 0) request.socket.destroy();
      else
        response
          .writeHead(exchange.status, {
            "content-type": "application/json",
            "x-ratelimit-reset": String(Math.floor(Date.now() / 1000)),
          })
          .end(exchange.response === undefined ? "" : JSON.stringify(exchange.response));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    domain: `localhost:${String((server.address() as AddressInfo).port)}`,
    caFile: certificate.file,
    load: (exchanges) => {
      waiting = [...exchanges];
      surprises = [];
    },
    surprises: () => surprises.splice(0),
    unused: () => waiting,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await certificate.dispose();
    },
  };
}
