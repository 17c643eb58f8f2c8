import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import { OIN_CLIENT } from "../../contract/guide.ts";
import { NO_IDENTITY } from "./no-identity.ts";

/** One of Okta's public keys. */
export interface OktaKey {
  /** PEM text: a public key or a certificate, RSA, 2,048 to 4,096 bits. */
  readonly pem: pulumi.Input<string>;
  /**
   * Name of the credential; empty for one that has none. A key must keep its name for life, and two keys must have two
   * names: the plugin finds a key's PEM in its state by the name, and Auth0 cannot rename a credential.
   * Default: the guide's `OIN Public Key`.
   */
  readonly name?: string;
}

export interface OktaCredentialsArgs {
  /** The OIN client. */
  client: auth0.Client;
  /**
   * Okta's public keys: one, or two while Okta changes keys (Auth0 keeps at most two). None while Okta has not given its
   * first one out. A change adds and removes credentials in place, in an order that always leaves a valid one.
   */
  publicKeys: readonly OktaKey[];
}

/**
 * Okta's keys on an OIN client of either flavour: its private_key_jwt credentials, and no usable secret. Nothing is
 * declared while there is no key: the plugin refuses private_key_jwt without one, and the client stays as Auth0 made it.
 *
 * Keys go with their client. Deleting them first would leave a client with a secret for a moment, and the plugin cannot
 * do it twice, as after an interruption: it then asks a client of Auth0's own Express Configuration for a secret.
 */
export function oktaCredentials(
  name: string,
  { client, publicKeys }: OktaCredentialsArgs,
  opts: pulumi.CustomResourceOptions,
): auth0.ClientCredentials | undefined {
  if (publicKeys.length === 0) return undefined;
  return new auth0.ClientCredentials(
    name,
    {
      clientId: client.id,
      authenticationMethod: "private_key_jwt",
      privateKeyJwt: {
        credentials: publicKeys.map(({ pem, name: keyName = OIN_CLIENT.credentialName }) => ({
          ...(keyName === "" ? {} : { name: keyName }),
          credentialType: "public_key",
          algorithm: OIN_CLIENT.signingAlgorithm,
          pem,
        })),
      },
    },
    { ...opts, ...NO_IDENTITY, deletedWith: client },
  );
}

/** Key IDs (`kid`) of the credentials as the tenant has them: RFC 7638 thumbprints, sorted; none before the first key. */
export function keyIdsOf(credentials: auth0.ClientCredentials | undefined): pulumi.Output<string[]> {
  if (credentials === undefined) return pulumi.output<string[]>([]);
  return credentials.privateKeyJwt.apply((jwt) =>
    (jwt?.credentials ?? []).map((credential) => credential.keyId ?? "").sort(),
  );
}
