import type { ManagementClient } from "auth0";
import type { Configuration, Flavour } from "../../config/index.ts";
import { setCommand } from "../../config/settings.ts";
import { nativeOinClients } from "../../tenant/native-oin-client.ts";
import { findOinClients } from "../../tenant/oin-client.ts";
import { type Finding, notice } from "../findings.ts";
import { ofType, type StackState } from "../state.ts";
import { deleteClientCommand } from "../../config/shell.ts";

/** The tenant's OIN clients for one service app that are not the stack's, by client ID. */
export interface OtherOinClients {
  /** The guide's: they name the service app. */
  readonly guide: readonly string[];
  /** Auth0's own: the one that the service app's block names. */
  readonly named: readonly string[];
  /** Auth0's own that no application's block names. */
  readonly leftOver: readonly string[];
}

/** Finds them (`read:clients`). */
export async function otherOinClients(
  api: ManagementClient,
  serviceAppClientId: string,
  state: StackState,
  displayName?: string,
): Promise<OtherOinClients> {
  const own = ofType(state, "Client").map(({ id }) => id);
  const [guides, { named, leftOver }] = await Promise.all([
    findOinClients(api, serviceAppClientId),
    nativeOinClients(api, serviceAppClientId, displayName),
  ]);
  const notOwn = (ids: readonly string[]): readonly string[] => ids.filter((id) => !own.includes(id));
  return { guide: notOwn(guides), named: notOwn(named === undefined ? [] : [named]), leftOver: notOwn(leftOver) };
}

/**
 * The configuration as adopt leaves it, as far as that takes further scopes: a client of the dashboard's that asks for
 * the credentials first signs admins in through connections, which become the stack's (`read:clients`).
 */
export async function asAdopted(
  api: ManagementClient,
  configuration: Configuration,
  { named, leftOver }: OtherOinClients,
): Promise<Configuration> {
  const taken = named[0] ?? leftOver[0];
  if (configuration.flavour === "guide" || configuration.adminConnections.length > 0 || taken === undefined)
    return configuration;
  const client = await api.clients.get(taken, {
    fields: "client_id,organization_require_behavior",
    include_fields: true,
  });
  return client.organization_require_behavior === "post_login_prompt"
    ? { ...configuration, adminConnections: ["<of the OIN client>"] }
    : configuration;
}

/** Says that there are such clients: of a flavour that the stack declares, to be taken over; of the other, which Okta may know. */
export function handMade(others: OtherOinClients, flavour: Flavour, stack: string): Finding[] {
  return [
    ...(flavour === "native" ? otherGuide(others) : guide(others, stack)),
    ...(flavour === "guide" ? otherNative(others, stack) : native(others, stack)),
  ];
}

function guide({ guide: clients }: OtherOinClients, stack: string): Finding[] {
  if (clients.length === 0) return [];
  return [
    notice(
      "hand-made",
      `The tenant has an OIN client for this service app that is not the stack's: ${clients.join(", ")}. up would refuse to make a second one.`,
      ["This adopts what was made by hand:", `npm run adopt -- --stack ${stack}`],
      { flavour: "guide", clients },
    ),
  ];
}

function native({ named, leftOver }: OtherOinClients, stack: string): Finding[] {
  const findings: Finding[] = [];
  if (named.length > 0) {
    findings.push(
      notice(
        "hand-made",
        `The service app has Express Configuration already, with the OIN client ${named.join(", ")} that is not the stack's: the dashboard made it. up would refuse to make a second one.`,
        ["This adopts what the dashboard made:", `npm run adopt -- --stack ${stack}`],
        { flavour: "native", clients: named },
      ),
    );
  }
  if (leftOver.length > 0) {
    findings.push(
      notice(
        "hand-made",
        `The tenant has an OIN client of Auth0's Express Configuration that no application names: ${leftOver.join(", ")}. up would refuse to make another.`,
        [
          "If Okta knows it, adopt it:",
          `npm run adopt -- --stack ${stack}`,
          "If Okta was never told of it:",
          ...leftOver.map((id) => deleteClientCommand(stack, id)),
        ],
        { flavour: "native", clients: leftOver },
      ),
    );
  }
  return findings;
}

/** A stack of the native flavour makes a client of its own beside the guide's, and Okta goes on with the one that it knows. */
function otherGuide({ guide: clients }: OtherOinClients): Finding[] {
  if (clients.length === 0) return [];
  return [
    notice(
      "other-flavour",
      `This service app has an OIN client of Okta's guide too, which is not the stack's: ${clients.join(", ")}. The stack leaves it alone; if Okta knows it, Okta does not use what the stack makes before it has switched.`,
      "docs/moving-to-native.md moves a tenant from the guide to the native flavour with both side by side.",
      { flavour: "guide", clients },
    ),
  ];
}

function otherNative({ named: clients }: OtherOinClients, stack: string): Finding[] {
  if (clients.length === 0) return [];
  return [
    notice(
      "other-flavour",
      `This service app has Auth0's own Express Configuration too, with the OIN client ${clients.join(", ")} that is not the stack's. The stack leaves it alone; if Okta knows it, Okta does not use what the stack makes.`,
      `If Okta knows it, this is the flavour for it: ${setCommand(stack, "flavour", "native")}`,
      { flavour: "native", clients },
    ),
  ];
}
