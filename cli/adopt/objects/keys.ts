/** Okta's keys on an OIN client. They are compared by thumbprint: the keys themselves cannot be read. */
import type { OneFlavour } from "../../../config/index.ts";
import { attachedKeyIds } from "../../../tenant/client-keys.ts";
import { attachmentOf } from "../attach.ts";
import { differing, sorted } from "../difference.ts";
import { object } from "../found-object.ts";
import type { CommonFound, SharedObject } from "../object.ts";

const NAME = { guide: "keys", native: "native keys" } as const;

export function oktaKeys(flavour: OneFlavour): SharedObject {
  return {
    async find(api, { client }) {
      const credentials = client?.client_id === undefined ? [] : await api.clients.credentials.list(client.client_id);
      return { credentials, attached: attachedKeyIds(client ?? {}) };
    },
    describe(found) {
      const keyIds = signInKeyIds(found);
      return [object(NAME[flavour], keyIds.length === 0 ? undefined : keyIds.join(", "))];
    },
    differences(found, { configuration: { oktaPublicKeys } }) {
      if (found.client === undefined) return [];
      return differing(NAME[flavour], [
        ["key IDs that can sign in", sorted(signInKeyIds(found)), sorted(oktaPublicKeys.map(({ keyId }) => keyId))],
      ]);
    },
    plan({ client, credentials, attached }, { configuration: { oktaPublicKeys } }) {
      const keyIds = oktaPublicKeys.map(({ keyId }) => keyId);
      const attachment = attachmentOf(client?.client_id, credentials, attached, keyIds, flavour === "native");
      return { attach: attachment === undefined ? [] : [attachment] };
    },
  };
}

/** Key IDs that the client signs in with, in the tenant's order. */
function signInKeyIds({ credentials, attached }: CommonFound): string[] {
  return credentials.filter(({ id = "" }) => attached.includes(id)).map(({ kid = "" }) => kid);
}
