/** What each operation does on one stack, once its tenant has let the command in. */
import type { Configuration } from "../../config/index.ts";
import { audit } from "../audit/index.ts";
import { oinClientsMade } from "../audit/expected-state.ts";
import { EXIT } from "../exit-codes.ts";
import { type Finding, hasProblems, ok, problem, summary } from "../findings.ts";
import { examine, nothingMade, oinClientInUse } from "../ready/examine.ts";
import { exitCodeOf, type StackReport, stackReport } from "../report/changes.ts";
import { readEvents } from "../report/events.ts";
import { withoutSecrets } from "../report/secrets.ts";
import type { Stack } from "../stack.ts";
import type { SignedIn } from "../tenant.ts";
import type { Operation, Outcome } from "./result.ts";

/** A stack whose configuration is right and whose tenant can be used. */
export interface OpenStack {
  readonly stack: Stack;
  readonly configuration: Configuration;
  readonly tenant: SignedIn;
}

/** How many organizations `ready` looks at on each tenant. */
const MOST_ORGANIZATIONS = 50;

export const WORK: Readonly<Record<Operation, (open: OpenStack) => Promise<Outcome>>> = {
  preview,
  report: preview,
  up,
  audit: async ({ stack, configuration, tenant }) => judged(await audit(stack, configuration, tenant)),
  ready: async ({ stack, configuration, tenant }) => {
    const state = await stack.state();
    const oinClient = oinClientInUse(oinClientsMade(state));
    if (oinClient === undefined) return judged([nothingMade(stack.name)]);
    const limit = MOST_ORGANIZATIONS;
    const { findings, rows } = await examine({ stack: stack.name, configuration, state, oinClient, tenant, limit });
    const ready = rows.filter((row) => row.ready).length;
    const outcome = judged(findings);
    return { ...outcome, says: `${ready} of ${rows.length} organizations ready; ${outcome.says}` };
  },
};

async function preview({ stack }: OpenStack): Promise<Outcome> {
  const report = reportOf(stack, await stack.previewEvents());
  return { ...described(report, "preview"), exitCode: exitCodeOf(report), report };
}

async function up({ stack }: OpenStack): Promise<Outcome> {
  const report = reportOf(stack, await stack.upEvents());
  const failed = report.errors.length > 0;
  return { ...described(report, "up"), exitCode: failed ? EXIT.findings : EXIT.ok, report };
}

function reportOf({ name }: Stack, log: string): StackReport {
  return stackReport(name, readEvents(withoutSecrets(log, process.env)));
}

function described(
  { stack, changes, drift, errors, losesClient }: StackReport,
  operation: "preview" | "up",
): Pick<Outcome, "says" | "findings"> {
  if (errors.length > 0) {
    const [first = ""] = (errors[0] ?? "").split("\n").filter((line) => line.trim() !== "");
    return {
      says: `failed: ${first.trim()}`,
      findings: [
        problem(operation, errors.join("\n"), [
          "This tells what is missing:",
          `npm run doctor -- --stack ${stack}`,
          "This tries the stack alone:",
          `pulumi ${operation} --stack ${stack}`,
        ]),
      ],
    };
  }
  const [changed, back] = operation === "preview" ? ["to change", "drifted"] : ["changed", "set back"];
  const parts = [
    ...(losesClient
      ? [operation === "preview" ? "THE OIN CLIENT WOULD BE LOST" : "the OIN client is another one"]
      : []),
    ...(changes.length > 0 ? [`${changes.length} ${changed}`] : []),
    ...(drift.length > 0 ? [`${drift.length} ${back}`] : []),
  ];
  const says = parts.join(", ") || (operation === "preview" ? "clean" : "nothing to do");
  return { says, findings: [ok(operation, `${stack}: ${says}.`)] };
}

function judged(findings: readonly Finding[]): Outcome {
  const counted = summary(findings);
  return {
    exitCode: hasProblems(findings) ? EXIT.findings : EXIT.ok,
    says: counted === "No problem" ? "clean" : counted,
    findings,
  };
}
