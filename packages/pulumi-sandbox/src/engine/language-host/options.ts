// `runtime.options` of Pulumi.yaml, for the nodejs runtime.
import { z } from "zod";
import type * as language from "@pulumi/pulumi/proto/language_pb.js";

const schema = z.object({
  typescript: z.boolean({ error: "typescript option must be a boolean" }).default(true),
  tsconfig: z.string({ error: "tsconfig option must be a string" }).optional(),
  nodeargs: z.string({ error: "nodeargs option must be a string" }).default(""),
});

export interface RuntimeOptions {
  /** Arguments for Node itself, before the program. */
  nodeArguments: string[];
  environment: Record<string, string>;
}

/**
 * Reads the options that concern running a program; others (`packagemanager`, `production`) are the engine's business.
 * `typescript` is true by default, as with the official host: the SDK then loads ts-node.
 */
export function runtimeOptions(info: language.ProgramInfo | undefined): RuntimeOptions {
  const parsed = schema.safeParse(info?.getOptions()?.toJavaScript() ?? {});
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => issue.message).join("; "));
  const { typescript, tsconfig, nodeargs } = parsed.data;
  return {
    nodeArguments: splitWords(nodeargs),
    environment: {
      ...(typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
      ...(tsconfig ? { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig } : {}),
    },
  };
}

/** Splits a command line at blanks outside of quotes; the quotes go. */
function splitWords(line: string): string[] {
  return (line.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? []).map((word) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"),
  );
}
