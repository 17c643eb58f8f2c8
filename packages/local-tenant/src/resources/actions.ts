// Actions and their life: /actions/actions. A draft is pending, then built; a deploy freezes it as a version, which is
// live at once if the action is bound; later changes stay a draft until the next deploy.
import { accepted, created, endpoint, noContent, ok, type Call, type Endpoint } from "../core/endpoint.ts";
import { badRequest, conflict, notFound } from "../core/errors.ts";
import { pageOf, type Page, type Query } from "../core/query.ts";
import type { State } from "../core/state.ts";
import { nanoTimestamp } from "../core/time.ts";
import {
  createActionBody,
  DEFAULT_RUNTIME,
  MAX_ACTIONS,
  rollBackBody,
  TRIGGERS,
  updateActionBody,
  type CreateActionBody,
  type UpdateActionBody,
} from "./action-schema.ts";
import { actionView, deployReplyView, versionView } from "./action-views.ts";
import { actionGone } from "./cascades.ts";
import type { Secret, Draft, ActionRow, ActionVersionRow } from "../rows/actions.ts";

export const actions: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/actions/actions",
    scopes: ["read:actions"],
    handle: ({ state, query, now }) => {
      const page = pageOf(query, state.actions.filter(wanted(query)), { defaultPerPage: 20 });
      return ok({ actions: page.rows.map((row) => actionView(state, row, now)), ...pageMembers(page, page.total) });
    },
  }),
  endpoint({
    method: "POST",
    path: "/actions/actions",
    scopes: ["create:actions"],
    body: createActionBody,
    handle: (call) => {
      const row = create(call);
      if (call.body.deploy === true) deploy(call, row, row);
      return created({ ...actionView(call.state, actionById(call.state, row.id), call.now), status: "pending" });
    },
  }),
  endpoint({
    method: "GET",
    path: "/actions/actions/:id",
    scopes: ["read:actions"],
    handle: ({ state, param, now }) => ok(actionView(state, actionById(state, param("id")), now)),
  }),
  endpoint({
    method: "PATCH",
    path: "/actions/actions/:id",
    scopes: ["update:actions"],
    body: updateActionBody,
    handle: (call) => ok({ ...actionView(call.state, update(call), call.now), status: "pending" }),
  }),
  endpoint({
    method: "DELETE",
    path: "/actions/actions/:id",
    scopes: ["delete:actions"],
    handle: ({ state, param, query }) => {
      const row = actionById(state, param("id"));
      const bound = state.bindings.find(({ bindings }) => bindings.some(({ action_id }) => action_id === row.id));
      if (bound !== undefined && query.boolean("force") !== true)
        throw conflict("Unable to delete an action bound to a trigger.");
      actionGone(state, row.id);
      return noContent();
    },
  }),
  endpoint({
    method: "POST",
    path: "/actions/actions/:id/deploy",
    scopes: ["create:actions"],
    handle: (call) => {
      const row = actionById(call.state, call.param("id"));
      if (call.now < row.built_from) throw conflict("A draft must be in the 'built' state before it can be deployed.");
      return ok(deployReplyView(row, deploy(call, row, row)));
    },
  }),
  endpoint({
    method: "GET",
    path: "/actions/actions/:id/versions",
    scopes: ["read:actions"],
    handle: ({ state, param, query }) => {
      const row = actionById(state, param("id"));
      // Newest first.
      const versions = state.action_versions.filter(({ action_id }) => action_id === row.id).reverse();
      const page = pageOf(query, versions, { defaultPerPage: 20 });
      return ok({ versions: page.rows.map((version) => versionView(row, version)), ...pageMembers(page, page.total) });
    },
  }),
  endpoint({
    method: "GET",
    path: "/actions/actions/:id/versions/:version_id",
    scopes: ["read:actions"],
    handle: ({ state, param }) => {
      const row = actionById(state, param("id"));
      return ok(versionView(row, versionOf(state, row, param("version_id"))));
    },
  }),
  endpoint({
    method: "POST",
    path: "/actions/actions/:id/versions/:version_id/deploy",
    scopes: ["create:actions"],
    body: rollBackBody,
    handle: (call) => {
      const row = actionById(call.state, call.param("id"));
      const old = versionOf(call.state, row, call.param("version_id"));
      const version = deploy(call, row, old);
      if (call.body.update_draft === true) {
        const { code, dependencies, runtime, secrets, modules } = old;
        const { modules: _replaced, ...action } = actionById(call.state, row.id);
        call.state.actions.put({
          ...action,
          code,
          dependencies,
          runtime,
          secrets,
          ...(modules === undefined ? {} : { modules }),
        });
      } else {
        call.state.actions.put({ ...actionById(call.state, row.id), all_changes_deployed: false });
      }
      return accepted(deployReplyView(row, version));
    },
  }),
  endpoint({
    method: "GET",
    path: "/actions/triggers",
    scopes: ["read:actions"],
    handle: () =>
      ok({
        triggers: TRIGGERS.map((trigger) => ({
          ...trigger,
          status: "CURRENT",
          runtimes: ["node18-actions", "node22"],
          default_runtime: DEFAULT_RUNTIME,
        })),
      }),
  }),
];

