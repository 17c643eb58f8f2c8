import type { Finding } from "../findings.ts";
import type { Stack } from "../stack.ts";
import type { SignedIn } from "../tenant.ts";
import type { Configuration } from "../../config/index.ts";
import { bindings, deployedCode, secrets } from "./action.ts";
import { clients, grants, keys, roleMembers } from "./oin-client.ts";
import { readForAudit, type Reading } from "./reading.ts";
import { type Yardstick, yardstickOf } from "./yardstick.ts";
import { problem } from "../findings.ts";

const CHECKS = [clients, keys, grants, deployedCode, secrets, bindings, roleMembers];

/** Everything of a reading that is not as the stack left it; nothing where the tenant is clean. */
export function judge(reading: Reading, yardstick: Yardstick): Finding[] {
  return CHECKS.flatMap((check) => check(reading, yardstick));
}

/** Reads the tenant and judges it by what the stack knows of its objects. */
export async function audit(stack: Stack, configuration: Configuration, { api }: SignedIn, allClients = false): Promise<Finding[]> {
  const yardstick = yardstickOf(stack.name, configuration, await stack.state());
  if (yardstick === undefined) {
    return [problem("stack", `Stack ${stack.name} has not been brought up: there is nothing to audit.`, `pulumi up --stack ${stack.name}`)];
  }
  const targets = { oinClientId: yardstick.oinClientId, actionId: yardstick.action?.id, roleId: yardstick.roleId };
  return judge(await readForAudit(api, targets, allClients), yardstick);
}
