import { type Finding, notice, problem } from "../findings.ts";
import { flowFindings } from "./flow.ts";
import type { Needs } from "./needs.ts";
import { connectionFindings, grantFindings, keyFindings, settingsFindings } from "./oin-client.ts";
import type { TenantReading } from "./reading.ts";

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
    ...settingsFindings(client, needs),
    ...grantFindings(reading, needs),
    ...connectionFindings(reading, needs),
    ...apiFindings(reading, needs),
    ...roleFindings(reading, needs),
    ...flowFindings(reading, needs),
    ...consentFindings(reading, needs),
    ...appFindings(reading, needs),
    ...profileFindings(reading, needs),
  ];
}

/** The API that the admin's token is for: Okta's in the guide's flavour, Auth0's own in the native one. */
function apiFindings({ api }: TenantReading, { stack, api: { identifier, scopes } }: Needs): Finding[] {
  const mend = [`pulumi up --stack ${stack}`];
  if (api === undefined) {
    return [
      problem("api", `The API ${identifier} is gone: Auth0 refuses Okta's request at once. This makes it again:`, mend),
    ];
  }
  const missing = scopes.filter((scope) => !(api.scopes ?? []).some(({ value }) => value === scope));
  if (missing.length === 0) return [];
  return [
    problem(
      "api.scopes",
      `The API ${identifier} lacks ${missing.join(", ")}, which nobody can be given then (Okta shows oauth_error 403). This mends it:`,
      mend,
      { missing },
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

/** What the admin agrees to is told by the scopes' descriptions where the tenant says so. */
function consentFindings({ flags }: TenantReading, { stack, consentDescriptions }: Needs): Finding[] {
  // The SDK's type does not know the flag.
  if (!consentDescriptions || Reflect.get(flags, "use_scope_descriptions_for_consent") === true) return [];
  return [
    notice(
      "tenant.consent",
      "The consent page shows the names of scopes in place of what they mean (flag use_scope_descriptions_for_consent is off). This mends it:",
      [`pulumi up --stack ${stack}`],
    ),
  ];
}

function appFindings({ app, flags }: TenantReading, { flavour, stack, oinClientId }: Needs): Finding[] {
  const findings: Finding[] = [];
  if (flavour === "native" && flags.enable_client_connections === true) {
    findings.push(
      problem(
        "tenant.flag",
        "The tenant enables every new connection for every application (flag enable_client_connections), which Express Configuration does not allow. Switch it off on the dashboard: Settings > Advanced > Enable Application Connections.",
      ),
    );
  }
  if (app === undefined) return [...findings, problem("app", "The service app is gone from the tenant.")];
  if (flavour === "native" && app.express_configuration?.okta_oin_client_id !== oinClientId) {
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
  } else if (flavour === "native" && app.organization_require_behavior === "post_login_prompt") {
    findings.push(
      problem(
        "app.login-flow",
        "The service app asks for credentials first (Prompt for Credentials), which Express Configuration does not support. Dashboard: Applications > the app > Login Experience > Login Flow: Prompt for Organization.",
      ),
    );
  } else if (flavour === "native" && app.organization_require_behavior !== "pre_login_prompt") {
    findings.push(
      notice(
        "app.login-flow",
        "The service app has no prompt for the organization: it must send the organization itself, or people of the new connection cannot sign in.",
      ),
    );
  }
  return findings;
}

/** What Auth0 makes the connection from, in its own flavour. */
function profileFindings({ app, profiles }: TenantReading, { stack, scim }: Needs): Finding[] {
  const block = app?.express_configuration;
  if (profiles === undefined || block === undefined || block === null) return [];
  const gone = [
    ...(profiles.connection === undefined ? [`connection profile ${block.connection_profile_id ?? ""}`] : []),
    ...(profiles.hasAttributes ? [] : [`user attribute profile ${block.user_attribute_profile_id ?? ""}`]),
  ];
  if (gone.length > 0) {
    return [
      problem(
        "app.profiles",
        `Auth0 cannot make the connection: the ${gone.join(" and the ")} is gone. This mends it:`,
        [`pulumi up --stack ${stack}`],
      ),
    ];
  }
  if (!scim || (profiles.connection?.enabled_features ?? []).includes("scim")) return [];
  return [
    problem(
      "app.profiles",
      "The connection profile does not offer SCIM, so that Okta cannot set it up, and the stack says that it does. This mends it:",
      [`pulumi up --stack ${stack}`],
      { connectionProfile: block.connection_profile_id },
    ),
  ];
}
