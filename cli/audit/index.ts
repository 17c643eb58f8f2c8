import { EXPRESS_CONFIGURE_API } from "../../contract/guide.ts";
import { NATIVE_API } from "../../contract/native.ts";
import type { Configuration } from "../../config/index.ts";
import { type Finding, problem } from "../findings.ts";
import type { Stack } from "../stack.ts";
import { pendingOperations } from "../doctor/state.ts";
import type { SignedIn } from "../tenant.ts";
import { apiAttributes, clientAttributes, connectionProfile } from "./attributes/index.ts";
import { bindings, deployedCode, secrets } from "./action.ts";
import { guideDuplicates, nativeDuplicates, notLookedAt, strangersBlocks } from "./duplicates.ts";
import { appBlock, clientConnections, filledIn } from "./native.ts";
import { grants } from "./grants.ts";
import { expiries, gone, keys } from "./oin-client.ts";
import { readForAudit, type Reading } from "./reading.ts";
import { roleMembers } from "./role.ts";
import { signIn } from "./sign-in.ts";
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
  clientAttributes,
  apiAttributes,
  connectionProfile,
  grants,
  deployedCode,
  secrets,
  bindings,
  roleMembers,
  clientConnections,
  signIn,
];

/** The API that an Okta admin's login asks an access token for, by flavour. */
const API_OF = { guide: EXPRESS_CONFIGURE_API, native: NATIVE_API } as const;

/** Calls that an audit makes at most, signing in included, unless it is told to read all applications. */
const MOST_CALLS = 10;
/** While a tenant moves there are two OIN clients. */
const MOST_CALLS_OF_BOTH = 15;

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
  const used = expected.oinClients.find(({ oktaKnows }) => oktaKnows);
  const targets = {
    oinClientIds: expected.oinClients.map(({ clientId }) => clientId),
    apis: expected.oinClients.map(({ flavour }) => API_OF[flavour].identifier),
    connectionProfileId: expected.connectionProfile?.id,
    actionIds: expected.actions.flatMap(({ id }) => id ?? []),
    roleId: expected.roleId,
    flags: expected.oinClients.some(({ flavour }) => flavour === "native"),
    ...(used === undefined
      ? {}
      : {
          signIn: {
            clientId: used.clientId,
            credentialsFirst: used.flavour === "guide" || configuration.adminLoginFlow === "post_login_prompt",
            scopes: tenant.token.scopes,
          },
        }),
  };
  const most = expected.oinClients.length > 1 ? MOST_CALLS_OF_BOTH : MOST_CALLS;
  const found = judge(
    await readForAudit(tenant.api, targets, { made: () => tenant.calls(), most: allClients ? Infinity : most }),
    expected,
  );
  return [...pendingOperations(stack.name, state.pending ?? []), ...found];
}
