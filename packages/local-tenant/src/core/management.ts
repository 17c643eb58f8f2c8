// The Management API from request to reply: find the endpoint, know the caller, demand a scope, run the handler.
import type { ApiRequest, Reply, Site } from "./endpoint.ts";
import { ApiError, insufficientScope } from "./errors.ts";
import { Ids, type IdKind } from "./ids.ts";
import type { TenantLogs } from "./logs.ts";
import { isLogged, logOperation } from "./operation-log.ts";
import { Query } from "./query.ts";
import { UnusableBody } from "./request-body.ts";
import type { Router } from "./router.ts";
import type { Store } from "./store.ts";
import type { Tokens } from "./tokens.ts";

interface Dependencies {
  readonly site: Site;
  readonly router: Router;
  readonly store: Store;
  readonly tokens: Tokens;
  readonly logs: TenantLogs;
}

export class ManagementApi {
  readonly #site: Site;
  readonly #router: Router;
  readonly #store: Store;
  readonly #tokens: Tokens;
  readonly #logs: TenantLogs;

  constructor({ site, router, store, tokens, logs }: Dependencies) {
    this.#site = site;
    this.#router = router;
    this.#store = store;
    this.#tokens = tokens;
    this.#logs = logs;
  }

  /** Answers a request that must carry a token of its own. */
  async answer(request: ApiRequest, authorization: string | undefined, now: number): Promise<Reply> {
    try {
      const caller = await this.#tokens.authenticate(authorization, this.#site.managementAudience, now);
      const { reply, pattern } = this.#performed(request, caller.scopes, now);
      if (isLogged(request, reply, caller))
        logOperation(this.#logs, this.#store.current, { request, pattern, reply, caller, now });
      return reply;
    } catch (error) {
      return replyOf(error);
    }
  }

  /** Answers a request of a caller who has these scopes. A refusal is a reply, and leaves the state as it was. */
  perform(
    request: ApiRequest,
    scopes: ReadonlySet<string>,
    now: number,
    preset?: Partial<Record<IdKind, string>>,
  ): Reply {
    return this.#performed(request, scopes, now, preset).reply;
  }

  /** `pattern`: path of the endpoint; empty where there is none. */
  #performed(
    request: ApiRequest,
    scopes: ReadonlySet<string>,
    now: number,
    preset?: Partial<Record<IdKind, string>>,
  ): { readonly reply: Reply; readonly pattern: string } {
    let pattern = "";
    try {
      const { endpoint, param } = this.#router.match(request.method, request.path);
      pattern = endpoint.path;
      if (!endpoint.scopes.some((scope) => scopes.has(scope))) throw insufficientScope(endpoint.scopes);
      if (request.body instanceof UnusableBody) throw request.body.refusal;
      const call = {
        site: this.#site,
        param,
        query: new Query(request.query),
        body: request.body,
        scopes,
        now,
        logs: this.#logs,
        ids: new Ids(preset),
      };
      const reply =
        endpoint.method === "GET"
          ? endpoint.run({ ...call, state: this.#store.visible(now) })
          : this.#store.transact(now, (state) => endpoint.run({ ...call, state }));
      return { reply, pattern };
    } catch (error) {
      return { reply: replyOf(error), pattern };
    }
  }
}

/** A refusal as its reply; anything else is a fault of the tenant itself, shown on stderr and answered 500. */
export function replyOf(error: unknown): Reply {
  if (error instanceof ApiError) return { status: error.status, body: error.body, headers: error.headers };
  console.error("local tenant: unexpected error", error);
  return { status: 500, body: new ApiError(500, "An internal server error occurred").body };
}
