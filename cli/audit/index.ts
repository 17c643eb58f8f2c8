import type { Configuration } from "../../config/index.ts";
import { type Finding, problem } from "../findings.ts";
import type { Stack } from "../stack.ts";
import { pendingOperations } from "../doctor/state.ts";
import type { SignedIn } from "../tenant.ts";
import { bindings, deployedCode, secrets } from "./action.ts";
import { guideDuplicates, nativeDuplicates, notLookedAt, strangersBlocks } from "./duplicates.ts";
import { appBlock, clientConnections, filledIn } from "./native.ts";
import { grants } from "./grants.ts";
import { expiries, gone, keys } from "./oin-client.ts";
import { readForAudit, type Reading } from "./reading.ts";
import { roleMembers } from "./role.ts";
import { type ExpectedState, expectedStateOf } from "./expected-state.ts";

const CHECKS = [
  gone,
  filledIn,
  appBlock,
  guideDuplicates,
  nativeDuplicates,
  strangersBlocks,
  notLookedAt,
  keys,
  expiries,
  grants,
  deployedCode,
  secrets,
  bindings,
  roleMembers,
  clientConnections,
];

/** Calls that an audit makes at most, signing in included, unless it is told to read all applications. */
const MOST_CALLS = 10;

/** Everything of a reading that is not as the stack left it; nothing where the tenant is clean. */
export function judge(reading: Reading, expected: ExpectedState): Finding[] {
  return CHECKS.flatMap((check) => check(reading, expected));
}

/** Reads the tenant and judges it by what the stack knows of its objects, whichever flavour they are of. */
export async function audit(
  stack: Stack,
  configuration: Configuration,
  tenant: SignedIn,
  allClients = false,
): Promise<Finding[]> {
  const state = await stack.state();
  const expected = expectedStateOf(stack.name, configuration, state);
  if (expected === undefined) {
    return [
      problem(
        "stack",
        `Stack ${stack.name} has not been brought up: there is nothing to audit.`,
        `pulumi up --stack ${stack.name}`,
      ),
    ];
  }
  const targets = {
    oinClientIds: expected.oinClients.map(({ clientId }) => clientId),
    actionIds: expected.actions.flatMap(({ id }) => id ?? []),
    roleId: expected.roleId,
    flags: expected.oinClients.some(({ flavour }) => flavour === "native"),
  };
  const found = judge(
    await readForAudit(tenant.api, targets, { made: () => tenant.calls(), most: allClients ? Infinity : MOST_CALLS }),
    expected,
  );
  return [...pendingOperations(stack.name, state.pending ?? []), ...found];
}
