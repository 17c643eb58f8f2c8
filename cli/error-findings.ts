/** An error that ended a command, for people and for scripts. */
import { ManagementError } from "auth0";
import { ConfigurationError } from "../config/index.ts";
import { networkReason } from "../tenant/fetch.ts";
import { EngineError, EngineMissing } from "./engine.ts";
import { type Finding, problem } from "./findings.ts";
import { StackMissing } from "./stack.ts";
import { refusal, TenantUnusable } from "./tenant.ts";

/** An error that ended a command, as findings; the same words as in the text. */
export function errorFindings(error: unknown): Finding[] {
  if (error instanceof ConfigurationError) {
    return error.problems.map(({ key, found, expected, mend }) =>
      problem("configuration", `${key} ${found}. ${expected}`, mend.split("\n"), { key }),
    );
  }
  if (error instanceof TenantUnusable) return [problem(`tenant.${error.reason}`, error.message, CHECK[error.reason])];
  if (error instanceof ManagementError && error.statusCode === undefined) {
    return [problem("tenant.unreachable", `The tenant cannot be reached: ${networkReason(error)}.`, CHECK.unreachable)];
  }
  if (error instanceof ManagementError) {
    return [
      problem("management-api", `The Management API did not do it (${refusal(error)}).`, [
        "This tells what is missing:",
        "npm run doctor",
      ]),
    ];
  }
  if (error instanceof EngineMissing) {
    return [problem("engine", error.message, "Install it: https://www.pulumi.com/docs/install/")];
  }
  if (error instanceof EngineError) return [problem("engine", error.message)];
  if (error instanceof StackMissing) {
    const [says = "", ...mend] = error.message.split("\n");
    return [problem("stack", says, mend.length === 0 ? undefined : mend)];
  }
  return [problem("unexpected", error instanceof Error ? error.message : String(error))];
}

/** What can be looked at where a tenant cannot be used. */
const CHECK = {
  unreachable: "Check auth0:domain, the network and a proxy's certificates.",
  refused: "Check auth0:clientId and auth0:clientSecret, or the AUTH0_* variables.",
} as const;

/** An error that nobody foresaw is told with its stack, for a report of it. */
export function errorText(error: unknown, findings: readonly Finding[]): string {
  if (error instanceof ConfigurationError) return error.message;
  if (findings.some(({ about }) => about === "unexpected"))
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  return findings.flatMap(({ says, mend = [] }) => [says, ...mend]).join("\n");
}
