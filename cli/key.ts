/** Writes Okta's first public key into the stack's configuration; the next `up` adds it to the OIN client in place. */
import { commandLine, run } from "./command.ts";
import type { Options } from "./key/main.ts";

export const command = commandLine(
  "key",
  "Checks the public key that Okta has given out and writes its file into the stack's configuration. The next up adds the key to the OIN client in place; the client ID stays. Only for the first key: rotate changes one.",
).requiredOption("-f, --file <file>", "PEM file with Okta's public key");

if (import.meta.main) await run<Options>(command, () => import("./key/main.ts"));
