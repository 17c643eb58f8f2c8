// Clients, their credentials and grants, as the state keeps them.
import type { UpdateClientBody, CreateClientBody } from "../resources/client-schema.ts";
import type { WithoutNull } from "../resources/merge.ts";
import type { CreateGrantBody, SubjectType } from "../resources/client-grant-schema.ts";

type Attributes = WithoutNull<
  Omit<UpdateClientBody, "name" | "client_metadata" | "client_secret" | "cross_origin_auth">
> &
  WithoutNull<Pick<CreateClientBody, "name" | "resource_server_identifier">>;

export type ClientRow = Attributes & {
  readonly client_id: string;
  /** The one client that stands for the tenant itself ("All Applications"). */
  readonly global?: true;
  /** Kept while key-based authentication hides it: it comes back with a secret-based method. */
  readonly client_secret: string;
  readonly client_metadata?: Readonly<Record<string, string>>;
};

export interface CredentialRow {
  readonly id: string;
  readonly client_id: string;
  readonly credential_type: CredentialType;
  readonly name?: string | undefined;
  readonly kid?: string;
  readonly alg?: string;
  /** The public key (SPKI PEM) that verifies assertions; never shown. */
  readonly public_key?: string;
  readonly thumbprint_sha256?: string;
  readonly subject_dn?: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly expires_at?: string;
}

type CredentialType = "public_key" | "x509_cert" | "cert_subject_dn";

export type ClientGrantRow = WithoutNull<CreateGrantBody> & {
  readonly id: string;
  readonly subject_type: SubjectType;
  /** Auth0's own: made with a client, not by a request of its own. */
  readonly is_system?: true;
};
