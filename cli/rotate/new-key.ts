import { readFileSync } from "node:fs";
import { checkPublicKey, PublicKeyError } from "../../config/public-keys.ts";
import { type Finding, problem } from "../findings.ts";
import { projectPath, userPath } from "../user-path.ts";
import type { NewKey } from "./run-step.ts";

/** Reads and checks the key file that a command was given in the option `option`. */
export async function readNewKey(
  option: string,
  file: string,
  folder: string,
): Promise<NewKey | { readonly refusal: Finding }> {
  const shown = projectPath(file, folder);
  try {
    const { keyId } = await checkPublicKey(shown, readFileSync(userPath(file), "utf8"), new Date());
    return { file: shown, keyId };
  } catch (error) {
    if (error instanceof PublicKeyError) return { refusal: problem(option, `${shown}: ${error.message}`, error.mend) };
    return { refusal: problem(option, `${shown} cannot be read.`, "Name the PEM file that Okta gave out.") };
  }
}
