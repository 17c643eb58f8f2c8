/** Writes Okta's first public key into the stack's configuration; the next `up` adds it to the OIN client in place. */
import type { CommonOptions } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type Finding, hasProblems, ok, problem } from "../findings.ts";
import { firstKey } from "./first-key.ts";
import { report } from "../answer.ts";
import { readNewKey } from "../rotate/new-key.ts";
import { Stack } from "../stack.ts";
import { pathOf } from "../../config/settings.ts";
import { quoted } from "../../config/shell.ts";

export interface Options extends CommonOptions {
  readonly file?: string;
}

export async function main({ stack: name, json = false, file = "" }: Options): Promise<ExitCode> {
  const stack = await Stack.open(name);
  const end = (finding: Finding, values: Readonly<Record<string, unknown>> = {}): ExitCode => {
    report({ command: "key", stack: stack.name, findings: [finding], values }, json);
    return hasProblems([finding]) ? EXIT.findings : EXIT.ok;
  };

  const key = await readNewKey("file", file, stack.folder);
  if ("refusal" in key) return end(key.refusal);
  const { oktaPublicKeys } = (await stack.configuration()).configuration;
  const decision = firstKey(oktaPublicKeys, key.keyId);
  if (decision === "another") {
    return end(
      problem(
        "key",
        `Stack ${stack.name} has a key of Okta's already (${oktaPublicKeys.map(({ file: had }) => had).join(", ")}): another one is a change of keys. Nothing was changed.`,
        `npm run rotate -- --new-key ${quoted(file)} --stack ${stack.name}`,
      ),
    );
  }
  if (decision === "add") await stack.setConfiguration({ [pathOf("oktaPublicKeys", 0)]: key.file });
  return end(
    ok(
      "key",
      `The configuration of stack ${stack.name} names Okta's key ${key.keyId} (${key.file}). This adds it to the OIN client:`,
      undefined,
      [`pulumi up --stack ${stack.name}`],
    ),
    { keyId: key.keyId, file: key.file, written: decision === "add" },
  );
}
