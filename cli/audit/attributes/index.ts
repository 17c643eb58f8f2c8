import type { Management } from "auth0";
import { apiCommand } from "../../../config/shell.ts";
import { type Finding, notice, problem } from "../../findings.ts";
import type { ExpectedState, OwnConnectionProfile } from "../expected-state.ts";
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

/** What the plugin does not look at: features for strategies that the stack does not declare, and limits of SCIM tokens. */
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
  return [...strategies(found, own, stack), ...provisioning(found, own, stack)];
}

function strategies(
  found: Management.ConnectionProfile | undefined,
  own: OwnConnectionProfile,
  stack: string,
): Finding[] {
  const overrides = Object.entries(
    (found?.strategy_overrides ?? {}) as Record<string, Management.ConnectionProfileStrategyOverride | null>,
  );
  const foreign = overrides.filter(
    ([strategy, value]) => !own.strategies.includes(strategy) && value?.enabled_features !== undefined,
  );
  if (foreign.length === 0) return [];
  const names = foreign.map(([strategy]) => strategy);
  return [
    problem(
      "connection-profile.strategies",
      `The connection profile has features of its own for ${names.join(", ")}, which the stack does not declare: connections of ${names.length === 1 ? "that kind" : "those kinds"} offer something else. No up takes ${names.length === 1 ? "it" : "them"} off.`,
      apiCommand(stack, "patch", `connection-profiles/${own.id}`, {
        strategy_overrides: Object.fromEntries(
          overrides.flatMap(([strategy, value]) => {
            if (own.strategies.includes(strategy)) return [[strategy, value]];
            const { enabled_features: _foreign, ...others } = value ?? {};
            return Object.keys(others).length === 0 ? [] : [[strategy, others]];
          }),
        ),
      }),
      { connectionProfile: own.id, strategies: names },
    ),
  ];
}

const SCIM_SCOPES = ["get:users", "post:users", "put:users", "patch:users", "delete:users"] as const;

/**
 * Limits of the SCIM tokens that Okta makes. They are the tenant's own choice, but Okta's provisioning stops where they are
 * too narrow, for all connections or for those of Okta's kind.
 */
function provisioning(
  found: Management.ConnectionProfile | undefined,
  { id, scim, scimTokens }: OwnConnectionProfile,
  stack: string,
): Finding[] {
  if (!scim) return [];
  const groups = {
    // What the stack declares is its own choice.
    ...(scimTokens ? {} : { provisioning: found?.provisioning }),
    "strategy_overrides.okta.provisioning": found?.strategy_overrides?.okta?.provisioning,
  };
  return Object.entries(groups).flatMap(([name, group]) => {
    const tokens = group?.scim?.tokens;
    if (tokens === undefined) return [];
    const lacking = SCIM_SCOPES.filter((scope) => !tokens.scopes.includes(scope));
    const ends = [tokens.default_expiry, tokens.max_allowed_expiry].some((seconds) => (seconds ?? null) !== null);
    if (lacking.length === 0 && !ends) return [];
    const says = [
      ...(lacking.length === 0 ? [] : [`may not ${lacking.join(", ")}`]),
      ...(ends ? ["come to an end, and with them the provisioning"] : []),
    ].join(", and ");
    return [
      notice(
        "connection-profile.provisioning",
        `The connection profile limits SCIM tokens (${name}): those of connections that Okta makes ${says}. No up changes it. If that is not meant:`,
        apiCommand(stack, "patch", `connection-profiles/${id}`, withoutLimits(name, found)),
        { connectionProfile: id, lacking: [...lacking] },
      ),
    ];
  });
}

/** The request that takes the limits off, and leaves what else the profile has for Okta's connections. */
function withoutLimits(name: string, found: Management.ConnectionProfile | undefined): Record<string, unknown> {
  const limits = { scim: { tokens: { scopes: [...SCIM_SCOPES], default_expiry: null, max_allowed_expiry: null } } };
  if (name === "provisioning") return { provisioning: limits };
  const { strategy_overrides: overrides } = found ?? {};
  return { strategy_overrides: { ...overrides, okta: { ...overrides?.okta, provisioning: limits } } };
}
