import type { Management, ManagementClient } from "auth0";
import type { Configuration } from "../../config/index.ts";
import { apiCommand } from "../../config/shell.ts";
import { MAX_PUBLIC_KEYS, POST_LOGIN_ACTION } from "../../contract/guide.ts";
import { OIN_CLIENT_RESOURCES } from "../../contract/stack.ts";
import { isBound, readBindings } from "../../tenant/bindings.ts";
import { readKeys } from "../../tenant/client-keys.ts";
import { readAll } from "../../tenant/read-all.ts";
import { type Finding, problem } from "../findings.ts";
import { called, type StackState } from "../state.ts";
import { namesOnTenant, takenNames, type WantedAction, wantedActions } from "./taken-names.ts";

/** Auth0's limits (Auth0: "Actions Limitations"): Actions of a tenant, and Actions bound to one trigger. */
const MAX_ACTIONS = 100;
const MAX_BINDINGS = 20;

/**
 * What of Auth0's limits the next `up` would meet in the middle of its writes: no room for another Action or another
 * binding, names that are taken, a place for a key that something else takes. It reads with the scopes of a preview.
 */
export async function checkLimits(
  api: ManagementClient,
  configuration: Configuration,
  state: StackState,
  stack: string,
): Promise<Finding[]> {
  const wanted = wantedActions(configuration, state);
  const [actions, flow] =
    wanted.length === 0
      ? [[], []]
      : await Promise.all([readAll(api.actions.list({ per_page: 100 })), readBindings(api)]);
  return [
    ...room(wanted, actions, flow, stack),
    ...takenNames(await namesOnTenant(api, configuration, state), wanted, actions, stack),
    ...(await unattached(api, state, stack)),
  ];
}

const isOn = (actions: readonly Management.Action[], id: string | undefined): boolean =>
  id !== undefined && actions.some((action) => action.id === id);

/** An Action that is to be adopted takes no further place. */
function room(
  wanted: readonly WantedAction[],
  actions: readonly Management.Action[],
  flow: readonly Management.ActionBinding[],
  stack: string,
): Finding[] {
  const toMake = wanted.filter(({ id, name }) => !isOn(actions, id) && !actions.some((one) => one.name === name));
  const toBind = wanted.filter(
    ({ id, name }) => !isBound(flow, id) && !flow.some(({ action }) => action?.name === name),
  );
  const findings: Finding[] = [];
  if (toMake.length > 0 && actions.length + toMake.length > MAX_ACTIONS) {
    const unused = actions.find(({ id }) => !isBound(flow, id));
    findings.push(
      problem(
        "limits.actions",
        `The tenant has ${actions.length} Actions of ${MAX_ACTIONS} that Auth0 allows, and up has to make ${toMake.length} more (${toMake.map(({ name }) => name).join(", ")}): it would fail there.`,
        [
          "List them, and delete what nothing needs:",
          apiCommand(stack, "get", "actions/actions?per_page=100"),
          ...(unused?.id === undefined
            ? []
            : [
                `For example, if nothing needs "${unused.name ?? ""}", which post-login does not run:`,
                apiCommand(stack, "delete", `actions/actions/${unused.id}`),
              ]),
        ],
        { actions: actions.length, most: MAX_ACTIONS, toMake: toMake.map(({ name }) => name) },
      ),
    );
  }
  if (toBind.length > 0 && flow.length + toBind.length > MAX_BINDINGS) {
    findings.push(
      problem(
        "limits.bindings",
        `The post-login flow has ${flow.length} Actions of ${MAX_BINDINGS} that Auth0 allows, and up has to bind ${toBind.length} more (${toBind.map(({ name }) => name).join(", ")}): it would fail there, after making them.`,
        [
          "Take one out of the flow that is no longer needed. On the dashboard: Actions > Triggers > post-login. To see the flow:",
          apiCommand(stack, "get", `actions/triggers/${POST_LOGIN_ACTION.trigger}/bindings?per_page=50`),
        ],
        { bindings: flow.length, most: MAX_BINDINGS, toBind: toBind.map(({ name }) => name) },
      ),
    );
  }
  return findings;
}

/** A key that the client does not sign in with takes one of the two places, and up refuses to change keys beside it. */
async function unattached(api: ManagementClient, state: StackState, stack: string): Promise<Finding[]> {
  const clientIds = Object.values(OIN_CLIENT_RESOURCES).flatMap((name) => called(state, name)?.id ?? []);
  const findings = await Promise.all(
    clientIds.map(async (clientId) => {
      const { attached = [], unattached: found = [] } = (await readKeys(api, clientId)) ?? {};
      if (found.length === 0) return [];
      const isDuplicate = found.every(({ kid }) => attached.some((key) => key.kid === kid));
      return [
        problem(
          "limits.keys",
          `The OIN client ${clientId} has ${found.length === 1 ? "a key" : "keys"} that it does not sign in with (${found.map(({ kid }) => kid).join(", ")}). Auth0 keeps at most ${MAX_PUBLIC_KEYS} keys on a client, and up refuses to change keys beside such a one.`,
          isDuplicate
            ? ["It is there twice; this deletes the duplicate:", `npm run rotate -- --stack ${stack}`]
            : [
                "This adopts it where it is one of Okta's, and tells how to delete it where it is not:",
                `npm run adopt -- --stack ${stack}`,
              ],
          { clientId, credentials: found.map(({ id, kid }) => ({ id, kid })) },
        ),
      ];
    }),
  );
  return findings.flat();
}
