// What an operation of a session did, as assertions of the tests need it.
import { expect } from "vitest";
import type { Operation } from "../src/session.ts";

/** Asserts that an operation succeeded; shows the engine's output where it did not. */
export function succeeded(operation: Operation): Operation {
  expect(operation.exitCode, `${operation.stdout}\n${operation.stderr}`).toBe(0);
  return operation;
}

/** Asserts that an operation was refused and gives everything that was said. */
export function refused(operation: Operation): string {
  expect(operation.exitCode, operation.stdout).not.toBe(0);
  return `${operation.stdout}\n${operation.stderr}`;
}

const QUIET: ReadonlySet<string> = new Set(["same", "refresh", "read"]);

/** What an operation changes, a line a resource: `update admin [description]`; sorted. */
export function changes({ steps }: Operation): string[] {
  return steps
    .filter(({ op }) => !QUIET.has(op))
    .map(({ op, name, paths }) => `${op} ${name}${paths.length > 0 ? ` [${paths.join(", ")}]` : ""}`)
    .sort();
}
