// Request bodies of /users (limits from Auth0's OpenAPI document).
import { z } from "zod";

const metadata = z.record(z.string(), z.unknown());
const email = z.email();
const phone = z.string().regex(/^\+[0-9]{1,15}$/);
const givenName = z.string().min(1).max(150);
const displayName = z.string().min(1).max(300);
const username = z.string().min(1).max(128);
const password = z.string().min(1);

const flags = {
  blocked: z.boolean().optional(),
  email_verified: z.boolean().optional(),
  phone_verified: z.boolean().optional(),
  verify_email: z.boolean().optional(),
};

export const createUserBody = z.strictObject({
  connection: z.string().min(1),
  user_id: z.string().max(255).regex(/^\S*$/).optional(),
  email: email.optional(),
  phone_number: phone.optional(),
  username: username.optional(),
  password: password.optional(),
  given_name: givenName.optional(),
  family_name: givenName.optional(),
  name: displayName.optional(),
  nickname: displayName.optional(),
  picture: z.url().optional(),
  user_metadata: metadata.optional(),
  app_metadata: metadata.optional(),
  ...flags,
});

export const updateUserBody = z.strictObject({
  connection: z.string().min(1).optional(),
  client_id: z.string().min(1).optional(),
  email: email.nullish(),
  phone_number: phone.nullish(),
  username: username.nullish(),
  password: password.nullish(),
  given_name: givenName.nullish(),
  family_name: givenName.nullish(),
  name: displayName.nullish(),
  nickname: displayName.nullish(),
  picture: z.url().nullish(),
  user_metadata: metadata.nullish(),
  app_metadata: metadata.nullish(),
  verify_phone_number: z.boolean().optional(),
  ...flags,
});

export type CreateUserBody = z.infer<typeof createUserBody>;
export type UpdateUserBody = z.infer<typeof updateUserBody>;
