// What a function file says: its arguments, and how it finds its results.
import type { Api } from "../management/api.ts";
import type { Fields } from "../schema/attribute.ts";
import type { Values } from "../schema/value.ts";

export interface Lookup {
  /** Pulumi's function token. */
  readonly token: string;
  readonly arguments: Fields;
  /** Results, their `id` included; the arguments are added to them. */
  read(api: Api, args: Values): Promise<Values>;
}
