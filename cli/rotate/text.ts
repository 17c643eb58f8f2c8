/** What is sent to Okta once both keys are active, on one OIN client or, while the tenant moves, on two. */
export function wordToOkta(domain: string, oinClientIds: readonly string[], old: string, next: string): string {
  const several = oinClientIds.length > 1;
  return `To Okta's Express Configuration team

The new key of our Auth0 tenant's OIN ${several ? "clients" : "client"} is active, beside the old one${several ? ", on each of them" : ""}.

  Auth0 tenant    ${domain}
${oinClientIds.map((clientId, index) => `  ${index === 0 ? "OIN client ID" : "             "}   ${clientId}`).join("\n")}
  New key ID      ${next}
  Old key ID      ${old}

Please sign with the new key from now on and tell us when you do: then we take the old one off.
`;
}
