// How actions and their versions look in answers. Two spellings of the status and two of the build time are Auth0's own
// (recordings of TestAccAction).
import type { State } from "../core/state.ts";
import type { ActionRow, ActionVersionRow, Draft, Secret } from "../rows/actions.ts";

/** The action with its draft, and with the deployed version if there is one. */
export function actionView(state: State, row: ActionRow, now: number): object {
  const { id, name, supported_triggers, created_at, updated_at, code, dependencies, runtime, all_changes_deployed } =
    row;
  return {
    id,
    name,
    supported_triggers,
    created_at,
    updated_at,
    code,
    dependencies,
    runtime,
    status: status(row, now),
    secrets: secretViews(row.secrets),
    ...modulesMember(row),
    ...deployedMembers(state, row),
    all_changes_deployed,
  };
}

/** The action as a binding shows it: without its draft. */
export function boundActionView(state: State, row: ActionRow): object {
  const { id, name, supported_triggers, created_at } = row;
  return {
    id,
    name,
    supported_triggers,
    created_at,
    updated_at: created_at,
    ...deployedMembers(state, row),
    all_changes_deployed: false,
  };
}

/** What a deploy answers: the version before it is live. */
export function deployReplyView(action: ActionRow, version: ActionVersionRow): object {
  return {
    ...versionMembers(version),
    deployed: false,
    updated_at: version.created_at,
    action: actionHeader(action),
  };
}

/** One of the action's versions. */
export function versionView(action: ActionRow, version: ActionVersionRow): object {
  return {
    ...versionMembers(version),
    action_id: action.id,
    deployed: action.deployed_version_id === version.id,
    built_at: version.built_at,
    updated_at: version.built_at,
    action: actionHeader(action),
  };
}

const actionHeader = ({ id, name, supported_triggers, created_at, updated_at }: ActionRow): object => ({
  id,
  name,
  supported_triggers,
  created_at,
  updated_at,
  all_changes_deployed: false,
});

const versionMembers = (version: ActionVersionRow): object => ({
  id: version.id,
  code: version.code,
  dependencies: version.dependencies,
  number: version.number,
  secrets: secretViews(version.secrets),
  status: "built",
  created_at: version.created_at,
  runtime: version.runtime,
  supported_triggers: version.supported_triggers,
  ...modulesMember(version),
});

const modulesMember = ({ modules }: Draft): object => (modules === undefined ? {} : { modules });

function deployedMembers(state: State, row: ActionRow): object {
  const version =
    row.deployed_version_id === undefined ? undefined : state.action_versions.get(row.deployed_version_id);
  if (version === undefined) return {};
  const { id, code, runtime, number, created_at, built_at } = version;
  return {
    current_version: {
      id,
      code,
      runtime,
      status: "BUILT",
      number,
      build_time: built_at,
      created_at,
      updated_at: built_at,
    },
    deployed_version: { ...versionMembers(version), deployed: true, built_at, updated_at: built_at },
  };
}

/** A read before the build is done finds it under way; `pending` is what the write itself answers. */
const status = ({ built_from }: ActionRow, now: number): "building" | "built" =>
  now >= built_from ? "built" : "building";

/** Values are never given back. */
const secretViews = (secrets: readonly Secret[]): object[] =>
  secrets.map(({ name, updated_at }) => ({ name, updated_at }));
