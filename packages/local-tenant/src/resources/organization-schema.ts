// Request bodies of /organizations (limits from Auth0's OpenAPI document).
import { z } from "zod";

/** Lower-case letters, digits, hyphens and underscores, beginning with a letter or digit. */
const organizationName = z
  .string()
  .min(1)
  .max(50)
  .regex(/^[a-z0-9][a-z0-9_-]*$/);

const color = z.string().regex(/^#([0-9a-f]{3}|[0-9a-f]{6})$/i);

const tokenQuota = z.strictObject({
  client_credentials: z
    .strictObject({
      enforce: z.boolean().optional(),
      per_day: z.int().min(1).max(2_147_483_647).optional(),
      per_hour: z.int().min(1).max(2_147_483_647).optional(),
    })
    .refine(
      (quota) => Object.keys(quota).length > 0,
      "'Too few properties defined (0), minimum 1' on property token_quota.client_credentials.",
    ),
});

const attributes = {
  display_name: z.string().min(1).max(255).optional(),
  branding: z
    .strictObject({
      logo_url: z.url({ protocol: /^https$/ }).nullish(),
      colors: z.strictObject({ primary: color, page_background: color }).nullish(),
    })
    .optional(),
  metadata: z
    .record(z.string().max(255), z.string().max(255).nullable())
    .refine(
      (metadata) => Object.keys(metadata).length <= 25,
      "'Too many properties defined, maximum 25' on property metadata.",
    )
    .optional(),
  third_party_client_access: z.enum(["allow", "block"]).optional(),
  is_app_entitlement_active: z.boolean().optional(),
};

const enabledConnection = z.strictObject({
  connection_id: z.string().min(1),
  assign_membership_on_login: z.boolean().optional(),
  show_as_button: z.boolean().optional(),
  is_signup_enabled: z.boolean().optional(),
});

export const createOrganizationBody = z.strictObject({
  name: organizationName,
  enabled_connections: z.array(enabledConnection).max(10).optional(),
  token_quota: tokenQuota.optional(),
  ...attributes,
});

export const updateOrganizationBody = z.strictObject({
  name: organizationName.optional(),
  token_quota: tokenQuota.nullish(),
  ...attributes,
});

export type CreateOrganizationBody = z.infer<typeof createOrganizationBody>;
export type UpdateOrganizationBody = z.infer<typeof updateOrganizationBody>;
