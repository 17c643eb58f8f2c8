import { type Management, type ManagementClient, ManagementError } from "auth0";
import { managementApiAudience } from "../../contract/guide.ts";
import { type Configuration, ConfigurationError, type Problem } from "../../config/index.ts";
import { toProblem } from "../../tenant/lookup-failure.ts";
import { lookUp } from "../../tenant/index.ts";
import { findServiceApp } from "../../tenant/service-app.ts";
import { type Finding, notice, ok, problem } from "../findings.ts";
import { setCommand } from "../../config/settings.ts";
import type { SignedIn } from "../tenant.ts";
import { apiCommand } from "../../config/shell.ts";

/**
 * Whether the domain is the tenant's canonical one: the token's audience says which Management API it is for, and a
 * custom domain would put a wrong audience on the grant and into the Action.
 */
export function checkDomain({ domain, token }: SignedIn, stack: string): Finding {
  const audience = managementApiAudience(domain);
  if (token.audiences.includes(audience))
    return ok("domain", `${domain} is the tenant's own domain, not a custom one.`, { domain });
  const other = token.audiences.find((candidate) => URL.canParse(candidate) && candidate.endsWith("/api/v2/"));
  return problem(
    "domain",
    other === undefined
      ? `The token is not for the Management API ${audience}, but for ${token.audiences.join(", ") || "nothing that it names"}.`
      : `The token is for ${other}: ${domain} is a custom domain of that tenant, or another tenant.`,
    other === undefined
      ? `Get a token with the audience ${audience}`
      : setCommand(stack, "domain", new URL(other).host),
    { domain, audiences: token.audiences },
  );
}

/**
 * Whether what the configuration names is on the tenant, and the tenant's settings allow the flavour. It waits while
 * scopes for it are missing (`lacking`).
 */
export async function checkLookUps(
  api: ManagementClient,
  configuration: Configuration,
  lacking: readonly string[],
  stack: string,
): Promise<Finding[]> {
  if (lacking.length > 0) {
    return [
      notice(
        "look-ups",
        `What the configuration names on the tenant was not looked up, but for the service app: that waits for ${lacking.join(" ")}.`,
      ),
    ];
  }
  try {
    await lookUp(api, configuration, stack);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(ofProblem);
  }
}

/** Whether the service app is there and fits (`read:clients`), and its client ID where it is there. */
export async function checkServiceApp(
  api: ManagementClient,
  serviceApp: string,
  stack: string,
): Promise<{ readonly findings: Finding[]; readonly clientId?: string }> {
  const app = await toProblem("serviceApp", serviceApp, findServiceApp(api, serviceApp), stack);
  if ("key" in app) return { findings: [ofProblem(app)] };
  const client = await api.clients.get(app.clientId, {
    fields: "client_id,name,app_type,grant_types,organization_usage",
    include_fields: true,
  });
  return { findings: fitOf(client, stack), clientId: app.clientId };
}

function ofProblem({ key, found, expected, mend }: Problem): Finding {
  return problem("configuration", `${key} ${found}. ${expected}`, mend.split("\n"), { key });
}

/** Whether people of an organization can sign in to the service app at all. The stack never touches that app. */
function fitOf(app: Management.Client, stack: string): Finding[] {
  const name = `The service app "${app.name ?? ""}" (${app.client_id ?? ""})`;
  const failures: Finding[] = [];
  if (app.app_type === "non_interactive") {
    failures.push(
      problem(
        "service-app",
        `${name} is a machine-to-machine application: nobody signs in to it.`,
        "Set the client ID of the app that end users sign in to.",
      ),
    );
  }
  if (app.organization_usage === undefined || app.organization_usage === "deny") {
    failures.push(
      notice(
        "service-app",
        `${name} does not let members of organizations sign in (organization_usage is ${app.organization_usage ?? "not set, which is deny"}): Okta's connections belong to organizations.`,
        apiCommand(stack, "patch", `clients/${app.client_id ?? ""}`, { organization_usage: "allow" }),
      ),
    );
  }
  if (app.grant_types !== undefined && !app.grant_types.includes("authorization_code")) {
    failures.push(
      notice(
        "service-app",
        `${name} does not use the authorization code flow, which an OIDC integration in the OIN does.`,
      ),
    );
  }
  return failures.length > 0
    ? failures
    : [ok("service-app", `${name} is there and fits.`, { clientId: app.client_id })];
}

/** Whether the plan has organizations; only a read, so the scope for it is not asked of anybody. */
export async function checkOrganizations({ api, token }: SignedIn): Promise<Finding> {
  if (!token.scopes.includes("read:organizations") && !token.scopes.includes("read:organizations_summary")) {
    return notice(
      "plan.organizations",
      "Whether the tenant has organizations was not looked at: the credentials lack read:organizations, which nothing else needs.",
    );
  }
  try {
    const { data } = await api.organizations.list({ take: 1 });
    if (data.length > 0) return ok("plan.organizations", "The tenant uses organizations.");
    return notice(
      "plan.organizations",
      "The tenant has no organization yet: Express Configuration is run by a member of one.",
    );
  } catch (error) {
    if (!(error instanceof ManagementError) || error.statusCode !== 403) throw error;
    return problem(
      "plan.organizations",
      "The tenant's plan has no organizations, which Express Configuration is about.",
      "Ask Auth0 for an Enterprise subscription with Organizations.",
    );
  }
}
