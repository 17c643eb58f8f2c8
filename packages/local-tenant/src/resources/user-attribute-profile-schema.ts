// Bodies of /user-attribute-profiles.
import { z } from "zod";
import { strategyOverrides } from "./profile-strategies.ts";

const text = (maximum: number) => z.string().min(1).max(maximum);

const samlMapping = z.array(text(128)).min(1);

const oidcMapping = z.strictObject({ mapping: text(50), display_name: text(50).optional() });

const userId = z.strictObject({
  oidc_mapping: z.enum(["sub"]).optional(),
  saml_mapping: samlMapping.optional(),
  scim_mapping: text(128).optional(),
  strategy_overrides: strategyOverrides(
    z.strictObject({
      oidc_mapping: z.enum(["sub", "oid", "email"]).optional(),
      saml_mapping: samlMapping.optional(),
      scim_mapping: text(128).optional(),
    }),
  ).optional(),
});

const attributeMappings = {
  oidc_mapping: oidcMapping.optional(),
  saml_mapping: samlMapping.optional(),
  scim_mapping: text(128).optional(),
};

const userAttributes = z.record(
  z.string().min(1),
  z.strictObject({
    description: text(128),
    label: text(128),
    profile_required: z.boolean(),
    auth0_mapping: text(50),
    ...attributeMappings,
    strategy_overrides: strategyOverrides(z.strictObject(attributeMappings)).optional(),
  }),
);

export const createBody = z.strictObject({
  name: text(128),
  user_id: userId.optional(),
  user_attributes: userAttributes,
});

export const updateBody = z.strictObject({
  name: text(128).optional(),
  user_id: userId.nullish(),
  user_attributes: userAttributes.optional(),
});

export type UserId = z.infer<typeof userId>;

export type UserAttributes = z.infer<typeof userAttributes>;
