import type { z } from "zod";
import { advise, text, unquote } from "./advice.ts";
import { type Setting, setCommand } from "./settings.ts";

/** The name or ID of an object on the tenant, or nothing. */
export function optionalName(stack: string, setting: Setting) {
  return text().transform((value, ctx) => (value === "" ? undefined : trimmedName(value, ctx, stack, setting)));
}

/** A name as it stands, without the spaces and quote marks that mishaps of shell quoting put around it. */
export function trimmedName(value: string, ctx: z.RefinementCtx, stack: string, setting: Setting): string {
  if (value === value.trim() && !/^["'].*["']$/.test(value)) return value;
  return advise(ctx, "The value has spaces or quote marks around it.", setCommand(stack, setting, unquote(value)));
}
