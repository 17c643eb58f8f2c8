import type { Management, ManagementClient } from "auth0";
import { OIN_CLIENT } from "../../contract/guide.ts";
import { NATIVE_OIN_CLIENT } from "../../contract/native.ts";
import { everyClient } from "../../tenant/every-client.ts";
import { isOinClient } from "../../tenant/oin-client.ts";

/** The tenant's clients as far as Express Configuration goes, of either flavour. */
export interface Clients {
  /** Clients of the guide's kind: linked to the service app by their metadata, or only with Okta's callback. */
  readonly guide: readonly Management.Client[];
  /** The service app's `express_configuration` block, where it has one. */
  readonly block?: Management.ExpressConfiguration;
  /** Every native OIN client, whoever names it. */
  readonly native: readonly Management.Client[];
  /** The one that this block names, where the tenant has it. */
  readonly named?: Management.Client;
  /** Those that no application's block names. */
  readonly unnamed: readonly Management.Client[];
  /** Blocks of other applications: what they name is theirs. */
  readonly otherBlocks: readonly Management.ExpressConfiguration[];
  /** Client IDs of all clients. */
  readonly ids: ReadonlySet<string>;
}

/** Reads every client once (`read:clients`). */
export async function readClients(api: ManagementClient, serviceAppClientId: string): Promise<Clients> {
  const all: Management.Client[] = [];
  for await (const client of everyClient(api)) all.push(client);

  const blockOf = (client: Management.Client): Management.ExpressConfiguration[] =>
    client.express_configuration ? [client.express_configuration] : [];
  const [block] = all.filter(({ client_id }) => client_id === serviceAppClientId).flatMap(blockOf);
  const blocks = all.flatMap(blockOf);
  const native = all.filter(({ app_type }) => app_type === NATIVE_OIN_CLIENT.appType);
  const named = native.find(({ client_id }) => client_id === block?.okta_oin_client_id);
  return {
    guide: all.filter((client) => isGuideClient(client, serviceAppClientId)),
    ...(block === undefined ? {} : { block }),
    native,
    ...(named === undefined ? {} : { named }),
    unnamed: native.filter(
      ({ client_id }) => !blocks.some(({ okta_oin_client_id }) => okta_oin_client_id === client_id),
    ),
    otherBlocks: blocks.filter((other) => other !== block),
    ids: new Set(all.map(({ client_id = "" }) => client_id)),
  };
}

/** Auth0 gives native OIN clients Okta's callback too. */
function isGuideClient(client: Management.Client, serviceAppClientId: string): boolean {
  const linkedTo = client.client_metadata?.[OIN_CLIENT.serviceAppMetadataKey];
  return (
    client.app_type !== NATIVE_OIN_CLIENT.appType &&
    isOinClient(client) &&
    (linkedTo === undefined || linkedTo === serviceAppClientId)
  );
}
