// What may be sent to /actions: triggers, limits and request bodies (shared/spec/local-tenant.md).
import { z } from "zod";

export const MAX_ACTIONS = 100;
const MAX_BINDINGS = 20;
const MAX_CODE_BYTES = 100_000;

/** Triggers that an action can support, with the version that is current. */
export const TRIGGERS = [
  { id: "post-login", version: "v3" },
  { id: "credentials-exchange", version: "v2" },
  { id: "pre-user-registration", version: "v2" },
  { id: "post-user-registration", version: "v2" },
  { id: "post-change-password", version: "v2" },
  { id: "send-phone-message", version: "v2" },
  { id: "password-reset-post-challenge", version: "v1" },
  { id: "custom-email-provider", version: "v1" },
  { id: "custom-phone-provider", version: "v1" },
  { id: "custom-token-exchange", version: "v1" },
  { id: "event-stream", version: "v1" },
  { id: "login-post-identifier", version: "v1" },
  { id: "password-hash-migration", version: "v1" },
  { id: "post-credential-validation", version: "v1" },
  { id: "signup-post-identifier", version: "v1" },
] as const;

export const DEFAULT_RUNTIME = "node22";

const triggerIds = TRIGGERS.map(({ id }) => id);

const named = z.looseObject({ id: z.enum(triggerIds), version: z.string().optional() });

/** Beside its name and version, a trigger describes itself: what is sent of that is checked, and not kept. */
const trigger = named.extend({
  status: z.string().optional(),
  runtimes: z.array(z.string()).optional(),
  default_runtime: z.string().optional(),
  compatible_triggers: z.array(named.required()).optional(),
  binding_policy: z.enum(["trigger-bound", "entity-bound"]).optional(),
});

const code = z.string().refine((text) => Buffer.byteLength(text) <= MAX_CODE_BYTES, {
  message: `'String is too long, maximum ${MAX_CODE_BYTES} bytes' on property code.`,
});

const secret = z.strictObject({ name: z.string().min(1).max(128), value: z.string().max(4096).optional() });

const attributes = {
  code: code.optional(),
  dependencies: z
    .array(
      z.looseObject({ name: z.string().min(1), version: z.string().optional(), registry_url: z.string().nullish() }),
    )
    .optional(),
  /** Older ones are still accepted, `node12` among them. */
  runtime: z
    .string()
    .regex(/^node\d{2}(-actions)?$/)
    .optional(),
  secrets: z.array(secret).max(30).optional(),
  /** Shared code. The modules themselves are not modelled: what is said of them comes back as it is. */
  modules: z
    .array(
      z.strictObject({
        module_id: z.string().optional(),
        module_name: z.string().optional(),
        module_version_id: z.string().optional(),
        module_version_number: z.int().optional(),
      }),
    )
    .optional(),
};

export const createActionBody = z.strictObject({
  name: z.string().min(1).max(255),
  supported_triggers: z.array(trigger).length(1),
  deploy: z.boolean().optional(),
  ...attributes,
});

export const updateActionBody = z.strictObject({
  name: z.string().min(1).max(255).optional(),
  supported_triggers: z.array(trigger).length(1).optional(),
  ...attributes,
});

export const rollBackBody = z.strictObject({ update_draft: z.boolean().optional() });

export const bindingsBody = z.strictObject({
  bindings: z
    .array(
      z.strictObject({
        ref: z.strictObject({ type: z.enum(["action_id", "action_name", "binding_id"]), value: z.string().min(1) }),
        display_name: z.string().min(1).optional(),
        secrets: z.array(secret).optional(),
      }),
    )
    .max(MAX_BINDINGS),
});

export type CreateActionBody = z.infer<typeof createActionBody>;
export type UpdateActionBody = z.infer<typeof updateActionBody>;
export type BindingsBody = z.infer<typeof bindingsBody>;
