// The tenant's logs: /logs and /users/{id}/logs (documentation "Retrieve Logs Using the Management API").
import { badRequest, notFound, queryError } from "../core/errors.ts";
import { endpoint, ok, type Call, type Endpoint, type Reply } from "../core/endpoint.ts";
import type { LogEntry } from "../core/logs.ts";
import { list, selectFields } from "../core/query.ts";
import { search, sorted, type Matches } from "../core/search.ts";

const TOO_FAR = badRequest("You can only page through the first 1000 records.", "invalid_paging");

/** Of the search, beside `_exists_`. */
const FIELDS: readonly string[] = [
  "client_id",
  "client_name",
  "connection",
  "connection_id",
  "description",
  "date",
  "hostname",
  "ip",
  "log_id",
  "organization_id",
  "user_id",
  "user_name",
  "user_agent",
  "strategy",
  "strategy_type",
  "type",
];

/** That a word without a field is searched in. */
const BARE_FIELDS = ["client_name", "connection", "description", "ip", "log_id", "type", "user_name"];

export const logs: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/logs",
    scopes: ["read:logs", "read:logs_users"],
    handle: (call) =>
      call.query.text("from") === undefined && call.query.text("take") === undefined
        ? ok(found(call, call.logs.entries))
        : newerThan(call),
  }),
  endpoint({
    method: "GET",
    path: "/logs/:id",
    scopes: ["read:logs", "read:logs_users"],
    handle: ({ logs: all, param }) => {
      const entry = all.get(param("id"));
      if (entry === undefined) throw notFound("Log not found", "inexistent_log");
      return ok(shown(entry));
    },
  }),
  endpoint({
    method: "GET",
    path: "/users/:id/logs",
    scopes: ["read:logs", "read:logs_users"],
    handle: (call) =>
      ok(
        found(
          call,
          call.logs.entries.filter((entry) => entry.user_id === call.param("id")),
        ),
      ),
  }),
];

type Asking = Pick<Call<undefined>, "query" | "logs" | "site">;

/** By criteria: the newest first, unless another order is asked for. `total` is what the page has, not what there is. */
function found({ query }: Asking, entries: readonly LogEntry[]): object {
  const matches = search<LogEntry>(query.text("q"), {
    foldsCase: false,
    bareFields: BARE_FIELDS,
    checkField: (field) => {
      if (!FIELDS.includes(field)) throw queryError(`'Field cannot be searched: ${field}' on property q`);
    },
  });
  const simply = simpleSearch(query.text("search") ?? "");
  const newestFirst = entries.filter((entry) => matches(entry) && simply(entry)).reverse();
  return list(query, "logs", sorted(query.text("sort"), newestFirst), {
    view: shown,
    tooFar: TOO_FAR,
    totals: ({ rows }) => ({ length: rows.length, total: rows.length }),
  });
}

/** What `search` calls some of the fields. */
const SIMPLE_NAMES: Readonly<Record<string, string>> = { application: "client_name", user: "user_name" };

/**
 * `search`, as the official SDK has it: words without a field are beginnings of three of them, `field:word` is a beginning of
 * that one, quotes mean the whole value, and all have to fit. Case does not count.
 */
function simpleSearch(text: string): Matches<LogEntry> {
  const clauses = [...text.toLowerCase().matchAll(/(?:([\w.]+):)?(?:"([^"]*)"|([^\s"]+))/g)].map(
    ([, field, whole, beginning = ""]): Matches<LogEntry> => {
      const fields = field === undefined ? ["client_name", "connection", "user_name"] : [SIMPLE_NAMES[field] ?? field];
      const fits = (value: string): boolean => (whole === undefined ? value.startsWith(beginning) : value === whole);
      return (entry) => fields.some((name) => fits(textIn(entry, name)));
    },
  );
  return (entry) => clauses.every((fits) => fits(entry));
}

function textIn(entry: LogEntry, field: string): string {
  const value: unknown = Reflect.get(entry, field);
  return typeof value === "string" ? value.toLowerCase() : "";
}

/** By checkpoint: the oldest first, as a list without a frame, and where to go on in a Link header. */
function newerThan({ query, logs: all, site }: Asking): Reply {
  const from = query.text("from") ?? "";
  if (!/^\d*$/.test(from)) throw queryError("'The specified checkpoint is not valid' on property from");
  const take = query.integer("take", { minimum: 1, maximum: 100 }) ?? 50;
  const entries = all.entries.filter((entry) => entry.log_id > from).slice(0, take);
  const next = new URLSearchParams({ from: entries.at(-1)?.log_id ?? from, take: String(take) }).toString();
  return {
    ...ok(entries.map((entry) => selectFields(query, shown(entry)))),
    headers: { link: `<${site.url}/api/v2/logs?${next}>; rel="next"` },
  };
}

const SECRET: ReadonlySet<string> = new Set(["client_secret", "password", "signing_keys", "ticket", "token"]);

/** Secrets in what was sent and answered are not shown. */
function shown(entry: LogEntry): LogEntry {
  return entry.details === undefined ? entry : { ...entry, details: withoutSecrets(entry.details) as object };
}

/** @param within name of the member that the value is of: an Action's secrets are pairs of a name and a value */
function withoutSecrets(value: unknown, within = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, within));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [
      name,
      SECRET.has(name) || (within === "secrets" && name === "value") ? "*****" : withoutSecrets(child, name),
    ]),
  );
}
