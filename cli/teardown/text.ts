/** What a teardown does, to the tenant and to Okta's customers, before anything is done. */
export function consequences(domain: string, oinClientId: string): string {
  return `This deletes from ${domain} what the stack made or took over: the OIN client ${oinClientId} with its
keys and its grant, the Express Configure API, the admin role that was made for it, and the post-login Action with its
binding. The consent setting goes back to what it was before the stack.

What it does to the companies that connected through Okta:

  - Who signs in through Okta today goes on signing in: the connections that Express Configuration made belong to
    your tenant and stay, with their SCIM tokens.
  - From that moment no Okta admin can set your app up, change its setup or repair it: Okta calls the tenant as this
    client, and it is gone.
  - It cannot be taken back. A client that is made later has another client ID. Until Okta's Express Configuration team
    has been told it, Express Configuration stays broken for every customer.

Tell Okta's Express Configuration team first.
`;
}
