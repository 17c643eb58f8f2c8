import { apiCommand } from "../../config/shell.ts";
import { ownTokensGrant, subjectOf } from "../../tenant/client-grants.ts";
import { type Finding, problem } from "../findings.ts";
import { judgeAttributes } from "./attributes/judge.ts";
import { GRANT_ATTRIBUTES } from "./attributes/others.ts";
import { type ExpectedState, inSentence, type OwnOinClient } from "./expected-state.ts";
import type { OinClientReading, Reading } from "./reading.ts";

type Grant = OinClientReading["grants"][number];

/**
 * The guide's client has one grant, for the Management API, with the scopes that Okta asks for. The native one has what Auth0
 * gives it when the client is made, a system grant with the scopes that Okta's requests take, and no other.
 */
export function grants({ oinClients }: Reading, expected: ExpectedState): Finding[] {
  return expected.oinClients.flatMap((own) => {
    const found = (oinClients[own.clientId]?.grants ?? []).filter(({ is_system: isSystem }) => isSystem !== true);
    const ours = own.flavour === "native" ? undefined : ownTokensGrant(found, expected.audience);
    return found.flatMap((grant) =>
      grant === ours
        ? [
            ...judgeOrganizations(grant, own, expected),
            ...judgeScopes(grant, own, expected),
            ...judgeAttributes({
              about: "oin-client.grant-attributes",
              title: `The grant of ${inSentence(own.title)}`,
              found: grant,
              settlements: GRANT_ATTRIBUTES,
              path: `client-grants/${grant.id ?? ""}`,
              stack: expected.stack,
              details: { clientId: own.clientId, grant: grant.id },
            }),
          ]
        : [further(grant, own, expected)],
    );
  });
}

function further(grant: Grant, { flavour, clientId, title }: OwnOinClient, { stack }: ExpectedState): Finding {
  const { id = "", audience, scope = [], allow_all_scopes: all = false } = grant;
  const scopes = all ? " (all scopes)" : scope.length === 0 ? "" : ` (${scope.join(" ")})`;
  const what = `for ${subjectOf(grant) === "client" ? "" : "its users' tokens for "}${audience ?? "?"}${scopes}`;
  return problem(
    "oin-client.grants",
    flavour === "native"
      ? `${title} has a grant, ${what}; Auth0's Express Configuration needs none but Auth0's own.`
      : `${title} has a further grant, ${what}.`,
    apiCommand(stack, "delete", `client-grants/${id}`),
    { clientId, grant: id, audience, subjectType: subjectOf(grant), scopes: scope },
  );
}

/** Okta asks for a token of the client's own, in no organization. `up` neither sees this nor writes it. */
function judgeOrganizations(
  { id = "", organization_usage: usage, allow_any_organization: any = false }: Grant,
  { clientId, title }: OwnOinClient,
  { stack }: ExpectedState,
): Finding[] {
  if ((usage ?? "deny") === "deny" && !any) return [];
  return [
    problem(
      "oin-client.grant-organizations",
      usage === "require"
        ? `${title} gets tokens for the Management API in an organization only, and Okta asks for one in none: Okta cannot make the connection.`
        : `${title} can get tokens for the Management API in organizations too, which Okta does not ask for.`,
      apiCommand(stack, "patch", `client-grants/${id}`, { organization_usage: "deny", allow_any_organization: false }),
      { clientId, grant: id, organizationUsage: usage, allowAnyOrganization: any },
    ),
  ];
}

function judgeScopes(
  { id = "", scope = [], allow_all_scopes: all = false }: Grant,
  { clientId, title }: OwnOinClient,
  { grantScopes, stack }: ExpectedState,
): Finding[] {
  const about = "oin-client.scopes";
  if (all) {
    return [
      problem(
        about,
        `${title} has all scopes of the Management API, and Okta asks for ${grantScopes.length}.`,
        apiCommand(stack, "patch", `client-grants/${id}`, { allow_all_scopes: false, scope: grantScopes }),
        { clientId, grant: id },
      ),
    ];
  }
  const further = scope.filter((name) => !grantScopes.includes(name));
  if (further.length === 0) return [];
  return [
    problem(
      about,
      `${title} may do more than Okta asks for: ${further.join(" ")}.`,
      [`This takes ${further.length === 1 ? "it" : "them"} away:`, `pulumi up --stack ${stack}`],
      { clientId, grant: id, scopes: further },
    ),
  ];
}
