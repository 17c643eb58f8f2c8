// Bodies of /connection-profiles.
import { z } from "zod";
import { strategyOverrides } from "./profile-strategies.ts";

const name = z.string().min(1).max(50);

const choice = z.enum(["none", "optional", "required"]);

const features = z.array(z.enum(["scim", "universal_logout"]));

const status = z.enum(["enabled", "disabled"]);

const provisioning = z.strictObject({
  scim: z
    .strictObject({
      tokens: z.strictObject({
        scopes: z.array(z.enum(["get:users", "post:users", "patch:users", "delete:users", "put:users"])),
        default_expiry: z.int().positive().nullish(),
        max_allowed_expiry: z.int().positive().nullish(),
      }),
    })
    .optional(),
});

const attributes = {
  organization: z
    .strictObject({ show_as_button: choice.optional(), assign_membership_on_login: choice.optional() })
    .optional(),
  connection_name_prefix_template: z
    .string()
    .max(15)
    .regex(/^(?!-)(?!.*--)(?:[a-zA-Z0-9-]|{org_id}|{org_name})*$/)
    .optional(),
  enabled_features: features.optional(),
  connection_config: z.strictObject({}).nullish(),
  strategy_overrides: strategyOverrides(
    z.strictObject({
      enabled_features: features.optional(),
      connection_config: z.strictObject({}).optional(),
      provisioning: provisioning.optional(),
    }),
  ).nullish(),
  provisioning: provisioning.optional(),
  cross_app_access_resource_app: z
    .strictObject({ status: z.strictObject({ default_value: status, allowed_values: z.array(status).optional() }) })
    .optional(),
};

export const createBody = z.strictObject({ name, ...attributes });

export const updateBody = z.strictObject({ name: name.optional(), ...attributes });

export type CreateConnectionProfileBody = z.infer<typeof createBody>;
