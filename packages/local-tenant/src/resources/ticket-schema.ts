// Request body of /tickets/password-change (members and defaults from Auth0's OpenAPI document).
import { z } from "zod";

export const passwordTicketBody = z.strictObject({
  user_id: z.string().min(1).optional(),
  connection_id: z.string().min(1).optional(),
  email: z.email().optional(),
  client_id: z.string().min(1).optional(),
  organization_id: z.string().min(1).optional(),
  result_url: z.url().optional(),
  ttl_sec: z.int().min(0).optional(),
  mark_email_as_verified: z.boolean().optional(),
  includeEmailInRedirect: z.boolean().optional(),
  identity: z
    .strictObject({
      user_id: z.string().min(1),
      provider: z.literal("auth0"),
      connection_id: z.string().min(1).optional(),
    })
    .optional(),
});

export type PasswordTicketBody = z.infer<typeof passwordTicketBody>;
