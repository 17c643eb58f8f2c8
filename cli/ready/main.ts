/**
 * Whether an Okta admin of a customer can complete Express Configuration now, and if not, why. It only reads: up to 13
 * calls for the tenant, 2 for an organization.
 */
import { oinClientsMade } from "../audit/expected-state.ts";
import type { CommonOptions } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type Finding, hasProblems } from "../findings.ts";
import { withProgress } from "../progress.ts";
import { examine, nothingMade, oinClientInUse, type Readiness } from "./examine.ts";
import { tableText } from "./table.ts";
import { report } from "../answer.ts";
import { Stack } from "../stack.ts";
import { signIn } from "../tenant.ts";
import { paletteOf, print } from "../terminal.ts";

export interface Options extends CommonOptions {
  readonly organization?: string;
  readonly user?: string;
  readonly most: string;
}

export async function main({ stack: name, json = false, organization, user, most }: Options): Promise<ExitCode> {
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
  const oinClient = oinClientInUse(oinClientsMade(state));
  if (oinClient === undefined) return end([nothingMade(stack.name)]);
  const { configuration, credentials } = await stack.configuration();

  let readiness: Readiness = { findings: [], rows: [] };
  let calls = 0;
  await withProgress(json, [
    {
      title: `Looking at the tenant of stack ${stack.name}`,
      run: async () => {
        const tenant = await signIn(configuration.domain, credentials);
        const examined = { stack: stack.name, configuration, state, oinClient, tenant, organization, user, limit };
        readiness = await examine(examined);
        calls = tenant.calls();
      },
    },
  ]);
  const { findings, rows } = readiness;
  if (organization === undefined && !json) print(process.stdout, tableText(rows, paletteOf(process.stdout)));
  return end(findings, { organizations: rows, calls });
}
