import type { Management } from "auth0";

type Grant = Management.ClientGrantResponseContent;

/** Whose tokens a grant is for: the client's own (`client`, also where Auth0 says nothing), or those of its users. */
export function subjectOf({ subject_type: subject }: Pick<Grant, "subject_type">): string {
  return subject ?? "client";
}

/**
 * The grant for a client's own tokens for an API. Client, API and subject type together are a grant's identity: a client
 * can have another one for the same API, for its users' tokens, before or behind it in a list.
 */
export function ownTokensGrant(grants: readonly Grant[], audience: string): Grant | undefined {
  return grants.find((grant) => grant.audience === audience && subjectOf(grant) === "client");
}
