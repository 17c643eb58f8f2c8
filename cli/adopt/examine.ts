import type { Configuration } from "../../config/index.ts";
import { lookUp } from "../../lookup/index.ts";
import type { Finding } from "../findings.ts";
import { ofType, type StackState } from "../state.ts";
import type { SignedIn } from "../tenant.ts";
import { blockers } from "./blockers.ts";
import { findCandidates } from "./candidates.ts";
import { type Ambiguity, choose, type Chosen } from "./choice.ts";
import { type Difference, differences } from "./differences.ts";
import { guideFaults } from "./faults.ts";
import { type Found, readFound } from "./found.ts";
import { isForScim, isShared, type Plan, planOf } from "./plan.ts";

/** What was found on a tenant, how it differs from what is declared, and what is to be written. */
export interface Examination {
  readonly found: Found;
  readonly differences: readonly Difference[];
  readonly plan: Plan;
  /** Problems stand in the way of writing anything; notices are told. */
  readonly findings: readonly Finding[];
}

export interface Circumstances {
  readonly stack: string;
  readonly configuration: Configuration;
  readonly state: StackState;
  readonly chosen: Chosen;
  /** Key IDs that the next `up` may remove. */
  readonly dropKeys: readonly string[];
}

/** Reads the tenant and judges it; or names what a person has to choose first. */
export async function examine({ api, domain }: SignedIn, { stack, configuration, state, chosen, dropKeys }: Circumstances): Promise<Examination | { readonly ambiguities: readonly Ambiguity[] }> {
  const { serviceApp, adminRoleId } = await lookUp(api, configuration, stack);
  const candidates = await findCandidates(api, serviceApp.clientId, adminRoleId);
  const { choice, ambiguities } = choose(candidates, { ...ownIds(state), ...chosen });
  if (ambiguities.length > 0) return { ambiguities };

  const found = await readFound(api, domain, serviceApp, candidates, choice);
  const keyIds = configuration.oktaPublicKeys.map(({ keyId }) => keyId);
  const declared = {
    scim: configuration.scim || isForScim(found),
    keyIds,
    consentDescriptions: configuration.consentDescriptions,
    sharedRole: adminRoleId !== undefined || isShared(found),
  };
  const plan = planOf(found, configuration, state, keyIds, new Date());
  return {
    found,
    differences: differences(found, declared),
    plan,
    findings: [
      // The stack's own Action has none of the guide's faults.
      ...(plan.adopt?.action === undefined ? [] : guideFaults(found, configuration.initiateLoginUri)),
      ...blockers(found, { keyIds, dropKeys }, stack),
    ],
  };
}

/** What the stack has already is not a matter of choice. */
function ownIds(state: StackState): Chosen {
  const idOf = (type: string) => ofType(state, type)[0]?.id;
  const ids = { client: idOf("Client"), role: idOf("Role"), action: idOf("Action") };
  return Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== undefined));
}
