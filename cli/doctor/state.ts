import { type Finding, notice, problem } from "../findings.ts";
import type { StackState } from "../state.ts";

/**
 * What in the state would stop the next run: a reference of the stack to itself under a name that it no longer has, as
 * versions before 0.2 left it, and operations that a killed engine never ended.
 */
export function checkState(stack: string, project: string, { pending, references }: StackState): Finding[] {
  return [...pendingOperations(stack, pending ?? []), ...oldNames(stack, project, references ?? [])];
}

/** The same for an audit, whose preview the engine refuses in words of its own. */
export function pendingOperations(stack: string, pending: NonNullable<StackState["pending"]>): Finding[] {
  if (pending.length === 0) return [];
  return [
    problem(
      "state.pending",
      `A run was ended in the middle of ${pending.map(({ type, name }) => `${type} ${name}`).join(", ")}: the state cannot say whether the tenant has done it.`,
      [
        "For an object that was being made, find out whether the tenant has it:",
        `npm run adopt -- --stack ${stack}`,
        "Then take the operations out of the state; objects that were being changed or deleted are read again:",
        `pulumi refresh --clear-pending-creates --yes --stack ${stack}`,
      ],
      { pending },
    ),
  ];
}

/** Of `organization/project/stack` the last two are known here; a stack may be given with its organization. */
function oldNames(stack: string, project: string, references: readonly string[]): Finding[] {
  const ending = `/${project}/${stack.split("/").at(-1) ?? stack}`;
  return references
    .filter((name) => !name.endsWith(ending))
    .map((name) =>
      problem(
        "state.reference",
        `The state refers to the stack by a name that it no longer has, ${name}: every run that refreshes stops at it.`,
        ["One run without a refresh takes the reference out:", `pulumi up --refresh=false --stack ${stack}`],
        { name },
      ),
    );
}

/** A client secret, or another credential, that everybody reads who reads the stack's configuration file. */
export function checkPlainCredentials(stack: string, plain: readonly string[]): Finding[] {
  return plain.map((key) =>
    notice(
      "credentials.plain",
      `${key} is in the stack's configuration in plain text: whoever reads the file can sign in to the tenant as this stack does.`,
      [
        "Encrypt it (the command asks for the value), and give the client another secret where the file was shared:",
        `pulumi config set --secret ${key} --stack ${stack}`,
      ],
      { key },
    ),
  );
}
