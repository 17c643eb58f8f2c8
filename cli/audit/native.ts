import { OIN_CLIENT } from "../../contract/guide.ts";
import { apiCommand } from "../../config/shell.ts";
import { type Finding, problem } from "../findings.ts";
import type { Reading } from "./reading.ts";
import { serviceAppIn } from "./service-app.ts";
import { inSentence, type OwnOinClient, type ExpectedState } from "./expected-state.ts";

/**
 * What Auth0 fills in for a client of its own Express Configuration, by attribute of the Management API. The stack does
 * not send it, so that a preview does not compare it. Auth0 fills in what Okta's guide asks for, to the letter.
 */
const FILLED_IN = {
  callbacks: OIN_CLIENT.callbacks,
  grant_types: OIN_CLIENT.grantTypes,
  organization_usage: OIN_CLIENT.organizationUsage,
} as const;

/** Whether what Auth0 has filled in for the native OIN client is still so. */
export function filledIn({ oinClients }: Reading, expected: ExpectedState): Finding[] {
  const own = nativeOf(expected);
  const client = own === undefined ? undefined : oinClients[own.clientId]?.client;
  if (own === undefined || client === undefined) return [];
  const found: Readonly<Record<string, unknown>> = { ...client };
  const changed = Object.entries(FILLED_IN).filter(([name, filled]) => normal(found[name]) !== normal(filled));
  if (changed.length === 0) return [];
  return [
    problem(
      "oin-client.settings",
      `${own.title} no longer has what Auth0 made it with: ${changed.map(([name, filled]) => `${name} ${shown(found[name])} instead of ${shown(filled)}`).join("; ")}.`,
      apiCommand(expected.stack, "patch", `clients/${own.clientId}`, Object.fromEntries(changed)),
      {
        clientId: own.clientId,
        found: Object.fromEntries(changed.map(([name]) => [name, found[name]])),
        expected: Object.fromEntries(changed),
      },
    ),
  ];
}

/** Whether the app still names the stack's OIN client; a released one it names no more. */
export function appBlock(reading: Reading, expected: ExpectedState): Finding[] {
  const own = nativeOf(expected);
  const app = serviceAppIn(reading, expected)?.client;
  if (own === undefined || own.released || app === undefined) return [];
  const named = app.express_configuration?.okta_oin_client_id;
  if (named === own.clientId) return [];
  const says =
    named === undefined
      ? "has no Express Configuration block any more, so that Okta cannot set it up"
      : `names the OIN client ${named}, not ${own.clientId}`;
  return [
    problem(
      "app.block",
      `The service app ${says}.`,
      [`This has it name ${inSentence(own.title)} again:`, `pulumi up --stack ${expected.stack}`],
      {
        serviceApp: app.client_id,
        oinClientId: own.clientId,
        ...(named === undefined ? {} : { named }),
      },
    ),
  ];
}

/** The flag that Auth0's Express Configuration wants off. */
export function clientConnections({ flags }: Reading, expected: ExpectedState): Finding[] {
  if (nativeOf(expected) === undefined || flags?.enable_client_connections !== true) return [];
  return [
    problem(
      "tenant.enable-client-connections",
      "The tenant flag enable_client_connections (dashboard: Enable Application Connections) is on: connections are enabled for applications that are not meant.",
      apiCommand(expected.stack, "patch", "tenants/settings", { flags: { enable_client_connections: false } }),
    ),
  ];
}

function nativeOf({ oinClients }: ExpectedState): OwnOinClient | undefined {
  return oinClients.find(({ flavour }) => flavour === "native");
}

/** Lists are sets here: Auth0 gives them in any order. */
function normal(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.map(String).sort() : (value ?? null));
}

function shown(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(", ")}]` : typeof value === "string" ? value : "(none)";
}
