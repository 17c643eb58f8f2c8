import type { OneFlavour } from "../../config/index.ts";

/** What there is of each flavour, and what of the tenant stays. */
const DELETED: Readonly<Record<OneFlavour, (oinClientId: string) => string>> = {
  guide: (oinClientId) =>
    `the OIN client ${oinClientId} with its keys and its grant, the Express Configure API, the admin role that was made for it, and the post-login Action with its binding. The consent setting goes back to what it was before the stack.`,
  native: (oinClientId) =>
    `the OIN client ${oinClientId} with its keys, the user attribute profile and the connection profile that were made for it, the admin role that was made for it, and the post-login Actions with their bindings. The app in the OIN stays and loses its Express Configuration block, which names the client. Auth0's own API urn:auth0:express-configure stays. The consent setting goes back to what it was before the stack.`,
};

/** How Okta loses the tenant. */
const BROKEN: Readonly<Record<OneFlavour, string>> = {
  guide: `Okta calls the tenant as this client, and it is gone.`,
  native: `Okta signs its admins in to this client and Auth0 goes by the app's block, and both are gone.`,
};

/** What a teardown does, to the tenant and to Okta's customers, before anything is done. */
export function consequences(flavour: OneFlavour, domain: string, oinClientId: string): string {
  return `This deletes from ${domain} what the stack made or took over: ${DELETED[flavour](oinClientId)}

What it does to the companies that connected through Okta:

  - Who signs in through Okta today goes on signing in: the connections that Express Configuration made belong to your tenant and stay, with their SCIM tokens.
  - From that moment no Okta admin can set your app up, change its setup or repair it: ${BROKEN[flavour]}
  - It cannot be taken back. A client that is made later has another client ID. Until Okta's Express Configuration team has been told it, Express Configuration stays broken for every customer.

Tell Okta's Express Configuration team first.
`;
}
