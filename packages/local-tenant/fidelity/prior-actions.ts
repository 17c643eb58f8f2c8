// Actions and bindings that were there before a scenario: read without having been made, or kept by a request that
// writes a trigger's whole flow anew and so names what others had bound.
import type { Json, JsonObject } from "./json.ts";
import { isArray, isObject } from "./json.ts";
import type { Exchange } from "./recording.ts";

/** A row of one of the tenant's tables. */
export interface PriorRow {
  readonly table: string;
  readonly row: JsonObject;
}

const ACTION = /^\/api\/v2\/actions\/actions\/[^/]+$/;
const BINDINGS = /^\/api\/v2\/actions\/triggers\/([^/]+)\/bindings$/;

/** @param exchanges those that succeeded */
export function priorActions(exchanges: readonly Exchange[]): PriorRow[] {
  const rows: PriorRow[] = [];
  const met = new Set<string>();
  const flows = new Set<string>();
  const kept = referredTo(exchanges);
  const bring = (action: Json | undefined): void => {
    if (!isObject(action) || typeof action["id"] !== "string" || met.has(action["id"])) return;
    met.add(action["id"]);
    rows.push(...rowsOf(action));
  };
  for (const { method, path, response } of exchanges) {
    if (method === "POST" && isObject(response) && typeof response["id"] === "string") met.add(response["id"]);
    if (method === "GET" && ACTION.test(path)) bring(response);
    const trigger = BINDINGS.exec(path)?.[1];
    if (trigger === undefined || flows.has(trigger)) continue;
    flows.add(trigger);
    const bindings =
      method === "GET" ? bindingsIn(response).filter((binding) => namesOf(binding).some((name) => kept.has(name))) : [];
    for (const { action } of bindings) bring(action);
    if (bindings.length > 0)
      rows.push({ table: "bindings", row: { trigger_id: trigger, bindings: bindings.map(bindingRow) } });
  }
  return rows;
}

/** What requests for bindings name: bindings or actions by ID, actions by name. */
function referredTo(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const requests = exchanges.filter(({ method, path }) => method === "PATCH" && BINDINGS.test(path));
  const refs = requests
    .flatMap(({ request }) => bindingsIn(request))
    .map(({ ref }) => (isObject(ref) ? ref["value"] : undefined));
  return new Set(refs.filter((value) => typeof value === "string"));
}

const bindingsIn = (body: Json): JsonObject[] =>
  isObject(body) && isArray(body["bindings"]) ? body["bindings"].filter(isObject) : [];

const namesOf = ({ id, action }: JsonObject): string[] =>
  [id, ...(isObject(action) ? [action["id"], action["name"]] : [])].filter((name) => typeof name === "string");

const bindingRow = ({
  id = "",
  display_name = "",
  created_at = "",
  updated_at = "",
  action,
}: JsonObject): JsonObject => ({
  id,
  display_name,
  created_at,
  updated_at,
  action_id: isObject(action) ? (action["id"] ?? "") : "",
});

/** The action and its deployed version. A binding shows no draft: then the draft is what is deployed. */
function rowsOf(action: JsonObject): PriorRow[] {
  const {
    deployed_version: deployed,
    id = "",
    name = "",
    supported_triggers = [],
    created_at = "",
    updated_at = "",
    all_changes_deployed = true,
  } = action;
  const draft = {
    ...draftOf(isObject(deployed) ? deployed : {}, supported_triggers),
    ...(typeof action["code"] === "string" ? draftOf(action, supported_triggers) : {}),
  };
  const row = { ...draft, id, name, created_at, updated_at, built_from: 0, all_changes_deployed };
  if (!isObject(deployed)) return [{ table: "actions", row }];
  const { id: versionId = "", number = 1, created_at: versionAt = "", built_at = "" } = deployed;
  const version = {
    ...draftOf(deployed, supported_triggers),
    id: versionId,
    action_id: id,
    number,
    created_at: versionAt,
    built_at,
  };
  return [
    { table: "actions", row: { ...row, deployed_version_id: versionId } },
    { table: "action_versions", row: version },
  ];
}

const draftOf = (
  { code = "", dependencies = [], runtime = "node22", secrets = [] }: JsonObject,
  triggers: Json,
): JsonObject => ({
  code,
  dependencies,
  runtime,
  secrets: isArray(secrets) ? secrets.filter(isObject).map((secret) => ({ ...secret, value: "" })) : [],
  supported_triggers: triggers,
});
