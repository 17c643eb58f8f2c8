/** What a person may give on fleet's command line. */
import { InvalidArgumentError } from "commander";

/** How many stacks are worked on at a time where nothing else was asked for. */
export const PARALLEL = 8;

/** A list on the command line: `a,b` or `a b`. */
export function named(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...value.split(/[,\s]+/).filter((name) => name !== "")];
}

/** Throws InvalidArgumentError, which commander tells. */
export function atLeastOne(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("Expected a whole number from 1.");
  return number;
}
