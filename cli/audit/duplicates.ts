import type { Management } from "auth0";
import { OIN_CLIENT } from "../../contract/guide.ts";
import { NATIVE_OIN_CLIENT } from "../../contract/native.ts";
import { setCommand } from "../../config/settings.ts";
import { isOinClient } from "../../tenant/oin-client.ts";
import { type Finding, notice, problem } from "../findings.ts";
import type { Reading } from "./reading.ts";
import { serviceAppIn } from "./service-app.ts";
import { inSentence, type OwnOinClient, type ExpectedState } from "./expected-state.ts";
import { apiCommand, deleteClientCommand } from "../../config/shell.ts";

/** Another client that passes for the guide's OIN client of the service app. */
export function guideDuplicates(reading: Reading, expected: ExpectedState): Finding[] {
  if (ownOf(expected, "guide") === undefined) return [];
  const app = serviceAppIn(reading, expected)?.clientId ?? expected.serviceApp;
  return further(reading.clients, expected).flatMap((client) => {
    // Auth0 gives Okta's callback to every client of its own Express Configuration: those are judged by what names them.
    if (!isOinClient(client) || client.app_type === NATIVE_OIN_CLIENT.appType) return [];
    const { client_id: id = "", name = "" } = client;
    const linkedTo: unknown = client.client_metadata?.[OIN_CLIENT.serviceAppMetadataKey];
    const details = { clientId: id, name, serviceApp: linkedTo };
    if (linkedTo === app) {
      return [
        problem(
          "oin-client.duplicates",
          `A further client ${id} ("${name}") is linked to the service app as if it were its OIN client.`,
          ["If Okta does not use it:", deleteClientCommand(expected.stack, id)],
          details,
        ),
      ];
    }
    if (linkedTo !== undefined) return [];
    return [
      notice(
        "oin-client.duplicates",
        `The client ${id} ("${name}") has Okta's callback but is linked to no service app.`,
        ["If it is of no use:", deleteClientCommand(expected.stack, id)],
        details,
      ),
    ];
  });
}

/**
 * Another client of Auth0's own Express Configuration. One that another app's block names is that app's; of one that no
 * block names nobody knows what it is for.
 */
export function nativeDuplicates(reading: Reading, expected: ExpectedState): Finding[] {
  const { clients, moreClients } = reading;
  const app = serviceAppIn(reading, expected)?.client;
  const named = new Set(clients.map((client) => client.express_configuration?.okta_oin_client_id));
  const own = ownOf(expected, "native");
  return further(clients, expected).flatMap(({ client_id: id = "", name = "", app_type }) => {
    if (app_type !== NATIVE_OIN_CLIENT.appType) return [];
    const details = { clientId: id, name };
    if (own === undefined) {
      if (app?.express_configuration?.okta_oin_client_id !== id) return [];
      return [
        notice(
          "oin-client.duplicates",
          `The service app has Auth0's own Express Configuration as well, with the OIN client ${id}: the dashboard made it.`,
          "To move to it: docs/moving-to-native.md",
          details,
        ),
      ];
    }
    if (named.has(id)) return [];
    const mend = ["If Okta does not use it:", deleteClientCommand(expected.stack, id)];
    if (moreClients)
      return [
        notice(
          "oin-client.duplicates",
          `A further client ${id} ("${name}") for Express Configuration is named by none of the applications that were looked at.`,
          mend,
          details,
        ),
      ];
    return [
      problem(
        "oin-client.duplicates",
        `A further client ${id} ("${name}") for Express Configuration is named by no application.`,
        mend,
        details,
      ),
    ];
  });
}

/** Another app whose block names the stack's OIN client: what Okta sets up through it would be enabled for that app. */
export function strangersBlocks(reading: Reading, expected: ExpectedState): Finding[] {
  const own = ownOf(expected, "native");
  if (own === undefined) return [];
  const app = serviceAppIn(reading, expected);
  return reading.clients.flatMap(({ client_id: id = "", name = "", express_configuration: block }) => {
    if (block?.okta_oin_client_id !== own.clientId || id === app?.clientId) return [];
    const details = { clientId: id, name, oinClientId: own.clientId };
    if (app === undefined) {
      // The command that takes a block off could take it off the service app itself.
      return [
        notice(
          "oin-client.apps",
          `The application ${id} ("${name}") names ${inSentence(own.title)} in its Express Configuration block, and whether it is the service app cannot be told from serviceApp ("${expected.serviceApp}").`,
          [
            "Set the client ID of the app that is published in the OIN, and audit again:",
            setCommand(expected.stack, "serviceApp"),
          ],
          details,
        ),
      ];
    }
    return [
      problem(
        "oin-client.apps",
        `The application ${id} ("${name}"), which is not the service app, names ${inSentence(own.title)} in its Express Configuration block.`,
        apiCommand(expected.stack, "patch", `clients/${id}`, { express_configuration: null }),
        details,
      ),
    ];
  });
}

/** What was not looked at, to stay within the calls allowed. */
export function notLookedAt(
  { clients, moreClients, oinClients }: Reading,
  { oinClients: own, stack }: ExpectedState,
): Finding[] {
  if (!moreClients) return [];
  const unread = own
    .filter(
      ({ clientId }) => oinClients[clientId]?.credentials !== undefined && oinClients[clientId].client === undefined,
    )
    .map(({ clientId }) => clientId);
  const without =
    unread.length === 0
      ? ""
      : `; ${unread.join(" and ")}, of which only keys and grants were looked at, ${unread.length === 1 ? "is" : "are"} not among them`;
  return [
    notice(
      "clients",
      `Of the tenant's applications the first ${clients.length} were looked at, to make few calls${without}.`,
      ["To look at all of them:", `npm run audit -- --stack ${stack} --all-clients`],
      {
        lookedAt: clients.length,
        ...(unread.length === 0 ? {} : { unread }),
      },
    ),
  ];
}

function ownOf({ oinClients }: ExpectedState, wanted: OwnOinClient["flavour"]): OwnOinClient | undefined {
  return oinClients.find(({ flavour }) => flavour === wanted);
}

function further(clients: readonly Management.Client[], { oinClients }: ExpectedState): readonly Management.Client[] {
  return clients.filter(({ client_id }) => !oinClients.some(({ clientId }) => clientId === client_id));
}
