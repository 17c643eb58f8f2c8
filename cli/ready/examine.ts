import type { Configuration } from "../../config/index.ts";
import type { oinClientsMade } from "../audit/expected-state.ts";
import { type Finding, hasProblems, notice, ok, problem } from "../findings.ts";
import type { StackState } from "../state.ts";
import type { SignedIn } from "../tenant.ts";
import { tenantFindings } from "./judge.ts";
import { type Needs, needsOf } from "./needs.ts";
import { holdsRole, isPerson, organizationFindings } from "./organization.ts";
import { type OrganizationReading, readOrganization, readOrganizations, readTenant } from "./reading.ts";
import { type Row, rowOf } from "./table.ts";

type OinClientMade = ReturnType<typeof oinClientsMade>[number];

/** What is looked at. */
export interface Examined {
  /** Name of the stack. */
  readonly stack: string;
  readonly configuration: Configuration;
  readonly state: StackState;
  readonly oinClient: OinClientMade;
  readonly tenant: SignedIn;
  /** Name or ID of the only organization; default: as many as `limit` says. */
  readonly organization?: string | undefined;
  readonly user?: string | undefined;
  readonly limit: number;
}

/** Whether Okta admins can complete Express Configuration, of the tenant and of each organization. */
export interface Readiness {
  readonly findings: readonly Finding[];
  readonly rows: readonly Row[];
}

/** The OIN client that is looked at: of two the one that Okta knows; undefined where the stack has made none. */
export function oinClientInUse(made: readonly OinClientMade[]): OinClientMade | undefined {
  const [first, second] = made;
  return second?.oktaKnows === true ? second : first;
}

/** A stack without an OIN client. */
export function nothingMade(stack: string): Finding {
  return problem("stack", `Stack ${stack} has made nothing yet. This makes it:`, [`pulumi up --stack ${stack}`]);
}

/** Reads the tenant and its organizations, in up to 13 calls and 2 an organization. */
export async function examine({
  stack,
  configuration,
  state,
  oinClient,
  tenant,
  organization,
  user,
  limit,
}: Examined): Promise<Readiness> {
  const needs = needsOf(stack, configuration, state, oinClient);
  const reading = await readTenant(tenant.api, {
    oinClientId: oinClient.clientId,
    serviceAppClientId: state.serviceAppClientId,
    roleId: needs.roleId,
    api: needs.api.identifier,
  });
  const findings = tenantFindings(reading, needs);
  const { organizations, more } = await readOrganizations(tenant.api, organization, limit);
  const read = await inTurn(organizations, (one) =>
    readOrganization(tenant.api, one, organization === undefined ? undefined : inQuestion(needs, user)),
  );
  const judged = read.map((one) => ({ one, found: organizationFindings(one, reading, needs, user) }));
  return {
    findings: [...findings, ...verdict(judged, { organization, user, more, tenantIsReady: !hasProblems(findings) })],
    rows: judged.map(({ one, found }) => rowOf(one, found)),
  };
}

interface Asked {
  readonly organization: string | undefined;
  readonly user: string | undefined;
  readonly more: boolean;
  readonly tenantIsReady: boolean;
}

/** What is found of the customers: of one its reasons, of many whether there is anybody at all. */
function verdict(
  judged: readonly { readonly one: OrganizationReading; readonly found: readonly Finding[] }[],
  { organization, user, more, tenantIsReady }: Asked,
): Finding[] {
  if (organization !== undefined) {
    const [only] = judged;
    if (only === undefined) return [problem("organization", `The tenant has no organization ${organization}.`)];
    const who = user ?? `An Okta admin of ${only.one.name}`;
    const isReady = tenantIsReady && !hasProblems(only.found);
    return [...only.found, ...(isReady ? [ok("ready", `${who} can complete Express Configuration now.`)] : [])];
  }
  const ready = judged.filter(({ found }) => !hasProblems(found)).length;
  const counted = `${ready} of ${judged.length} organizations`;
  return [
    ...(more
      ? [
          notice(
            "organizations",
            `There are more organizations than were looked at (${judged.length}): --most <number> looks at more.`,
          ),
        ]
      : []),
    ready === 0
      ? problem("ready", "No customer has anybody who could complete Express Configuration; the table says why.")
      : tenantIsReady
        ? ok("ready", `An Okta admin of ${counted} can complete Express Configuration now.`)
        : notice("ready", `${counted} would be ready, but for the problems above, which hold for all.`),
  ];
}

/** Whose accounts are looked at: the person who is named, else those who hold the role. */
function inQuestion(needs: Needs, user: string | undefined) {
  return (member: OrganizationReading["members"][number]): boolean =>
    user === undefined ? holdsRole(member, needs) : isPerson(member, user);
}

/** One after the other: a tenant of the free plan answers two requests a second. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const item of items) done.push(await work(item));
  return done;
}
