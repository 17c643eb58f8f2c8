import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { managementApiScopes } from "../contract/guide.ts";
import { ifKnown, oinClients, ofType, refersTo, text, texts, TYPES } from "./resources.ts";

const MANAGEMENT_API = /^https:\/\/[^/]+\/api\/v2\/$/;

/** What Okta's guide grants, with SCIM: all that any tenant's OIN client needs. */
const ALLOWED: readonly string[] = managementApiScopes(true);

export const oinClientGrant: StackValidationPolicy = {
  name: "oin-client-grant",
  description: "The OIN client's grant stays within the scopes of Okta's guide.",
  validateStack: ({ resources }, report) => {
    for (const { client, flavour } of oinClients(resources)) {
      for (const grant of ofType(resources, TYPES.clientGrant)) {
        if (!refersTo(grant, "clientId", client)) continue;
        const problem = flavour === "native" ? NOT_NEEDED : excess(grant);
        if (problem !== undefined) report([`${grant.name}: ${problem[0]}`, ...problem.slice(1)].join("\n"), grant.urn);
      }
    }
  },
};

const NOT_NEEDED = [
  "the OIN client of Auth0's own Express Configuration has a grant.",
  "It needs none: whoever holds its keys could change the tenant behind the consent of the customer's admin.",
  "Fix: remove the resource from the program.",
];

function excess(grant: PolicyResource): readonly string[] | undefined {
  const audience = text(grant, "audience");
  if (audience !== undefined && !MANAGEMENT_API.test(audience)) {
    return [
      `the grant is for ${audience}.`,
      "Okta calls the Management API and nothing else; with this grant it could also call that API, for every customer.",
      "Fix: remove the resource from the program.",
    ];
  }
  const isAll = ifKnown(() => grant.props["allowAllScopes"] === true) === true;
  const tooMany = isAll
    ? ["every scope there is"]
    : texts(grant, "scopes")?.filter((scope) => !ALLOWED.includes(scope));
  if (tooMany === undefined || tooMany.length === 0) return undefined;
  return [
    `it gives ${tooMany.join(", ")}.`,
    "Okta holds this grant for all customers of the tenant; it needs the guide's scopes, and can do harm with more.",
    "Fix: let OinClient of okta-express make the grant, or leave of the scopes no more than:",
    `  scopes: ${JSON.stringify(ALLOWED)}`,
  ];
}
