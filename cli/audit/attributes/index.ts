import { apiCommand } from "../../../config/shell.ts";
import { type Finding, notice, problem } from "../../findings.ts";
import type { ExpectedState } from "../expected-state.ts";
import type { Reading } from "../reading.ts";
import { API_ATTRIBUTES, SYSTEM_API_ATTRIBUTES } from "./api.ts";
import { NATIVE_OIN_CLIENT_ATTRIBUTES, OIN_CLIENT_ATTRIBUTES } from "./oin-client.ts";
import { judgeAttributes } from "./judge.ts";

/** Attributes of the OIN clients that the stack does not declare, or that no `up` takes back. */
export function clientAttributes({ oinClients }: Reading, { oinClients: own, stack }: ExpectedState): Finding[] {
  return own.flatMap(({ flavour, clientId, title }) => {
    const client = oinClients[clientId]?.client;
    if (client === undefined) return [];
    return judgeAttributes({
      about: "oin-client.attributes",
      title,
      found: client,
      settlements: flavour === "guide" ? OIN_CLIENT_ATTRIBUTES : NATIVE_OIN_CLIENT_ATTRIBUTES,
      path: `clients/${clientId}`,
      stack,
      details: { clientId },
    });
  });
}

/** The same for the API that an Okta admin's login asks an access token for. */
export function apiAttributes({ apis }: Reading, { stack }: ExpectedState): Finding[] {
  return apis.flatMap((api) => {
    const { id = "", identifier = "", name = "" } = api;
    return judgeAttributes({
      about: "api.attributes",
      title: `The API "${name}"`,
      found: api,
      settlements: api.is_system === true ? SYSTEM_API_ATTRIBUTES : API_ATTRIBUTES,
      path: `resource-servers/${id}`,
      stack,
      details: { identifier },
    });
  });
}

/** The features of the connection profile for single strategies: the plugin looks only at those that the stack declares. */
export function connectionProfile(
  { connectionProfile: found, connectionProfileUnread }: Reading,
  { connectionProfile: own, stack }: ExpectedState,
): Finding[] {
  if (own === undefined) return [];
  if (connectionProfileUnread === true) {
    return [
      notice("not-looked-at", "The connection profile was not looked at, to make few calls.", [
        "To look at everything:",
        `npm run audit -- --stack ${stack} --all-clients`,
      ]),
    ];
  }
  const overrides = Object.entries(found?.strategy_overrides ?? {});
  const foreign = overrides.filter(([strategy, value]) => !own.strategies.includes(strategy) && value !== null);
  if (foreign.length === 0) return [];
  const names = foreign.map(([strategy]) => strategy);
  return [
    problem(
      "connection-profile.strategies",
      `The connection profile has features of its own for ${names.join(", ")}, which the stack does not declare: connections of ${names.length === 1 ? "that kind" : "those kinds"} offer something else. No up takes ${names.length === 1 ? "it" : "them"} off.`,
      apiCommand(stack, "patch", `connection-profiles/${own.id}`, {
        strategy_overrides: Object.fromEntries(overrides.filter(([strategy]) => own.strategies.includes(strategy))),
      }),
      { connectionProfile: own.id, strategies: names },
    ),
  ];
}
