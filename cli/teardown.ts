/**
 * The documented way out: gives the consent setting back and deletes what the stack made. It goes by what the stack holds and
 * not by its program, so that it also works where an app, a role or the client that the configuration names is gone.
 */
import { commandLine, run } from "./command.ts";
import type { Options } from "./teardown/main.ts";

export const command = commandLine(
  "teardown",
  "Deletes from the tenant what the stack made, the OIN client too: says what that does to Okta's customers, asks for the client ID to be typed, then gives the consent setting back, takes the protection off the client and deletes (destroy; in the native flavour that takes the block off the app).",
).option("--confirm <client ID>", "do it without asking: the client ID of the OIN client that will be deleted");

if (import.meta.main) await run<Options>(command, () => import("./teardown/main.ts"));
