// What a resource file says: its properties, and the calls by which it is made, read, changed and removed.
import type { Api } from "../management/api.ts";
import type { Fields } from "../schema/attribute.ts";
import type { Values } from "../schema/value.ts";

/** A resource to be made or changed. */
export interface Write {
  readonly api: Api;
  /** Empty until the resource is made. */
  readonly id: string;
  /** What the program gives. */
  readonly inputs: Values;
  /** The state before; empty where the resource is to be made. */
  readonly prior: Values;
  /** What it is to be, computed properties included as far as known. */
  readonly planned: Values;
  readonly isNew: boolean;
  /** Whether the change touches a property, given as a path such as `flags.enableSso`. */
  readonly changed: (path: string) => boolean;
}

/** A resource that is there. */
export interface Existing {
  readonly api: Api;
  readonly id: string;
  /** Its state; in a read that follows a write, the planned one. */
  readonly state: Values;
}

export interface Resource {
  /** Pulumi's type token. */
  readonly type: string;
  /** The official provider's name of the type. */
  readonly name: string;
  readonly fields: Fields;
  /** The version of the state's layout, where it is not the first; part of the state. */
  readonly version?: number;
  /** How long its creation may take, in nanoseconds, where the provider says so; part of the state. */
  readonly createTimeoutNs?: number;
  /** What is wrong with a plan as a whole, undefined if nothing is. */
  readonly refuse?: (inputs: Values, planned: Values, prior: Values | null) => string | undefined;
  /** Makes it and returns its ID. */
  create(write: Write): Promise<string>;
  /** What is left to do once it has an ID: should that fail, the resource stays in the state. */
  complete?(write: Write): Promise<void>;
  /** The properties that the tenant says; those not mentioned stay as they are. An `id` among them becomes its ID. Throws Gone. */
  read(existing: Existing): Promise<Values>;
  /** Throws Gone where it is not there to be changed. Absent where every change makes a new one. */
  update?(write: Write): Promise<void>;
  /** May throw Gone: then there was nothing to remove. */
  delete(existing: Existing): Promise<void>;
  /** What an import knows from the ID alone. */
  importState?(api: Api, id: string): Promise<Values>;
}
