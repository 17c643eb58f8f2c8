/** What is sent to Okta once both keys are in force. */
export function wordToOkta(domain: string, oinClientId: string, old: string, next: string): string {
  return `To Okta's Express Configuration team

The new key of our Auth0 tenant's OIN client is in force, beside the old one.

  Auth0 tenant    ${domain}
  OIN client ID   ${oinClientId}
  New key ID      ${next}
  Old key ID      ${old}

Please sign with the new key from now on and tell us when you do: then we take the old one off.
`;
}
