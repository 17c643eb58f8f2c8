// Generated values, compared up to a one-to-one renaming: what the recorded tenant called X, ours calls Y, always.
import { decodeOnce } from "../src/core/router.ts";
import type { Json } from "./json.ts";
import { eachString, isArray, isObject, mapStrings } from "./json.ts";

/** Keys whose strings a tenant generates when the caller does not choose them. */
export const IDENTIFIER_KEY = /^(?:id|.*_id)$/;

/** The key of a list's checkpoint: opaque, and a new one whenever the tenant likes. */
export const CURSOR_KEY = "next";

/** A shorter text could stand in another string by chance. */
const SHORTEST_FOR_SUBSTRING = 12;

/**
 * The one-to-one renaming between a recorded scenario and its replay.
 *
 * Values learned from answers are put into every later path, query, body and expected answer. A value that the
 * scenario itself sent is not generated: it has to come back as it is.
 */
export class Identifiers {
  readonly #local = new Map<string, string>();
  readonly #recorded = new Map<string, string>();
  readonly #sent = new Set<string>();
  #pattern: RegExp | undefined;

  /** Two values that mean the same from the start, such as the two tenants' domains. */
  pair(recorded: string, local: string): void {
    if (recorded === "" || this.#local.get(recorded) === local) return;
    this.#local.set(recorded, local);
    this.#recorded.set(local, recorded);
    this.#pattern = undefined;
  }

  /** Notes what a request says, so that its own choices are never taken for generated values. */
  sent(request: Json): void {
    eachString(request, (text) => {
      if (!this.#local.has(text)) this.#sent.add(text);
    });
  }

  /** Whether the scenario has met this recorded identifier and knows its local name. */
  knows(recorded: string): boolean {
    return this.#local.has(recorded) || this.#sent.has(recorded);
  }

  /** Whether the identifier is ours for one that the scenario has met. */
  isLocal(local: string): boolean {
    return this.#recorded.has(local);
  }

  /** Walks the two answers side by side and pairs each new generated identifier with its counterpart. */
  learn(recorded: Json | undefined, local: Json | undefined, key = ""): void {
    if (isArray(recorded) && isArray(local)) {
      recorded.forEach((item, index) => this.learn(item, local[index], key));
    } else if (isObject(recorded) && isObject(local)) {
      for (const [name, item] of Object.entries(recorded)) this.learn(item, local[name], name);
    } else if (typeof recorded === "string" && typeof local === "string") {
      if (key === CURSOR_KEY) this.pair(recorded, local);
      else if (IDENTIFIER_KEY.test(key)) this.#learnPair(recorded, local);
    }
  }

  #learnPair(recorded: string, local: string): void {
    const taken = this.knows(recorded) || this.#recorded.has(local);
    if (!taken && sameShape(recorded, local)) this.pair(recorded, local);
  }

  /** The recorded value in the local tenant's names. */
  localize<T extends Json>(value: T): Json {
    return mapStrings(value, (text) => this.localizeText(text));
  }

  localizeText(text: string): string {
    const whole = this.#local.get(text);
    if (whole !== undefined) return whole;
    this.#pattern ??= this.#compile();
    return text.replace(this.#pattern, (found) => this.#local.get(found) ?? found);
  }

  /** A recorded path in local names; each segment is decoded for it and encoded again. */
  localizePath(path: string): string {
    return path
      .split("/")
      .map((segment) => {
        const decoded = decodeOnce(segment);
        const local = this.localizeText(decoded);
        return local === decoded ? segment : encodeURIComponent(local);
      })
      .join("/");
  }

  localizeQuery(query: string): string {
    if (query === "") return "";
    const parameters = new URLSearchParams(query);
    return new URLSearchParams(
      [...parameters].map(([name, value]): [string, string] => [name, this.localizeText(value)]),
    ).toString();
  }

  #compile(): RegExp {
    const texts = [...this.#local.keys()].filter((text) => text.length >= SHORTEST_FOR_SUBSTRING);
    // The longest first, so that an identifier that contains another one is replaced as a whole.
    texts.sort((a, b) => b.length - a.length);
    return texts.length === 0 ? /(?!)/ : new RegExp(texts.map(literal).join("|"), "g");
  }
}

/**
 * Whether two generated identifiers are of the same form: the same prefix (`con_`, `auth0|`), about the same length
 * and, where one is hexadecimal, both.
 */
export function sameShape(a: string, b: string): boolean {
  const prefix = (text: string) => /^[a-z0-9-]{2,16}[_|]/.exec(text)?.[0] ?? "";
  const rest = (text: string) => text.slice(prefix(text).length);
  const hexadecimal = (text: string) => /^[0-9a-f-]+$/.test(rest(text));
  return prefix(a) === prefix(b) && Math.abs(rest(a).length - rest(b).length) <= 2 && hexadecimal(a) === hexadecimal(b);
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
