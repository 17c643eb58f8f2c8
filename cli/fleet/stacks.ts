/** Which stacks a fleet has. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { LOOPBACK_DOMAIN } from "../../config/domain.ts";
import { quoted } from "../../config/shell.ts";
import { StackMissing } from "../stack.ts";

/** The list that the workflows go by. */
const LIST = join(".github", "stacks.json");
const FILE = /^Pulumi\.(.+)\.ya?ml$/;

const list = z.array(z.string());
const settings = z.object({ config: z.record(z.string(), z.unknown()).optional() });

/**
 * The stacks that are named (`production,staging-*`); else those of .github/stacks.json; else each that has a
 * Pulumi.<stack>.yaml in the project's folder, but for those of a local tenant. Throws StackMissing where that is none.
 */
export function stacksOf(folder: string, given: readonly string[] = []): readonly string[] {
  const known = knownStacks(folder);
  if (given.length === 0) {
    if (known.length > 0) return known;
    throw new StackMissing(
      `There is no stack: ${LIST} names none, and this folder has no Pulumi.<stack>.yaml of a tenant. This makes one:\nnpm run new-stack`,
    );
  }
  const named = given.flatMap((name) => {
    if (!name.includes("*")) return [name];
    const matching = known.filter((stack) => pattern(name).test(stack));
    if (matching.length > 0) return matching;
    throw new StackMissing(`No stack of this folder matches ${quoted(name)}. There is: ${known.join(", ") || "none"}.`);
  });
  return [...new Set(named)];
}

/** The stack of `npm run try` works on a copy: a local tenant is nobody's fleet. */
function knownStacks(folder: string): readonly string[] {
  const listed = listedStacks(folder);
  if (listed.length > 0) return [...new Set(listed)];
  return stackFiles(folder).flatMap(({ stack, domain }) => (LOOPBACK_DOMAIN.test(domain) ? [] : [stack]));
}

/** Each Pulumi.<stack>.yaml of the folder, with the tenant that it names: empty where that comes from an ESC environment. */
export function stackFiles(folder: string): readonly { readonly stack: string; readonly domain: string }[] {
  return readdirSync(folder)
    .flatMap((file) => {
      const stack = FILE.exec(file)?.[1];
      return stack === undefined ? [] : [{ stack, domain: domainIn(join(folder, file)) }];
    })
    .sort((a, b) => (a.stack < b.stack ? -1 : 1));
}

/** What .github/stacks.json names; a fresh fork has none. */
export function listedStacks(folder: string): readonly string[] {
  const file = join(folder, LIST);
  if (!existsSync(file)) return [];
  try {
    return list.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new StackMissing(`${file} is no list of stacks. Expected JSON such as ["production", "staging"].`);
  }
}

/** Empty where the file does not tell it: it may come from an ESC environment. */
function domainIn(file: string): string {
  try {
    const domain = settings.parse(parse(readFileSync(file, "utf8"))).config?.["auth0:domain"];
    return typeof domain === "string" ? domain : "";
  } catch {
    return "";
  }
}

function pattern(name: string): RegExp {
  const parts = name.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}
