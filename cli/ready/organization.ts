import { setCommand } from "../../config/settings.ts";
import { type Finding, notice, problem } from "../findings.ts";
import type { Needs } from "./needs.ts";
import type { MemberReading, OrganizationReading, TenantReading } from "./reading.ts";

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
  const blocked = admins.filter((member) => member.blocked === true);
  if (blocked.length === admins.length) {
    const who = blocked.map(({ email }) => email).join(", ");
    return [
      problem(
        about,
        `${who} ${blocked.length === 1 ? "is" : "are"} blocked in Auth0 and cannot sign in. Dashboard: User Management > Users > the person > Unblock.`,
      ),
    ];
  }
  const inOrganization = connections.map((connection) => connection.name);
  // In an organization one signs in through its own connections only, also where the credentials are asked for first.
  const usable =
    needs.adminLoginFlow === "pre_login_prompt"
      ? inOrganization
      : tenant.connections.filter((connection) => inOrganization.includes(connection));
  if (usable.length === 0 && tenant.connections.length > 0) {
    return [
      problem(
        about,
        `${name} has none of the connections that the OIN client is enabled for (${tenant.connections.join(", ")}), so nobody can sign in to it. ${dashboard} Connections.`,
      ),
    ];
  }
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
