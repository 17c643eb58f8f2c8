// Bodies of /resource-servers.
import { z } from "zod";
import type { WithoutNull } from "./merge.ts";

const scope = z.strictObject({ value: z.string().min(1).max(280), description: z.string().max(500).optional() });

/** Open, as the SDK's types are. */
const policy = (policies: readonly [string, ...string[]]) => z.looseObject({ policy: z.enum(policies).optional() });

const attributes = {
  /** No angle brackets. */
  name: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^<>]+$/)
    .optional(),
  scopes: z.array(scope).max(1000).nullish(),
  signing_alg: z.enum(["HS256", "RS256", "RS512", "PS256"]).optional(),
  signing_secret: z.string().min(16).nullish(),
  allow_offline_access: z.boolean().optional(),
  allow_online_access: z.boolean().optional(),
  allow_online_access_with_ephemeral_sessions: z.boolean().optional(),
  token_lifetime: z.int().min(0).max(2_592_000).optional(),
  token_lifetime_for_web: z.int().min(0).max(2_592_000).optional(),
  token_lifetime_for_anonymous_access_tokens: z.int().min(0).max(2_592_000).nullish(),
  token_dialect: z.enum(["access_token", "access_token_authz", "rfc9068_profile", "rfc9068_profile_authz"]).optional(),
  skip_consent_for_verifiable_first_party_clients: z.boolean().optional(),
  enforce_policies: z.boolean().nullish(),
  token_encryption: z
    .strictObject({
      format: z.enum(["compact-nested-jwe"]),
      encryption_key: z.strictObject({
        name: z.string().optional(),
        alg: z.enum(["RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512"]),
        kid: z.string().optional(),
        pem: z.string(),
      }),
    })
    .nullish(),
  consent_policy: z.enum(["transactional-authorization-with-mfa"]).nullish(),
  authorization_details: z.array(z.unknown()).nullish(),
  proof_of_possession: z
    .strictObject({
      mechanism: z.enum(["mtls", "dpop"]),
      required: z.boolean(),
      required_for: z.enum(["public_clients", "all_clients"]).optional(),
    })
    .nullish(),
  subject_type_authorization: z
    .strictObject({
      user: policy(["allow_all", "deny_all", "require_client_grant"]).optional(),
      client: policy(["deny_all", "require_client_grant"]).optional(),
      anonymous_user: policy(["deny_all", "require_client_grant"]).optional(),
    })
    .optional(),
  authorization_policy: z.strictObject({ policy_id: z.string() }).nullish(),
};

export const createBody = z.strictObject({ identifier: z.string().min(1).max(600), ...attributes });

export const updateBody = z.strictObject(attributes);

export type ResourceServerBody = WithoutNull<z.infer<typeof createBody>>;
