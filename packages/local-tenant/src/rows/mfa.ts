// Factors of multi-factor authentication, as the state keeps them.

/** Under the names of /guardian/factors. */
export const GUARDIAN_FACTORS = [
  "push-notification",
  "sms",
  "email",
  "duo",
  "otp",
  "webauthn-roaming",
  "webauthn-platform",
  "recovery-code",
] as const;

export type GuardianFactor = (typeof GUARDIAN_FACTORS)[number];

/** The factors that the tenant has enabled. */
export interface FactorSettings {
  readonly enabled: readonly GuardianFactor[];
}

/** A factor that a user has enrolled. */
export interface AuthenticationMethodRow {
  readonly id: string;
  readonly user_id: string;
  readonly type: "phone" | "email" | "totp" | "push" | "webauthn-roaming" | "webauthn-platform" | "recovery-code";
  readonly confirmed: true;
  readonly name?: string;
  readonly phone_number?: string;
  readonly email?: string;
  readonly preferred_authentication_method?: "voice" | "sms";
  readonly key_id?: string;
  readonly public_key?: string;
  readonly relying_party_identifier?: string;
  readonly created_at: string;
  readonly enrolled_at: string;
  readonly last_auth_at?: string;
}
