import { ManagementError } from "auth0";
import { answerOf } from "./management-api.ts";
import type { Problem } from "../config/index.ts";
import { formatValue } from "../config/problems.ts";
import { keyOf, type Setting } from "../config/settings.ts";
import type { LookupFailure } from "./service-app.ts";
import { apiCommand } from "../config/shell.ts";

/** A look-up's answer, or the problem that the person is told. */
export async function toProblem<T extends object>(
  setting: Setting,
  value: string,
  answer: Promise<T | LookupFailure>,
  stack: string,
): Promise<Exclude<T, LookupFailure> | Problem> {
  const problem = ({ expected, mend, list }: LookupFailure): Problem => ({
    key: keyOf(setting),
    found: formatValue(value),
    expected,
    mend: list === undefined ? mend : `${mend}; this lists what there is:\n${apiCommand(stack, "get", list)}`,
  });
  try {
    const found = await answer;
    return "mend" in found ? problem(found) : (found as Exclude<T, LookupFailure>);
  } catch (error) {
    return problem(unreachable(error));
  }
}

/** The tenant's refusal in words: which part of the credentials or of the network it concerns. */
function unreachable(error: unknown): LookupFailure {
  if (error instanceof ManagementError && error.statusCode !== undefined) {
    return {
      expected: `It could not be looked up: ${answerOf(error)}.`,
      mend:
        error.statusCode === 403
          ? "grant the missing scope to the client that runs the stack"
          : "check auth0:domain and the AUTH0_* credentials",
    };
  }
  const reason =
    error instanceof ManagementError ? answerOf(error) : error instanceof Error ? error.message : String(error);
  return {
    expected: `It could not be looked up: ${reason}.`,
    mend: "check auth0:domain, the AUTH0_* credentials and the network",
  };
}
