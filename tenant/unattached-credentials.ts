import { RunError } from "@pulumi/pulumi/errors.js";
import type { Management, ManagementClient } from "auth0";
import type { PreviousOutputs } from "../config/previous.ts";
import { CREDENTIALS_RESOURCES } from "../contract/stack.ts";
import { keyOf, setCommand } from "../config/settings.ts";
import { type ClientKeys, readKeys } from "./client-keys.ts";

/**
 * Rejects, in words for the person, where a client that is to get its first keys has some already, unattached or not
 * (`read:client_credentials`): a destroy that was stopped forgets the keys before it deletes the client, and Okta's key
 * would be made a second time.
 */
export async function refuseKeys(api: ManagementClient, stack: string, clientId: string): Promise<void> {
  const { all, unattached } = await keysOn(api, clientId);
  refuse(unattached, UNATTACHED, stack);
  refuse(all, "that this stack does not know of", stack);
}

/**
 * Rejects, in words for the person, while the OIN client has an unattached key (`read:clients`, `read:client_credentials`). The
 * plugin would make Okta's key a second time where an `up` was stopped between making and attaching it, and it would
 * attach whatever else it finds along with the next key.
 */
export async function refuseUnattachedCredentials(
  api: ManagementClient,
  stack: string,
  clientId: string,
): Promise<void> {
  refuse((await keysOn(api, clientId)).unattached, UNATTACHED, stack);
}

/**
 * Rejects where, after the OIN client got its keys, one of them is there twice (`read:clients`,
 * `read:client_credentials`): a key whose answer was lost was sent again, and only the second one is attached.
 */
export async function findDuplicateKeys(api: ManagementClient, stack: string, clientId: string): Promise<void> {
  const { attached, unattached } = await keysOn(api, clientId);
  const duplicates = unattached.filter(({ kid }) => attached.some((key) => key.kid === kid));
  if (duplicates.length === 0) return;
  throw new RunError(
    `Okta's key ${duplicates.map(({ kid }) => kid).join(", ")} is on the OIN client ${clientId} twice: an answer was lost, and the key was sent again. ` +
      "Okta can sign in: one of the two is attached. The other one counts towards the two keys that a client may have.\n" +
      `To delete the duplicate:\nnpm run rotate -- --stack ${stack}`,
  );
}

/**
 * Rejects, in words for the person, where the configuration names no key and the OIN client has one all the same
 * (`read:client_credentials`), or the stack's state does: an empty list is for a client that never had one.
 */
export async function refuseKeysWithoutFile(
  api: ManagementClient,
  stack: string,
  clientId: string | undefined,
  { names }: PreviousOutputs,
): Promise<void> {
  const { all } = clientId === undefined ? { all: [] } : await keysOn(api, clientId);
  const inState = Object.values(CREDENTIALS_RESOURCES).some((name) => names.has(name));
  if (all.length === 0 && !inState) return;
  const which = all.length === 0 ? "" : `: ${all.map(({ kid }) => kid).join(", ")}`;
  throw new RunError(
    `${keyOf("oktaPublicKeys")} names no file, but the OIN client of stack ${stack} has a key already${which}. ` +
      "Without it Okta could not sign in. Nothing was changed.\nName the file of that key:\n" +
      setCommand(stack, "oktaPublicKeys"),
  );
}

type Keys = readonly Management.ClientCredential[];

const UNATTACHED = "that it does not sign in with";

/** The keys on a client; none where it is gone. */
async function keysOn(api: ManagementClient, clientId: string): Promise<ClientKeys> {
  return (await readKeys(api, clientId)) ?? { all: [], attached: [], unattached: [] };
}

/** Throws where there are such keys. */
function refuse(keys: Keys, which: string, stack: string): void {
  if (keys.length === 0) return;
  throw new Error(
    `the OIN client has ${keys.length === 1 ? "a key" : "keys"} ${which}: ${keys.map(({ kid }) => kid).join(", ")}. ` +
      "A run that was stopped left it, or somebody added it by hand. Nothing was changed.\n" +
      `This adopts it where it is one of Okta's, and tells how to delete it where it is not:\nnpm run adopt -- --stack ${stack}`,
  );
}
