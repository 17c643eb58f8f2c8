/** Makes what one customer lacks of Auth0's customer enablement, and says whether its admin can then run Express Configuration. */
import { oinClientsMade } from "../audit/expected-state.ts";
import { commandAgain } from "../again.ts";
import { report } from "../answer.ts";
import type { CommonOptions } from "../command.ts";
import { errorFindings } from "../error-findings.ts";
import { make } from "./make.ts";
import { planOf } from "./plan.ts";
import { type CustomerReading, type CustomerWanted, readCustomer } from "./reading.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type Finding, hasProblems, notice, ok, problem } from "../findings.ts";
import { withProgress } from "../progress.ts";
import { tenantFindings } from "../ready/judge.ts";
import { needsOf } from "../ready/needs.ts";
import { isPerson, organizationFindings } from "../ready/organization.ts";
import { readOrganization, readOrganizations, readTenant } from "../ready/reading.ts";

import { Stack } from "../stack.ts";
import { type SignedIn, signIn } from "../tenant.ts";
import { confirm, isInteractive, print } from "../terminal.ts";

export interface Options extends CommonOptions {
  readonly organization?: string;
  readonly admin?: string;
  readonly connection?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

const NOTHING_READ: CustomerReading = { enabled: [], candidates: [], accounts: [], members: [], admins: [] };

export async function main(options: Options): Promise<ExitCode> {
  const { stack: name, json = false, organization = "", admin = "", connection, yes = false, dryRun = false } = options;
  const stack = await Stack.open(name);
  const end = (findings: readonly Finding[], values: Readonly<Record<string, unknown>> = {}) => {
    report({ command: "customer", stack: stack.name, findings, values }, json);
    return hasProblems(findings) ? EXIT.findings : EXIT.ok;
  };
  if (!/^[^\s@]+@[^\s@]+$/.test(admin)) {
    process.stderr.write(`--admin ${admin}: expected an e-mail address.\n`);
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
  const { adminsAppMetadataKey } = configuration;
  const wanted: CustomerWanted = {
    organization,
    admin,
    ...(connection === undefined ? {} : { connection }),
    adminLoginFlow: needs.adminLoginFlow,
    oinClientId: oinClient.clientId,
    ...(needs.roleId === undefined ? {} : { roleId: needs.roleId }),
    ...(adminsAppMetadataKey === undefined || oinClient.flavour === "guide"
      ? {}
      : { appMetadataKey: adminsAppMetadataKey }),
  };

  const tenant = await signIn(configuration.domain, credentials);
  let reading: CustomerReading = NOTHING_READ;
  await withProgress(json, [
    {
      title: `Looking at ${organization} on the tenant of stack ${stack.name}`,
      run: async () => void (reading = await readCustomer(tenant.api, wanted)),
    },
  ]);
  const planned = planOf(reading, wanted, stack.name, { ...options });
  if ("severity" in planned) return end([planned]);
  const { missing } = planned;
  const values = { missing: missing.map(({ kind }) => kind) };
  const again = commandAgain("customer", stack.name, { ...options, dryRun: undefined, yes: true });
  if (missing.length > 0) {
    if (!json) print(process.stdout, `To do:\n${missing.map(({ does }) => `  ${does}\n`).join("")}\n`);
    if (dryRun) {
      return end(
        [
          notice(
            "customer",
            `${missing.length === 1 ? "One thing is" : `${missing.length} things are`} missing. Nothing was written. To write it:`,
            [again],
          ),
        ],
        values,
      );
    }
    const agreed = yes || (!json && isInteractive() && (await confirm("Write this?")));
    if (!agreed) return end([problem("customer", "Nothing was written. To write it:", [again])], values);
  }
  const made: Finding[] = [];
  try {
    await make(tenant.api, planned, reading, wanted, (one) => made.push(ok(one.kind, `Done: ${one.does}.`)));
  } catch (error) {
    // What is there is told, and stays.
    end([...made, ...errorFindings(error), problem("customer", "It stopped there. This goes on:", [again])], values);
    return EXIT.unusable;
  }
  if (missing.some(({ kind }) => kind === "account")) {
    made.push(
      notice(
        "account.password",
        `${admin} has no password yet: on the sign-in page “Forgot password” sends a link to set one. Auth0 has sent a mail to verify the address, unless that mail is switched off.`,
      ),
    );
  }
  const judged = await isReady(tenant, wanted, { needs, serviceAppClientId: state.serviceAppClientId });
  return end([...made, ...judged], values);
}

/** What `ready` says of this organization and person. */
async function isReady(
  { api }: SignedIn,
  { organization, admin, oinClientId }: CustomerWanted,
  { needs, serviceAppClientId }: { needs: ReturnType<typeof needsOf>; serviceAppClientId: string | undefined },
): Promise<Finding[]> {
  const reading = await readTenant(api, {
    oinClientId,
    serviceAppClientId,
    roleId: needs.roleId,
    api: needs.api.identifier,
  });
  const [found] = (await readOrganizations(api, organization, 1)).organizations;
  if (found === undefined) return [problem("organization", `The tenant has no organization ${organization}.`)];
  const read = await readOrganization(api, found, (member) => isPerson(member, admin));
  const findings = [...tenantFindings(reading, needs), ...organizationFindings(read, reading, needs, admin)];
  return hasProblems(findings)
    ? findings
    : [...findings, ok("ready", `${admin} can complete Express Configuration for ${organization} now.`)];
}
