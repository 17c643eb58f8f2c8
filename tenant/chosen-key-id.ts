import type { Management } from "auth0";
import { OIN_CLIENT } from "../contract/guide.ts";

/** What is read of a credential. */
export type CredentialReading = Pick<Management.ClientCredential, "id" | "kid" | "alg" | "created_at" | "expires_at">;

/**
 * IDs of the configured keys of which a credential may be one, although its key ID is another: whoever adds a key may
 * choose its ID (`kid`), and only where they chose none is it the RFC 7638 thumbprint that tells the key. None for an ID that
 * looks like a thumbprint (SHA-256, base64url: 43 characters), and none where all configured keys are on the client.
 */
export function keysBehindChosenId(
  { kid = "" }: CredentialReading,
  credentials: readonly CredentialReading[],
  keyIds: readonly string[],
): readonly string[] {
  if (kid === "" || keyIds.includes(kid) || /^[\w-]{43}$/.test(kid)) return [];
  return keyIds.filter((keyId) => !credentials.some((other) => other.kid === keyId));
}

/** What can be compared of such a credential, in a sentence: Auth0 gives neither the key back nor its thumbprint. */
export function comparedWithOktas({ alg, created_at, expires_at }: CredentialReading): string {
  const algorithm =
    alg === undefined
      ? ""
      : alg === OIN_CLIENT.signingAlgorithm
        ? ` The algorithm is Okta's, ${alg}.`
        : ` The algorithm is ${alg}, which Okta's is not (${OIN_CLIENT.signingAlgorithm}): with this one Okta cannot sign in.`;
  const times = [
    ...(created_at === undefined ? [] : [`was added on ${String(created_at)}`]),
    ...(expires_at === undefined ? [] : [`counts until ${String(expires_at)}`]),
  ];
  return `Auth0 gives back neither the key nor its thumbprint.${algorithm}${times.length === 0 ? "" : ` It ${times.join(" and ")}: compare with when Okta's key was given out.`}`;
}
