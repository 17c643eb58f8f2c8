/** The configuration guide for the publisher's customers, from what the stack declares; it reads one app and writes a file or standard output. */
import { Option } from "commander";
import { commandLine, run } from "./command.ts";
import type { Options } from "./customer-guide/main.ts";

export const command = commandLine(
  "customer-guide",
  "Writes the configuration guide that Okta wants a link to: how an Okta admin of a customer connects by Express Configuration, with what this stack offers (SSO, Universal Logout, SCIM) and the app's name and logo.",
)
  .requiredOption("--contact <address>", "e-mail address or URL where customers ask for an admin account, and for help")
  .addOption(new Option("--format <format>", "how it is laid out").choices(["markdown", "html"]).default("markdown"))
  .option("--logo <file>", "picture file (default: the app's logo on the tenant)")
  .option("-o, --output <file>", "write it to a file instead of standard output");

if (import.meta.main) await run<Options>(command, () => import("./customer-guide/main.ts"));
