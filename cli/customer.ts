/** Makes what one customer lacks of Auth0's customer enablement, and says whether its admin can then run Express Configuration. */
import { commandLine, run } from "./command.ts";
import type { Options } from "./customer/main.ts";

export const command = commandLine(
  "customer",
  "Makes what a customer lacks so that its Okta admin can run Express Configuration: organization, account, connection, membership, role. It shows what is missing and asks before it writes; what is there stays as it is.",
)
  .requiredOption("-o, --organization <name>", "the customer: name or ID of the organization; made where there is none")
  .requiredOption("-a, --admin <e-mail>", "who is to run Express Configuration")
  .option("--connection <name>", "where the admin's account is (default: the only one there is to choose)")
  .option("--yes", "write without asking")
  .option("--dry-run", "only show what is missing");

if (import.meta.main) await run<Options>(command, () => import("./customer/main.ts"));
