/** Before anything is touched: is all there that the stack needs, on this machine and on the tenant? It only reads, unless it is to probe. */
import { Option } from "commander";
import { commandLine, run } from "./command.ts";
import type { Options } from "./doctor/main.ts";
import { CUSTOMER_COMMANDS, TENANT_COMMANDS } from "./scopes.ts";

export const command = commandLine(
  "doctor",
  "Tells, before anything is touched, whether everything is there that the stack needs: on this machine, in its configuration and on the tenant.",
)
  .addOption(
    new Option("--for <commands...>", "only the scopes that these commands need")
      .choices([...TENANT_COMMANDS, ...CUSTOMER_COMMANDS])
      .default(TENANT_COMMANDS, "all but ready and customer"),
  )
  .option(
    "--probe",
    "find out whether the plan has private_key_jwt by making an application with a key and deleting it",
  );

if (import.meta.main) await run<Options>(command, () => import("./doctor/main.ts"));