/** The action, or 404 (which has no errorCode). */
export function actionById(state: State, id: string): ActionRow {
  const row = state.actions.get(id);
  if (row === undefined) throw notFound("That action does not exist.");
  return row;
}

function versionOf(state: State, action: ActionRow, id: string): ActionVersionRow {
  const version = state.action_versions.get(id);
  if (version?.action_id !== action.id) throw notFound("That action version does not exist.");
  return version;
}

/** `page` and the count are left out where they are 0, as the actions service does. */
export const pageMembers = (page: Page<unknown>, count: number): object => ({
  ...(count > 0 ? { total: count } : {}),
  ...(page.page > 0 ? { page: page.page } : {}),
  per_page: page.perPage,
});

function create({ state, body, ids, now, site }: Call<CreateActionBody>): ActionRow {
  if (state.actions.size >= MAX_ACTIONS)
    throw badRequest(`A tenant can have at most ${MAX_ACTIONS} actions`, "action_limit_exceeded");
  refuseDuplicate(state, body.name);
  const at = nanoTimestamp(now);
  return state.actions.put({
    id: ids.next("action"),
    name: body.name,
    supported_triggers: withVersions(body.supported_triggers),
    created_at: at,
    updated_at: at,
    code: body.code ?? "",
    dependencies: body.dependencies ?? [],
    runtime: body.runtime ?? DEFAULT_RUNTIME,
    secrets: changedSecrets([], body.secrets ?? [], at),
    ...(body.modules === undefined ? {} : { modules: body.modules }),
    built_from: now + site.actionBuildMs,
    all_changes_deployed: false,
  });
}

function update({ state, param, body, now, site }: Call<UpdateActionBody>): ActionRow {
  const row = actionById(state, param("id"));
  if (body.name !== undefined && body.name !== row.name) refuseDuplicate(state, body.name);
  const at = nanoTimestamp(now);
  return state.actions.put({
    ...row,
    name: body.name ?? row.name,
    supported_triggers:
      body.supported_triggers === undefined ? row.supported_triggers : withVersions(body.supported_triggers),
    code: body.code ?? row.code,
    dependencies: body.dependencies ?? row.dependencies,
    runtime: body.runtime ?? row.runtime,
    secrets: body.secrets === undefined ? row.secrets : changedSecrets(row.secrets, body.secrets, at),
    ...(body.modules === undefined ? {} : { modules: body.modules }),
    updated_at: at,
    built_from: now + site.actionBuildMs,
    all_changes_deployed: false,
  });
}

/** Freezes `source` (the draft, or an older version) as the action's next version and makes it the deployed one. */
function deploy({ state, ids, now }: Call<unknown>, action: ActionRow, source: Draft): ActionVersionRow {
  const at = nanoTimestamp(now);
  const { code, dependencies, runtime, secrets, supported_triggers, modules } = source;
  const version = state.action_versions.put({
    id: ids.next("action_version"),
    action_id: action.id,
    number: state.action_versions.filter(({ action_id }) => action_id === action.id).length + 1,
    code,
    dependencies,
    runtime,
    secrets,
    supported_triggers,
    ...(modules === undefined ? {} : { modules }),
    created_at: at,
    built_at: nanoTimestamp(now),
  });
  state.actions.put({ ...action, deployed_version_id: version.id, all_changes_deployed: true });
  return version;
}

/** The new list of secrets: known ones keep their place; one without a value keeps the value it had. */
function changedSecrets(
  old: readonly Secret[],
  wanted: NonNullable<UpdateActionBody["secrets"]>,
  at: string,
): Secret[] {
  const place = (name: string): number => {
    const index = old.findIndex((secret) => secret.name === name);
    return index < 0 ? old.length : index;
  };
  return wanted
    .map(({ name, value }): Secret => {
      const known = old.find((secret) => secret.name === name);
      if (value !== undefined) return { name, value, updated_at: at };
      if (known === undefined)
        throw badRequest(`Payload validation error: 'Missing required property: value' on property secrets (${name}).`);
      return known;
    })
    .sort((a, b) => place(a.name) - place(b.name));
}

const withVersions = (triggers: CreateActionBody["supported_triggers"]): ActionRow["supported_triggers"] =>
  triggers.map(({ id, version }) => ({
    id,
    version: version ?? TRIGGERS.find((known) => known.id === id)?.version ?? "v1",
  }));

function refuseDuplicate(state: State, name: string): void {
  if (state.actions.find((row) => row.name === name))
    throw conflict(`An action with the name '${name}' already exists.`);
}

function wanted(query: Query): (row: ActionRow) => boolean {
  const name = query.text("actionName");
  const trigger = query.text("triggerId");
  const deployed = query.boolean("deployed");
  // No action here comes from the marketplace.
  const installed = query.boolean("installed") ?? false;
  return (row) =>
    !installed &&
    (name === undefined || row.name === name) &&
    (trigger === undefined || row.supported_triggers.some(({ id }) => id === trigger)) &&
    (deployed === undefined || (row.deployed_version_id !== undefined) === deployed);
}
