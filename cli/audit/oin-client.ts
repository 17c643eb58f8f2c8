import { type Finding, notice, problem } from "../findings.ts";
import type { OinClientReading, Reading } from "./reading.ts";
import { setCommand } from "../../config/settings.ts";
import { inSentence, type OwnOinClient, type ExpectedState } from "./expected-state.ts";
import { apiCommand } from "../../config/shell.ts";
import { attachedKeyIds } from "../../tenant/client-keys.ts";
import { comparedWithOktas, keysBehindChosenId } from "../../tenant/chosen-key-id.ts";

/** Whether the stack's OIN clients are there. */
export function gone({ oinClients }: Reading, { oinClients: own, stack }: ExpectedState): Finding[] {
  return own.flatMap(({ clientId, title, oktaKnows }) => {
    if (oinClients[clientId]?.credentials !== undefined) return [];
    const says = oktaKnows
      ? `${title} ${clientId}, which Okta knows, is gone: Express Configuration does not work.`
      : `${title} ${clientId} is gone: Okta cannot be switched to it.`;
    return [
      problem("oin-client", says, ["A preview tells the way out:", `pulumi preview --stack ${stack}`], { clientId }),
    ];
  });
}

/** Any key on a client, attached or not, that is not one of Okta's configured ones; and a configured one that does not count. */
export function keys({ oinClients }: Reading, expected: ExpectedState): Finding[] {
  return expected.oinClients.flatMap((own) => judgeKeys(oinClients[own.clientId], own, expected));
}

function judgeKeys(
  found: OinClientReading | undefined,
  { clientId, title }: OwnOinClient,
  { keyIds, stack }: ExpectedState,
): Finding[] {
  const { client, credentials = [] } = found ?? {};
  if (keyIds.length === 0 && found?.credentials?.length === 0) {
    return [
      notice(
        "oin-client.no-key",
        `${title} has no key of Okta's yet, so that nobody can complete Express Configuration. Send Okta what handover says, then add the key that it gives out:`,
        [`npm run key -- --file okta-public-key.pem --stack ${stack}`, `pulumi up --stack ${stack}`],
        { clientId },
      ),
    ];
  }
  const attached = client === undefined ? undefined : attachedKeyIds(client);
  const methods = client?.client_authentication_methods;
  const certificates = [methods?.tls_client_auth, methods?.self_signed_tls_client_auth]
    .flatMap((method) => method?.credentials ?? [])
    .map(({ id }) => id);
  const oktas = credentials.filter((key) => keyIds.includes(key.kid ?? "")).map(({ id }) => ({ id }));
  return credentials.flatMap((credential) => {
    const { id = "", thumbprint_sha256: thumbprint = "", kid = thumbprint, name, created_at } = credential;
    // Unknown of a client that could not be read within the calls allowed.
    const signsIn = attached?.includes(id);
    const details = {
      clientId,
      credential: id,
      keyId: kid,
      name,
      createdAt: created_at,
      ...(signsIn === undefined ? {} : { attached: signsIn }),
    };
    if (certificates.includes(id)) {
      return [
        problem(
          "oin-client.keys",
          `${title} has a certificate ${kid || id}, which can sign in by mutual TLS beside Okta's keys.`,
          [
            apiCommand(stack, "patch", `clients/${clientId}`, {
              client_authentication_methods: { private_key_jwt: { credentials: oktas } },
            }),
            apiCommand(stack, "delete", `clients/${clientId}/credentials/${id}`),
          ],
          details,
        ),
      ];
    }
    const mayBe = keysBehindChosenId(credential, credentials, keyIds);
    if (mayBe.length > 0 && signsIn !== false) {
      return [
        problem(
          "oin-client.keys",
          `${title} has a key whose ID whoever added it has chosen, ${kid}. It may be Okta's key ${mayBe.join(" or ")}, which is not there under its own ID: Okta then signs in only while its assertions name ${kid}, or no key ID. ${comparedWithOktas(credential)}`,
          [
            `Ask Okta's Express Configuration team which key ID (kid) its client assertions name. Once it is not ${kid}, this adds Okta's key under its own ID and takes this one off:`,
            `pulumi up --stack ${stack}`,
          ],
          { ...details, mayBe },
        ),
      ];
    }
    if (!keyIds.includes(kid)) {
      const says =
        signsIn === undefined ? "" : signsIn ? ", which can sign in" : ", not attached, so that it cannot sign in";
      return [
        problem(
          "oin-client.keys",
          `${title} has a further key ${kid}${says}.`,
          keyIds.length === 0
            ? [
                "Where it is Okta's, name its file and adopt it:",
                setCommand(stack, "oktaPublicKeys"),
                `npm run adopt -- --stack ${stack}`,
              ]
            : signsIn === true
              ? ["This takes it off:", `pulumi up --stack ${stack}`]
              : apiCommand(stack, "delete", `clients/${clientId}/credentials/${id}`),
          details,
        ),
      ];
    }
    if (signsIn !== false) return [];
    if (credentials.some((other) => other.kid === kid && attached?.includes(other.id ?? ""))) {
      return [
        problem(
          "oin-client.keys",
          `Okta's key ${kid} is on ${inSentence(title)} twice. Okta can sign in: one of the two is attached. The other was left by an up whose answer was lost; rotate deletes it.`,
          `npm run rotate -- --stack ${stack}`,
          details,
        ),
      ];
    }
    return [
      problem(
        "oin-client.keys",
        `Okta's key ${kid} is on ${inSentence(title)} but not attached: Okta cannot sign in with it.`,
        ["This attaches it:", `npm run rotate -- --stack ${stack}`],
        details,
      ),
    ];
  });
}

/** A key that ends counts until then and no longer; the stack gives none an end. A preview shows a difference, but no `up` of the plugin's mends it. */
export function expiries({ oinClients }: Reading, { oinClients: own, keyIds, stack }: ExpectedState): Finding[] {
  return own.flatMap(({ clientId, title }) =>
    (oinClients[clientId]?.credentials ?? []).flatMap(({ id = "", kid = "", expires_at: end }) =>
      end === undefined || !keyIds.includes(kid)
        ? []
        : [
            problem(
              "oin-client.key-expiry",
              `Okta's key ${kid} on ${inSentence(title)} counts until ${String(end)} only: after that Okta cannot sign in with it.`,
              apiCommand(stack, "patch", `clients/${clientId}/credentials/${id}`, { expires_at: null }),
              {
                clientId,
                credential: id,
                keyId: kid,
                expiresAt: end,
              },
            ),
          ],
    ),
  );
}
