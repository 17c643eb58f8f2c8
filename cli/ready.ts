/**
 * Whether an Okta admin of a customer can complete Express Configuration now, and if not, why. It only reads: up to 13
 * calls for the tenant, 2 for an organization.
 */
import { Option } from "commander";
import { oinClientsMade } from "./audit/expected-state.ts";
import { commandLine, type CommonOptions, run } from "./command.ts";
import { EXIT } from "./exit-codes.ts";
import { type Finding, hasProblems, notice, ok, problem } from "./findings.ts";
import { withProgress } from "./progress.ts";
import { tenantFindings } from "./ready/judge.ts";
import { type Needs, needsOf } from "./ready/needs.ts";
import { holdsRole, isPerson, organizationFindings } from "./ready/organization.ts";
import { type OrganizationReading, readOrganization, readOrganizations, readTenant } from "./ready/reading.ts";
import { type Row, rowOf, tableText } from "./ready/table.ts";
import { report } from "./answer.ts";
import { Stack } from "./stack.ts";
import { signIn } from "./tenant.ts";
import { paletteOf, print } from "./terminal.ts";

interface Options extends CommonOptions {
  readonly organization?: string;
  readonly user?: string;
  readonly most: string;
}

const command = commandLine(
  "ready",
  "Says whether an Okta admin can complete Express Configuration now, and if not, why: for one customer, or in a table for all. It only reads.",
)
  .option("-o, --organization <name>", "the customer: name or ID of the organization (default: a table of all)")
  .option("-u, --user <person>", "e-mail address or user ID of the admin; goes with --organization")
  .addOption(new Option("--most <number>", "how many organizations the table looks at, 2 calls each").default("50"));

await run<Options>(command, async ({ stack: name, json = false, organization, user, most }) => {
  const stack = await Stack.open(name);
  const end = (findings: readonly Finding[], values: Readonly<Record<string, unknown>> = {}) => {
    report({ command: "ready", stack: stack.name, findings, values }, json);
    return hasProblems(findings) ? EXIT.findings : EXIT.ok;
  };
  const limit = Number(most);
  if (!Number.isInteger(limit) || limit < 1) {
    process.stderr.write(`--most ${most}: expected a whole number from 1.\n`);
    return EXIT.unusable;
  }
  if (user !== undefined && organization === undefined) {
    process.stderr.write("--user goes with --organization: a person is an admin in one organization.\n");
    return EXIT.unusable;
  }

  const state = await stack.state();
  const [first, second] = oinClientsMade(state);
  const oinClient = second?.oktaKnows === true ? second : first;
  if (oinClient === undefined) {
    return end([
      problem("stack", `Stack ${stack.name} has made nothing yet. This makes it:`, [`pulumi up --stack ${stack.name}`]),
    ]);
  }
  const { configuration, credentials } = await stack.configuration();
  const needs = needsOf(stack.name, configuration, state, oinClient);

  let findings: Finding[] = [];
  let rows: readonly Row[] = [];
  let calls = 0;
  await withProgress(json, [
    {
      title: `Looking at the tenant of stack ${stack.name}`,
      run: async () => {
        const tenant = await signIn(configuration.domain, credentials);
        const reading = await readTenant(tenant.api, {
          oinClientId: oinClient.clientId,
          serviceAppClientId: state.serviceAppClientId,
          roleId: needs.roleId,
          api: needs.api.identifier,
        });
        findings = tenantFindings(reading, needs);
        const { organizations, more } = await readOrganizations(tenant.api, organization, limit);
        const read = await inTurn(organizations, (one) =>
          readOrganization(tenant.api, one, organization === undefined ? undefined : inQuestion(needs, user)),
        );
        const judged = read.map((one) => ({ one, found: organizationFindings(one, reading, needs, user) }));
        rows = judged.map(({ one, found }) => rowOf(one, found));
        findings.push(...verdict(judged, { organization, user, more, tenantIsReady: !hasProblems(findings) }));
        calls = tenant.calls();
      },
    },
  ]);
  if (organization === undefined && !json) print(process.stdout, tableText(rows, paletteOf(process.stdout)));
  return end(findings, { organizations: rows, calls });
});

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
