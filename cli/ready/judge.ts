import type { AdminLoginFlow } from "../../contract/native.ts";
import type { OneFlavour } from "../../config/index.ts";
import { setCommand } from "../../config/settings.ts";
import { apiCommand } from "../../config/shell.ts";
import { keysBehindChosenId } from "../../tenant/chosen-key-id.ts";
import { ownTokensGrant } from "../../tenant/client-grants.ts";
import { type Finding, notice, problem } from "../findings.ts";
import type { MemberReading, OrganizationReading, TenantReading } from "./reading.ts";

/** What an Okta admin's sign-in needs, by the stack: what the readings are compared with. */
export interface Needs {
  readonly stack: string;
  readonly flavour: OneFlavour;
  readonly oinClientId: string;
  /** Key IDs of the configured key files. */
  readonly keyIds: readonly string[];
  /** Absent where the stack has no role: app_metadata tells the admins. */
  readonly roleId?: string;
  /** Permissions that the role must hold, as `API permission`. */
  readonly permissions: readonly string[];
  /** Audience of the Management API, and the scopes that the guide's OIN client must be granted for it. */
  readonly audience: string;
  readonly grantScopes: readonly string[];
  /** In the guide's flavour always `post_login_prompt`. */
  readonly adminLoginFlow: AdminLoginFlow;
  /** Names of the stack's own Actions that must run. */
  readonly actions: readonly string[];
}

/** Why no admin of any customer can complete Express Configuration (problems), or what may stand in the way (notices). */
export function tenantFindings(reading: TenantReading, needs: Needs): Finding[] {
  const { client } = reading;
  if (client === undefined) {
    return [
      problem("oin-client", `The OIN client ${needs.oinClientId}, which Okta knows, is gone. The way out is told by:`, [
        `pulumi preview --stack ${needs.stack}`,
      ]),
    ];
  }
  return [
    ...keyFindings(reading, needs),
    ...grantFindings(reading, needs),
    ...connectionFindings(reading, needs),
    ...roleFindings(reading, needs),
    ...flowFindings(reading, needs),
    ...appFindings(reading, needs),
  ];
}

