import { advise, text } from "./advice.ts";
import { setCommand } from "./settings.ts";

/** Every tenant's own (canonical) domain lies below one of these, whatever custom domains it has besides. */
const AUTH0_DOMAIN = /^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*\.(auth0\.com|auth0app\.com)$/;

/** A local tenant. */
export const LOOPBACK_DOMAIN = /^(localhost|127\.0\.0\.1)(:\d{1,5})?$/;

const EXPECTED = "Expected the tenant's own domain, without scheme or path, such as acme.us.auth0.com.";

/** `auth0:domain` (or AUTH0_DOMAIN): the canonical domain, from which the Management API's audience follows. */
export function domainSchema(stack: string) {
  return text().transform((value, ctx) => {
    if (AUTH0_DOMAIN.test(value) || LOOPBACK_DOMAIN.test(value)) return value;
    if (value === "")
      return advise(ctx, EXPECTED, `${setCommand(stack, "domain")} (or set the environment variable AUTH0_DOMAIN)`);

    const host = hostIn(value);
    if (AUTH0_DOMAIN.test(host)) {
      return advise(ctx, `${EXPECTED} This is more than the domain.`, setCommand(stack, "domain", host));
    }
    return advise(
      ctx,
      `${EXPECTED} This is not one of Auth0's: a custom domain does not name the tenant to the Management API.`,
      `${setCommand(stack, "domain")}, with the domain that the Auth0 dashboard shows for any application of the tenant`,
    );
  });
}

function hostIn(value: string): string {
  const host = value
    .trim()
    .toLowerCase()
    .replace(/^["']+|["']+$/g, "")
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, "");
  return host.split(/[/:?#\s]/, 1)[0] ?? "";
}
