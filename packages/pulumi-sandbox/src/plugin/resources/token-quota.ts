// Quotas of machine-to-machine tokens, in the same form on a client and as the tenant's default.
import { block, flag, integer } from "../schema/attribute.ts";
import type { Options } from "../schema/attribute.ts";
import { between } from "../schema/validators.ts";
import { valuesOf } from "../schema/value.ts";
import type { Value } from "../schema/value.ts";

const MOST_TOKENS = 2_147_483_647;
const limit = () => integer({ validate: between(1, MOST_TOKENS) });

export const tokenQuota = (options: Options = {}) =>
  block(
    {
      clientCredentials: block(
        { enforce: flag({ default: true }), perDay: limit(), perHour: limit() },
        { required: true },
      ),
    },
    options,
  );

/** Whether a quota says nothing: no limit, and none enforced. */
export function isEmptyQuota(quota: Value | undefined): boolean {
  const limits = valuesOf(valuesOf(quota)["clientCredentials"]);
  return limits["enforce"] !== true && (limits["perHour"] ?? null) === null && (limits["perDay"] ?? null) === null;
}
