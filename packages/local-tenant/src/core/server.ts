// The HTTPS server: what happens to every request before and after it is answered.
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { Hono, type Context } from "hono";
import type { Certificate } from "./certificate.ts";
import type { Reply } from "./endpoint.ts";
import { faultError, tooManyRequests, type FaultKind, type Faults } from "./faults.ts";
import type { Journal } from "./journal.ts";
import { replyOf, type ManagementApi } from "./management.ts";
import type { RateLimit } from "./rate-limit.ts";
import { readBody } from "./request-body.ts";

const MANAGEMENT_PREFIX = "/api/v2";

type AppContext = Context<{ Bindings: HttpBindings }>;

export type App = Hono<{ Bindings: HttpBindings }>;

/** A request outside the Management API, as its handler sees it. */
export interface LoginRequest {
  /** Without the question mark. */
  readonly query: string;
  /** Parsed JSON or form, whichever was sent; an UnusableBody where it is neither. */
  readonly body: unknown;
  /** Empty where none is given. */
  readonly contentType: string;
  readonly authorization: string | undefined;
  /** The Cookie header. */
  readonly cookie: string | undefined;
  readonly userAgent: string | undefined;
  /** Of the client's end of the connection. */
  readonly ip: string;
  readonly now: number;
}

/** An answer outside the Management API: JSON as there, a page, or a redirection by its headers. */
export interface LoginReply extends Reply {
  /** A whole HTML document; `body` is left out then. */
  readonly html?: string;
  /** Set-Cookie headers. */
  readonly cookies?: readonly string[];
}

export interface LoginRoute {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly handle: (request: LoginRequest) => LoginReply | Promise<LoginReply>;
}

export interface ServerParts {
  readonly management: ManagementApi;
  readonly loginRoutes: readonly LoginRoute[];
  readonly journal: Journal;
  readonly faults: Faults;
  readonly rateLimit: RateLimit;
  readonly latencyMs: number;
}

/** The application: the Management API, the login side's routes, and 404 for the rest. */
export function makeApp(parts: ServerParts): App {
  const app: App = new Hono();
  app.all(`${MANAGEMENT_PREFIX}/*`, (c) => serve(c, parts, (incoming) => manage(incoming, parts)));
  for (const route of parts.loginRoutes) {
    app.on(route.method, route.path, (c) => serve(c, parts, async (incoming) => route.handle(incoming)));
  }
  app.all("*", (c) => serve(c, parts, async () => notServed()));
  return app;
}

interface Incoming extends LoginRequest {
  readonly method: string;
  readonly path: string;
}

/** Fault, latency, answer, journal: the same for every request. */
async function serve(
  c: AppContext,
  parts: ServerParts,
  answer: (incoming: Incoming) => Promise<LoginReply>,
): Promise<Response> {
  const incoming = await read(c);
  const fault = parts.faults.strike(incoming.method, incoming.path);
  if (parts.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, parts.latencyMs));
  const reply = await outcome(fault, incoming, answer);
  record(parts.journal, incoming, fault === "drop-after" ? { ...reply, status: 0 } : reply);
  if (fault === "drop-before" || fault === "drop-after") return dropped(c);
  if (fault === "hang") return never();
  return respond(reply);
}

async function outcome(
  fault: FaultKind | undefined,
  incoming: Incoming,
  answer: (incoming: Incoming) => Promise<LoginReply>,
): Promise<LoginReply> {
  switch (fault) {
    case "429":
    case "500":
    case "503":
      return replyOf(faultError(fault, incoming.now));
    case "hang":
    case "drop-before":
      return { status: 0 };
    case "drop-after":
    case undefined:
      return answer(incoming);
  }
}

async function manage(incoming: Incoming, { management, rateLimit }: ServerParts): Promise<Reply> {
  const { allowed, headers } = rateLimit.take(incoming.now);
  if (!allowed) return replyOf(tooManyRequests({ ...headers }));
  const reply = await management.answer(
    { ...incoming, path: incoming.path.slice(MANAGEMENT_PREFIX.length) },
    incoming.authorization,
    incoming.now,
  );
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

async function read(c: AppContext): Promise<Incoming> {
  const { req } = c;
  const url = req.raw.url;
  const start = url.indexOf("/", url.indexOf("//") + 2);
  const mark = url.indexOf("?", start);
  const contentType = req.header("content-type") ?? "";
  return {
    method: req.method,
    path: start < 0 ? "/" : url.slice(start, mark < 0 ? undefined : mark),
    query: mark < 0 ? "" : url.slice(mark + 1),
    body: req.method === "GET" ? undefined : await readBody(req.raw.body, contentType),
    contentType,
    authorization: req.header("authorization"),
    cookie: req.header("cookie"),
    userAgent: req.header("user-agent"),
    ip: c.env.incoming.socket.remoteAddress ?? "",
    now: Date.now(),
  };
}

function record(journal: Journal, incoming: Incoming, reply: Reply): void {
  const { now: at, method, path, query, body } = incoming;
  journal.add({
    at,
    method,
    path,
    query,
    requestBody: body ?? null,
    status: reply.status,
    responseBody: reply.body ?? null,
  });
}

function respond(reply: LoginReply): Response {
  const headers = new Headers(reply.headers);
  for (const cookie of reply.cookies ?? []) headers.append("set-cookie", cookie);
  if (reply.html !== undefined) {
    headers.set("content-type", "text/html; charset=utf-8");
    return new Response(reply.html, { status: reply.status, headers });
  }
  if (reply.body !== undefined) headers.set("content-type", "application/json; charset=utf-8");
  return new Response(reply.body === undefined ? null : JSON.stringify(reply.body), { status: reply.status, headers });
}

function dropped(c: AppContext): Promise<Response> {
  c.env.incoming.socket.destroy();
  return never();
}

/** For a client that is never answered: the connection ends when one side gives up. */
const never = (): Promise<Response> => new Promise(() => undefined);

const notServed = (): Reply => ({ status: 404, body: { statusCode: 404, error: "Not Found", message: "Not Found" } });

export interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Reserves the port before the application exists, because the tenant's name contains it. Loopback only. */
export async function listen(
  port: number,
  certificate: Certificate,
  appFor: (port: number) => Promise<App>,
): Promise<RunningServer> {
  const ready = Promise.withResolvers<App>();
  const server = createAdaptorServer({
    fetch: async (request, env) => (await ready.promise).fetch(request, env),
    createServer,
    serverOptions: { key: certificate.key, cert: certificate.cert },
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      if ("closeAllConnections" in server) server.closeAllConnections();
    });
  try {
    const { port: bound } = server.address() as AddressInfo;
    ready.resolve(await appFor(bound));
    return { port: bound, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
