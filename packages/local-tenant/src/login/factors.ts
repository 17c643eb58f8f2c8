// Factors of multi-factor authentication: which there are, what Actions want of a person, and what a page asks for then.
import { Ids } from "../core/ids.ts";
import type { State } from "../core/state.ts";
import { timestamp } from "../core/time.ts";
import { OAuthError } from "../oauth/errors.ts";
import type { AuthenticationMethodRow, GuardianFactor } from "../rows/mfa.ts";
import { FACTOR_TYPES, type FactorCommand, type FactorType } from "./action-messages.ts";
import type { Transaction } from "./transaction.ts";

interface Factor {
  /** Its name among the tenant's factors. */
  readonly setting: GuardianFactor;
  /** The type of what a user has enrolled. */
  readonly method: AuthenticationMethodRow["type"];
  /** For people, within a sentence. */
  readonly words: string;
}

export const FACTORS: Readonly<Record<FactorType, Factor>> = {
  otp: { setting: "otp", method: "totp", words: "one-time password" },
  email: { setting: "email", method: "email", words: "email" },
  phone: { setting: "sms", method: "phone", words: "phone" },
  "push-notification": { setting: "push-notification", method: "push", words: "push notification" },
  "webauthn-roaming": { setting: "webauthn-roaming", method: "webauthn-roaming", words: "security key" },
  "webauthn-platform": { setting: "webauthn-platform", method: "webauthn-platform", words: "device biometrics" },
  "recovery-code": { setting: "recovery-code", method: "recovery-code", words: "recovery code" },
};

/** What a page asks for: to pass one of these, or to enroll one. */
export interface FactorPrompt {
  readonly kind: "challenge" | "enroll";
  readonly factors: readonly FactorType[];
}

const isEnabled = (state: State, type: FactorType): boolean =>
  state.guardian_factors.get().enabled.includes(FACTORS[type].setting);

/** Those that the user can be challenged with; by e-mail everybody whose address is verified. */
export function enrolledFactors(state: State, userId: string): FactorType[] {
  const types = new Set(state.authentication_methods.filter((row) => row.user_id === userId).map(({ type }) => type));
  const verified = state.users.get(userId)?.email_verified === true;
  return FACTOR_TYPES.filter(
    (type) => isEnabled(state, type) && (types.has(FACTORS[type].method) || (type === "email" && verified)),
  );
}

const refused = (description: string): OAuthError => new OAuthError(403, "access_denied", description);

/**
 * What the person is to do next for the Actions to go on; undefined where everything is done. Throws OAuthError where it
 * cannot be done. Passes over commands that are fulfilled already.
 */
export function factorPrompt(state: State, transaction: Transaction): FactorPrompt | undefined {
  for (const command of transaction.pause?.commands.slice(transaction.fulfilled) ?? []) {
    const prompt = promptOf(state, transaction, command);
    if (prompt !== undefined) return prompt;
    transaction.fulfilled += 1;
  }
  return undefined;
}

function promptOf(
  state: State,
  { authentication, passed }: Transaction,
  { kind, factors }: FactorCommand,
): FactorPrompt | undefined {
  if (kind !== "any") requireSetting(state);
  const enrolled = enrolledFactors(state, authentication?.userId ?? "");
  const known = factors.filter((type) => enrolled.includes(type));
  const passedOne = passed.some(({ type }) => factors.includes(type));
  if (kind === "challenge" || (kind === "any" && known.length > 0)) {
    if (kind === "challenge" && passedOne) return undefined;
    if (known.length === 0) throw refused(NO_CHALLENGE);
    return { kind: "challenge", factors: known };
  }
  const others = factors.filter((type) => isEnabled(state, type) && !enrolled.includes(type) && type !== "email");
  if (others.length === 0 && passedOne) return undefined;
  if (others.length === 0) throw refused(NO_ENROLLMENT);
  if (kind === "enroll" && passed.length === 0 && enrolled.some((type) => type !== "email"))
    throw refused(CHALLENGE_FIRST);
  return { kind: "enroll", factors: others };
}

/** Auth0's words, of its tenant logs. */
const NO_CHALLENGE =
  "An MFA challenge is used in a PostLogin action but the requested factors are not properly set up. To perform MFA, enable the requested factors and ensure the user is enrolled with them.";
const NO_ENROLLMENT =
  "An MFA enrollment is used in a PostLogin action but the requested factors are not properly set up. To perform MFA, enable the requested factors and ensure the user is not already enrolled with them.";
const CHALLENGE_FIRST =
  "An MFA enrollment was requested but the user is already enrolled in MFA. Challenge with at least one existing factor before enrolling a new one.";

function requireSetting(state: State): void {
  if (state.tenant_settings.get().customize_mfa_in_postlogin_action === true) return;
  throw refused(
    "api.authentication asks for factors only where the tenant setting customize_mfa_in_postlogin_action is on",
  );
}

/** The person passed or enrolled the factor. */
export function passFactor(
  state: State,
  transaction: Transaction,
  { kind }: FactorPrompt,
  type: FactorType,
  now: number,
): void {
  const { authentication } = transaction;
  if (authentication === undefined) return;
  const { userId, factors = [] } = authentication;
  const { method } = FACTORS[type];
  const row = state.authentication_methods.find((other) => other.user_id === userId && other.type === method);
  const at = timestamp(now);
  if (kind === "enroll")
    state.authentication_methods.put({
      id: `${method}|${new Ids().next("authentication_method")}`,
      user_id: userId,
      type: method,
      confirmed: true,
      created_at: at,
      enrolled_at: at,
      last_auth_at: at,
    });
  else if (row !== undefined) state.authentication_methods.put({ ...row, last_auth_at: at });
  transaction.passed = [...transaction.passed, { type, at: now }];
  transaction.authentication = { ...authentication, factors: [...factors, { type, at: now }] };
  transaction.fulfilled += 1;
}
