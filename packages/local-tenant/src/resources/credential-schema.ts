// Body of a client's new credential.
import { z } from "zod";

/** What a credential is made of: sent alone, or with a new client. */
export const createCredentialBody = z.strictObject({
  credential_type: z.enum(["public_key", "x509_cert", "cert_subject_dn"]),
  /** Of a key only; default: its thumbprint. */
  kid: z
    .string()
    .min(10)
    .max(64)
    .regex(/^[0-9a-zA-Z-_]+$/)
    .optional(),
  name: z.string().max(128).optional(),
  pem: z.string().min(1).max(4096).optional(),
  subject_dn: z.string().min(1).max(256).optional(),
  alg: z.enum(["RS256", "RS384", "PS256"]).optional(),
  parse_expiry_from_cert: z.boolean().optional(),
  expires_at: z.iso.datetime({ offset: true }).optional(),
});

export type CreateCredentialBody = z.infer<typeof createCredentialBody>;