function keyFindings({ client, credentials }: TenantReading, { stack, keyIds }: Needs): Finding[] {
  if (keyIds.length === 0) {
    return [
      problem("oin-client.keys", "There is no key of Okta's yet, so Okta cannot sign in. Once Okta has given it out:", [
        `npm run key -- --file okta-public-key.pem --stack ${stack}`,
        `pulumi up --stack ${stack}`,
      ]),
    ];
  }
  const attached = new Set(
    (client?.client_authentication_methods?.private_key_jwt?.credentials ?? []).map(({ id }) => id),
  );
  const ours = credentials.filter(({ kid = "" }) => keyIds.includes(kid));
  const active = ours.filter(({ id = "" }) => attached.has(id));
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
    (key) => attached.has(key.id ?? "") && keysBehindChosenId(key, credentials, keyIds).length > 0,
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

/** The guide's OIN client makes the connection with the Management API; the native one needs no grant. */
function grantFindings({ grants }: TenantReading, { flavour, stack, audience, grantScopes }: Needs): Finding[] {
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

function connectionFindings({ connections, databases }: TenantReading, needs: Needs): Finding[] {
  if (needs.adminLoginFlow !== "post_login_prompt" || connections.length > 0) return [];
  return [
    problem(
      "oin-client.connections",
      "The OIN client is enabled for no connection, so no admin can sign in (Auth0 shows “no connections enabled for the client”). Name the connection that holds the admins' accounts:",
      [setCommand(needs.stack, "adminConnections", databases[0]), `pulumi up --stack ${needs.stack}`],
    ),
  ];
}

function roleFindings({ permissions }: TenantReading, { stack, roleId, permissions: needed }: Needs): Finding[] {
  if (roleId === undefined) {
    return [
      notice(
        "role",
        "The stack has no admin role: app_metadata tells who may run Express Configuration, which is not looked at here.",
      ),
    ];
  }
  if (permissions === undefined) {
    return [
      problem("role", `The admin role ${roleId} is gone (Okta shows 503). This makes it again:`, [
        `pulumi up --stack ${stack}`,
      ]),
    ];
  }
  const missing = needed.filter((permission) => !permissions.includes(permission));
  if (missing.length === 0) return [];
  const names = missing.map((permission) => permission.split(" ")[1]).join(", ");
  return [
    problem(
      "role",
      `The admin role lacks ${names} (Okta shows oauth_error 403). This mends it:`,
      [`pulumi up --stack ${stack}`],
      {
        missing,
      },
    ),
  ];
}

function flowFindings({ flow }: TenantReading, { stack, actions }: Needs): Finding[] {
  const unbound = actions.filter((name) => !flow.includes(name));
  const others = flow.filter((name) => !actions.includes(name));
  return [
    ...(unbound.length === 0
      ? []
      : [
          problem(
            "action",
            `${unbound.join(", ")} is not in the post-login flow, so that Okta's token carries no claims. This binds it:`,
            [`pulumi up --stack ${stack}`],
          ),
        ]),
    ...(others.length === 0
      ? []
      : [
          notice(
            "action.others",
            `Other post-login Actions run for an Okta admin too, and may deny the login or ask for MFA: ${others.join(", ")}. They are not looked into.`,
            undefined,
            { actions: others },
          ),
        ]),
  ];
}

function appFindings({ app, flags }: TenantReading, { flavour, stack, oinClientId }: Needs): Finding[] {
  if (flavour === "guide") return [];
  const findings: Finding[] = [];
  if (flags.enable_client_connections === true) {
    findings.push(
      problem(
        "tenant.flag",
        "The tenant enables every new connection for every application (flag enable_client_connections), which Express Configuration does not allow. Switch it off on the dashboard: Settings > Advanced > Enable Application Connections.",
      ),
    );
  }
  if (app === undefined) return [...findings, problem("app", "The service app is gone from the tenant.")];
  if (app.express_configuration?.okta_oin_client_id !== oinClientId) {
    findings.push(
      problem(
        "app.block",
        "The service app does not name the OIN client in its Express Configuration. This mends it:",
        [`pulumi up --stack ${stack}`],
      ),
    );
  }
  if (app.organization_usage !== "allow" && app.organization_usage !== "require") {
    findings.push(
      problem(
        "app.organizations",
        "The service app does not let people sign in with an organization. Dashboard: Applications > the app > Login Experience > Types of Users: Business Users, or Both.",
      ),
    );
  } else if (app.organization_require_behavior === "post_login_prompt") {
    findings.push(
      problem(
        "app.login-flow",
        "The service app asks for credentials first (Prompt for Credentials), which Express Configuration does not support. Dashboard: Applications > the app > Login Experience > Login Flow: Prompt for Organization.",
      ),
    );
  } else if (app.organization_require_behavior !== "pre_login_prompt") {
    findings.push(
      notice(
        "app.login-flow",
        "The service app has no prompt for the organization: it must send the organization itself, or people of the new connection cannot sign in.",
      ),
    );
  }
  return findings;
}

/** Why no admin of this customer can do it; of one person, where the person is named by e-mail or user ID. */
export function organizationFindings(
  organization: OrganizationReading,
  tenant: TenantReading,
  needs: Needs,
  person?: string,
): Finding[] {
  const { name, members, moreMembers, connections } = organization;
  const about = `organization.${name}`;
  const dashboard = `Dashboard: Organizations > ${name} >`;
  if (needs.adminLoginFlow === "pre_login_prompt" && connections.length === 0) {
    return [problem(about, `${name} has no connection, so nobody can sign in to it. ${dashboard} Connections.`)];
  }
  const wanted = members.filter((member) => person === undefined || isPerson(member, person));
  if (wanted.length === 0) {
    const says =
      person === undefined
        ? `${name} has no member.`
        : `${person} is no member of ${name}${moreMembers ? " as far as its first 100 members tell" : ""} (Okta shows oauth_error 403).`;
    return [problem(about, `${says} ${dashboard} Members.`)];
  }
  if (needs.roleId === undefined) return [];
  const admins = wanted.filter((member) => holdsRole(member, needs));
  if (admins.length === 0) {
    const who =
      person === undefined
        ? `No member of ${name}${moreMembers ? ", of its first 100," : ""} holds`
        : `${person} does not hold`;
    return [
      problem(
        about,
        `${who} the admin role in this organization (Okta shows oauth_error 403). ${dashboard} Members > the person > Roles.`,
        undefined,
        { organization: organization.id, role: needs.roleId },
      ),
    ];
  }
  const usable =
    needs.adminLoginFlow === "pre_login_prompt" ? connections.map((connection) => connection.name) : tenant.connections;
  const known = admins.filter(({ accounts }) => accounts !== undefined);
  if (
    known.length === admins.length &&
    usable.length > 0 &&
    known.every(({ accounts = [] }) => !accounts.some((account) => usable.includes(account)))
  ) {
    return [
      problem(
        about,
        `${admins.map(({ email }) => email).join(", ")} ${admins.length === 1 ? "has" : "have"} no account in a connection that they could sign in through here (${usable.join(", ")}).`,
        needs.adminLoginFlow === "pre_login_prompt"
          ? undefined
          : [setCommand(needs.stack, "adminConnections", known[0]?.accounts?.[0]), `pulumi up --stack ${needs.stack}`],
      ),
    ];
  }
  return [
    ...known
      .filter(({ emailVerified }) => emailVerified === false)
      .map(({ email }) =>
        notice(about, `The e-mail address ${email} is not verified: Auth0 asks for a verified work e-mail.`),
      ),
    ...connections
      .filter(({ strategy }) => strategy === "okta")
      .map((connection) =>
        notice(
          about,
          `${name} has an Okta connection already (${connection.name}). With home realm discovery Auth0 may send an admin of its e-mail domain there: give the Okta account the role too.`,
        ),
      ),
  ];
}

/** Whether somebody holds the admin role in the organization. */
export function holdsRole({ roles }: MemberReading, { roleId }: Pick<Needs, "roleId">): boolean {
  return roleId !== undefined && roles.includes(roleId);
}

export function isPerson({ userId, email }: MemberReading, person: string): boolean {
  return userId === person || email.toLowerCase() === person.toLowerCase();
}
