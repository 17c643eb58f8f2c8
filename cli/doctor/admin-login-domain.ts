import type { Configuration } from "../../config/index.ts";
import { removeCommand } from "../../config/settings.ts";
import { type Finding, notice, ok, problem } from "../findings.ts";
import { networkReason } from "../../tenant/fetch.ts";

/** How long another domain may take to answer, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Whether the domain that Okta's admins are sent to is one of this tenant's. All domains of a tenant show the same
 * signing keys, to everybody: no scope is needed for that, where the tenant's list of custom domains would take one that
 * nothing else needs.
 */
export async function checkAdminLoginDomain(
  { flavour, domain, adminLoginDomain: wanted }: Configuration,
  stack: string,
): Promise<Finding[]> {
  if (flavour === "guide" || wanted === undefined || wanted === domain) return [];
  const details = { adminLoginDomain: wanted };
  const asTheTenants = `To have Okta's admins sign in on ${domain}: ${removeCommand(stack, "adminLoginDomain")}`;
  let shown: readonly string[];
  try {
    shown = await signingKeys(wanted);
  } catch (error) {
    return [
      notice(
        "admin-login-domain",
        `Whether ${wanted} (adminLoginDomain) is a domain of this tenant cannot be told: its signing keys could not be read from here (${networkReason(error)}).`,
        [
          "It has to be, and ready: Okta sends admins there to sign in. Dashboard > Branding > Custom Domains shows whether it is.",
          asTheTenants,
        ],
        details,
      ),
    ];
  }
  const own = await signingKeys(domain);
  if (own.some((key) => shown.includes(key)))
    return [
      ok(
        "admin-login-domain",
        `${wanted}, where Okta's admins sign in, is a domain of this tenant: it shows the same signing keys.`,
        details,
      ),
    ];
  return [
    problem(
      "admin-login-domain",
      `${wanted} (adminLoginDomain) is not a domain of this tenant: its signing keys are others. Okta's admins could not sign in.`,
      ["Set a custom domain of this tenant. Dashboard > Branding > Custom Domains shows which it has.", asTheTenants],
      details,
    ),
  ];
}

/** IDs of the keys that a domain signs tokens with. Rejects where it shows none. */
async function signingKeys(domain: string): Promise<readonly string[]> {
  const answer = await fetch(`https://${domain}/.well-known/jwks.json`, { signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(`it answers ${answer.status}`);
  const { keys } = (await answer.json()) as { readonly keys?: readonly { readonly kid?: string }[] };
  const ids = (keys ?? []).flatMap(({ kid }) => (kid === undefined ? [] : [kid]));
  if (ids.length === 0) throw new Error("it shows no keys");
  return ids;
}
