import type { ObjectName } from "./difference.ts";

/** One object as it was found, for people and as JSON. */
export interface FoundObject {
  readonly object: ObjectName;
  /** Absent where the tenant does not have it: `up` makes it. */
  readonly id?: string;
  readonly name?: string;
  /** How it is taken, where that is not as a whole: "stays as it is". */
  readonly used?: string;
}

/** An object by its ID, where it is there. */
export function object(name: ObjectName, id: string | undefined, called?: string): FoundObject {
  return { object: name, ...(id === undefined ? {} : { id }), ...(called === undefined ? {} : { name: called }) };
}
