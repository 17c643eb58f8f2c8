/** Which scopes of the Management API the credentials need, by command and configuration. */
import type { Configuration } from "../config/index.ts";
import type { Operation, TenantCommand } from "./scopes/commands.ts";
import { CUSTOMER_OPERATIONS } from "./scopes/customer-operations.ts";
import type { Part } from "./scopes/parts.ts";
import { STACK_OPERATIONS, WRITES } from "./scopes/stack-operations.ts";

export { CUSTOMER_COMMANDS, TENANT_COMMANDS, type Operation, type TenantCommand } from "./scopes/commands.ts";

/** Every operation of every command, in the order in which it is told. */
export const OPERATIONS: readonly Operation[] = [...STACK_OPERATIONS, ...CUSTOMER_OPERATIONS];

/**
 * The operations that these commands need under a configuration, and besides what it takes to remove the parts that the stack
 * holds (`held`: names of the resources in its state) and that the configuration no longer declares.
 */
export function operationsOf(
  commands: readonly TenantCommand[],
  configuration: Configuration,
  held: readonly string[] = [],
): readonly Operation[] {
  const isLeft = (part: Part): boolean =>
    !part.isDeclared(configuration) && held.some((name) => part.resources?.test(name));
  const asked = (operation: Operation): boolean => operation.commands.some((command) => commands.includes(command));
  return OPERATIONS.filter((operation) => {
    const { when, scope, removes, optional } = operation;
    if (optional === true) return false;
    if (asked(operation) && (when?.some((part) => part.isDeclared(configuration)) ?? true)) return true;
    if (!(when?.some(isLeft) ?? false)) return false;
    return scope.startsWith("read:")
      ? asked(operation)
      : removes === true && WRITES.some((command) => commands.includes(command));
  });
}

/** Their scopes, each once, in the table's order. */
export function scopesOf(operations: readonly Operation[]): readonly string[] {
  return [...new Set(operations.map(({ scope }) => scope))];
}
