import { isDeepStrictEqual } from "node:util";
import type { Management } from "auth0";

/** The block as a Pulumi program writes it: the names of `auth0.Client`'s `expressConfiguration`. */
export interface Block {
  readonly adminLoginDomain: string;
  readonly connectionProfileId: string;
  readonly enableClient: boolean;
  readonly enableOrganization: boolean;
  readonly initiateLoginUriTemplate: string;
  /** Left out where no client is linked. */
  readonly linkedClients?: readonly { readonly clientId: string }[];
  readonly oktaOinClientId: string;
  readonly userAttributeProfileId: string;
}

/** The block as the Management API has it, in the program's names. */
export function fromApi(block: Management.ExpressConfiguration): Block {
  const linked = block.linked_clients ?? [];
  return {
    adminLoginDomain: block.admin_login_domain,
    connectionProfileId: block.connection_profile_id,
    enableClient: block.enable_client,
    enableOrganization: block.enable_organization,
    initiateLoginUriTemplate: block.initiate_login_uri_template,
    ...(linked.length === 0 ? {} : { linkedClients: linked.map(({ client_id }) => ({ clientId: client_id })) }),
    oktaOinClientId: block.okta_oin_client_id,
    userAttributeProfileId: block.user_attribute_profile_id,
  };
}

/**
 * The block as it is sent. Auth0 replaces it whole, so what is not ours in it goes back as it was found: the dashboard
 * keeps the ID of the app's OIN submission there.
 */
export function toApi(
  block: Block,
  found: Management.ExpressConfiguration | undefined,
): Management.ExpressConfiguration {
  return {
    admin_login_domain: block.adminLoginDomain,
    connection_profile_id: block.connectionProfileId,
    enable_client: block.enableClient,
    enable_organization: block.enableOrganization,
    initiate_login_uri_template: block.initiateLoginUriTemplate,
    ...(block.linkedClients === undefined || block.linkedClients.length === 0
      ? {}
      : { linked_clients: block.linkedClients.map(({ clientId }) => ({ client_id: clientId })) }),
    okta_oin_client_id: block.oktaOinClientId,
    user_attribute_profile_id: block.userAttributeProfileId,
    ...(found?.oin_submission_id === undefined ? {} : { oin_submission_id: found.oin_submission_id }),
  };
}

/**
 * Names of the attributes that were sent and are not there as sent. What somebody added is none of them; clients are
 * linked in no order.
 */
export function undoneOf(
  sent: Management.ExpressConfiguration,
  found: Management.ExpressConfiguration | undefined,
): string[] {
  const comparable = (value: unknown): unknown =>
    Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value;
  const there = (found ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(sent).flatMap(([name, value]) =>
    isDeepStrictEqual(comparable(there[name]), comparable(value)) ? [] : [name],
  );
}
