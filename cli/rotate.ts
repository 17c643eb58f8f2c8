/**
 * Walks through a change of Okta's key: adds the new one, waits for Okta's word, takes the old one off. Where it stands
 * is read from the tenant and the configuration each time, so that it can be stopped and gone on with at any point.
 */
import { Option } from "commander";
import { commandLine, run } from "./command.ts";
import type { Options } from "./rotate/main.ts";

export const command = commandLine(
  "rotate",
  "Walks through a change of Okta's key: adds the new key, waits for Okta's word, takes the old key off. Stopped at any point, the same command goes on; the client always has a key that Okta can sign in with. While the tenant moves to the other flavour, both OIN clients take the same keys.",
)
  .addOption(
    new Option("--new-key <file>", "begin: PEM file with the key that Okta sent").conflicts(["finish", "withdraw"]),
  )
  .addOption(
    new Option("--finish", "Okta has said that it signs with the new key: take the old one off").conflicts("withdraw"),
  )
  .option("--withdraw", "take the new key off again: Okta stays with the old one")
  .option("-y, --yes", "write without asking");

if (import.meta.main) await run<Options>(command, () => import("./rotate/main.ts"));
