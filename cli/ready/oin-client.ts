import type { Management } from "auth0";
import { setCommand } from "../../config/settings.ts";
import { apiCommand } from "../../config/shell.ts";
import { attachedKeyIds } from "../../tenant/client-keys.ts";
import { keysBehindChosenId } from "../../tenant/chosen-key-id.ts";
import { ownTokensGrant } from "../../tenant/client-grants.ts";
import { type Finding, problem } from "../findings.ts";
import type { Needs } from "./needs.ts";
import type { TenantReading } from "./reading.ts";

/** Whether Okta can sign in as the OIN client. */
export function keyFindings({ client, credentials }: TenantReading, { stack, keyIds }: Needs): Finding[] {
  if (keyIds.length === 0) {
    return [
      problem("oin-client.keys", "There is no key of Okta's yet, so Okta cannot sign in. Once Okta has given it out:", [
        `npm run key -- --file okta-public-key.pem --stack ${stack}`,
        `pulumi up --stack ${stack}`,
      ]),
    ];
  }
  const attached = client === undefined ? [] : attachedKeyIds(client);
  const ours = credentials.filter(({ kid = "" }) => keyIds.includes(kid));
  const active = ours.filter(({ id = "" }) => attached.includes(id));
  const ended = active.filter(
    ({ expires_at: end }) => end !== undefined && end !== null && new Date(String(end)) < new Date(),
  );
  if (active.length > ended.length) return [];
  if (ended.length > 0) {
    return [
      problem(
        "oin-client.keys",
        `Okta's key ${ended.map(({ kid }) => kid).join(", ")} has ended, so Okta cannot sign in (Okta shows 503). What to do is told by:`,
        [`npm run audit -- --stack ${stack}`],
      ),
    ];
  }
  const chosen = credentials.filter(
    (key) => attached.includes(key.id ?? "") && keysBehindChosenId(key, credentials, keyIds).length > 0,
  );
  if (ours.length === 0 && chosen.length > 0) {
    return [
      problem(
        "oin-client.keys",
        `Whether Okta can sign in cannot be told: its key is not on the OIN client under its own ID, but whoever added ${chosen.map(({ kid }) => kid).join(", ")} chose that ID, and it may be Okta's. This tells how to find out:`,
        [`npm run audit -- --stack ${stack}`],
      ),
    ];
  }
  return [
    ours.length > 0
      ? problem(
          "oin-client.keys",
          "Okta's key is on the OIN client but not attached, so Okta cannot sign in (Okta shows 503). This attaches it:",
          [`npm run rotate -- --stack ${stack}`],
        )
      : problem(
          "oin-client.keys",
          "Okta's key is not on the OIN client, so Okta cannot sign in (Okta shows 503). This puts it there:",
          [`pulumi up --stack ${stack}`],
        ),
  ];
}

/** What of the OIN client decides how an admin signs in with it, and where the answer goes. */
export function settingsFindings(client: Management.Client, { stack, flavour, settings }: Needs): Finding[] {
  const found: Readonly<Record<string, unknown>> = { ...client };
  const wrong = Object.entries(settings).filter(([name, value]) => !isSo(found[name], value));
  if (wrong.length === 0) return [];
  const says = wrong.map(([name, value]) => `${name} is ${shown(found[name])}, not ${shown(value)}`).join("; ");
  return [
    problem(
      "oin-client.settings",
      `The OIN client is set up otherwise than Okta needs it: ${says}. This mends it:`,
      // What Auth0 fills in for a client of its own Express Configuration the stack does not declare.
      flavour === "guide"
        ? [`pulumi up --stack ${stack}`]
        : [apiCommand(stack, "patch", `clients/${client.client_id ?? ""}`, Object.fromEntries(wrong))],
      { wrong: wrong.map(([name]) => name) },
    ),
  ];
}

/** Lists are sets here: Auth0 gives them in any order. Of metadata only what is needed is compared. */
function isSo(found: unknown, needed: unknown): boolean {
  if (Array.isArray(needed))
    return Array.isArray(found) && found.length === needed.length && needed.every((one) => found.includes(one));
  if (typeof needed === "object" && needed !== null)
    return Object.entries(needed).every(
      ([key, value]) => (found as Record<string, unknown> | undefined)?.[key] === value,
    );
  return found === needed;
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return "missing";
  return Array.isArray(value) ? value.join(" ") || "empty" : typeof value === "string" ? value : JSON.stringify(value);
}

/** The guide's OIN client makes the connection with the Management API; the native one has Auth0's own system grant for it. */
export function grantFindings({ grants }: TenantReading, { flavour, stack, audience, grantScopes }: Needs): Finding[] {
  if (flavour === "native") return [];
  const grant = ownTokensGrant(grants, audience);
  const missing =
    grant?.allow_all_scopes === true ? [] : grantScopes.filter((scope) => !(grant?.scope ?? []).includes(scope));
  if (grant?.organization_usage === "require") {
    return [
      problem(
        "oin-client.grant",
        "The OIN client's grant is for tokens in an organization only, and Okta asks for one without: an admin signs in, but Okta cannot make the connection. This mends it:",
        [apiCommand(stack, "patch", `client-grants/${grant.id ?? ""}`, { organization_usage: "deny" })],
        { grant: grant.id, organizationUsage: grant.organization_usage },
      ),
    ];
  }
  if (missing.length === 0) return [];
  const says =
    grant === undefined
      ? "The OIN client has no grant for the Management API: an admin signs in, but Okta cannot make the connection."
      : `The OIN client's grant lacks ${missing.join(" ")}: an admin signs in, but Okta cannot make the connection.`;
  return [problem("oin-client.grant", `${says} This mends it:`, [`pulumi up --stack ${stack}`], { missing })];
}

/** Whether there is a connection that admins sign in with before the organization is known. */
export function connectionFindings({ connections, databases }: TenantReading, needs: Needs): Finding[] {
  if (needs.adminLoginFlow !== "post_login_prompt" || connections.length > 0) return [];
  return [
    problem(
      "oin-client.connections",
      "The OIN client is enabled for no connection, so no admin can sign in (Auth0 shows “no connections enabled for the client”). Name the connection that holds the admins' accounts:",
      [setCommand(needs.stack, "adminConnections", databases[0]), `pulumi up --stack ${needs.stack}`],
    ),
  ];
}
