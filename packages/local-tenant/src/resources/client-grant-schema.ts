// Bodies of /client-grants.
import { z } from "zod";

const attributes = {
  scope: z.array(z.string().min(1).max(280)).nullish(),
  organization_usage: z.enum(["deny", "allow", "require"]).nullish(),
  allow_any_organization: z.boolean().nullish(),
  authorization_details_types: z.array(z.string().min(1).max(255)).nullish(),
  allow_all_scopes: z.boolean().nullish(),
};

const SUBJECT_TYPES = ["client", "user", "anonymous_user"] as const;

export const createGrantBody = z.strictObject({
  client_id: z.string().min(1).optional(),
  audience: z.string().min(1).max(600),
  default_for: z.enum(["third_party_clients"]).optional(),
  subject_type: z.enum(SUBJECT_TYPES).optional(),
  ...attributes,
});

export const updateGrantBody = z.strictObject(attributes);

export type CreateGrantBody = z.infer<typeof createGrantBody>;
export type SubjectType = (typeof SUBJECT_TYPES)[number];
