/** Takes over a tenant that was set up by hand: finds the objects, says what differs, has the next up import them. */
import { commandLine, run } from "./command.ts";
import type { Options } from "./adopt/main.ts";

export const command = commandLine(
  "adopt",
  "Takes over a tenant that was set up by hand: finds the objects of the stack's flavour, says what differs, and writes their IDs into the stack's configuration, so that the next up imports and mends them. Nothing is made twice, and no key is changed.",
)
  .option("--client <client ID>", "the OIN client that Okta knows, where there are several candidates")
  .option("--native-client <client ID>", "the same for flavour native, and beside --client for flavour both")
  .option("--role <role ID>", "the admin role, where there are several candidates")
  .option("--action <action ID>", "the post-login Action, where there are several candidates")
  .option("--drop-key <key ID...>", "keys of the client that Okta does not use any more: up may take them off")
  .option("--as-configured", "write no settings: what was chosen on the dashboard gives way to the configuration")
  .option("-y, --yes", "write without asking");

if (import.meta.main) await run<Options>(command, () => import("./adopt/main.ts"));
