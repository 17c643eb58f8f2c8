// Finds the endpoint for a request. Paths are matched raw, segment by segment, because identifiers of APIs are URLs
// and arrive encoded within one segment.
import type { Endpoint } from "./endpoint.ts";
import { notFound } from "./errors.ts";

export interface Match {
  readonly endpoint: Endpoint;
  readonly param: (name: string) => string;
}

interface Route {
  readonly endpoint: Endpoint;
  readonly segments: readonly string[];
}

export class Router {
  readonly #routes = new Map<string, Route[]>();
  readonly #unmodelled: ReadonlySet<string>;

  /** `unmodelled`: first path segments that Auth0 has: below them the 404 says that it is the local tenant that lacks the endpoint. */
  constructor(endpoints: readonly Endpoint[], unmodelled: readonly string[]) {
    this.#unmodelled = new Set(unmodelled);
    for (const endpoint of endpoints) {
      const segments = segmentsOf(endpoint.path);
      const key = keyOf(endpoint.method, segments);
      const routes = this.#routes.get(key) ?? [];
      routes.push({ endpoint, segments });
      // Literal segments before parameters: /organizations/name/:name wins over /organizations/:id/:x.
      routes.sort((a, b) => parameterCount(a.segments) - parameterCount(b.segments));
      this.#routes.set(key, routes);
    }
  }

  /** `path` is the raw path below `/api/v2`. Throws 404 where nothing matches; not 501, which SDKs send again and again. */
  match(method: string, path: string): Match {
    const segments = segmentsOf(path);
    for (const route of this.#routes.get(keyOf(method, segments)) ?? []) {
      if (route.segments.every((segment, i) => segment.startsWith(":") || segment === segments[i])) {
        return { endpoint: route.endpoint, param: (name) => parameter(route.segments, segments, name) };
      }
    }
    if (this.#unmodelled.has(segments[0] ?? "")) {
      throw notFound(
        `The local tenant does not model ${method} /api/v2${path}: it is outside its scope (docs/tenant.md)`,
      );
    }
    throw notFound();
  }
}

const segmentsOf = (path: string): string[] => path.split("/").filter((segment) => segment !== "");

const keyOf = (method: string, segments: readonly string[]): string =>
  `${method} ${segments.length} ${segments[0] ?? ""}`;

const parameterCount = (segments: readonly string[]): number =>
  segments.filter((segment) => segment.startsWith(":")).length;

function parameter(pattern: readonly string[], segments: readonly string[], name: string): string {
  const index = pattern.indexOf(`:${name}`);
  const raw = segments[index];
  if (raw === undefined) throw new Error(`No parameter ${name} in /${pattern.join("/")}`);
  return decodeOnce(raw);
}

/** Percent-decodes; text that is not valid percent-encoding stays as it is. */
export function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
