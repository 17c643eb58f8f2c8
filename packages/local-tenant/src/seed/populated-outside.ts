// What the populated tenant's Actions find outside: Acme's CRM, which is told of first logins.
import type { ActionFetch } from "../login/actions.ts";

const CRM = "https://crm.acme.example/hooks/first-login";

/** The CRM takes what it is sent; nothing else can be reached. */
export const populatedOutside: ActionFetch = ({ method, url }) => {
  if (method === "POST" && url === CRM) return { status: 204 };
  throw new Error(`there is no ${new URL(url).host} in this example`);
};
