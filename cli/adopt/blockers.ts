import type { Management } from "auth0";
import { setInsideCommand } from "../../config/settings.ts";
import { apiCommand } from "../../config/shell.ts";
import { comparedWithOktas, keysBehindChosenId } from "../../tenant/chosen-key-id.ts";
import type { GivenOptions } from "../again.ts";
import { type Finding, problem } from "../findings.ts";
import { type Ambiguity, type Kind, NAME_OF } from "./choice.ts";
import type { Found } from "./found.ts";

const OPTION_OF: Record<Kind, string> = {
  client: "--client",
  nativeClient: "--native-client",
  role: "--role",
  action: "--action",
};

/** Several objects could be the one: a person has to say which. `command` is what was given, without those that were not found. */
export function ambiguityFindings(ambiguities: readonly Ambiguity[], command: string): Finding[] {
  // Each finding has the whole: with one of several alone, the others would still be to be named.
  const naming = [command, ...ambiguities.map(({ kind }) => `${OPTION_OF[kind]} <ID>`)].join(" ");
  return ambiguities.map(({ kind, candidates }) =>
    problem(
      `ambiguous.${kind}`,
      candidates.length > 1
        ? `There are ${candidates.length} candidates for the ${NAME_OF[kind]}.`
        : `No candidate for the ${NAME_OF[kind]} has the ID that was given.`,
      [
        ...candidates.map(({ id, described }) => `${id}   ${described}`),
        kind === "client" || kind === "nativeClient"
          ? "Okta knows the one whose client ID it was sent. Name it:"
          : "Name the one to take over:",
        naming,
      ],
      { candidates },
    ),
  );
}

export interface Keys {
  /** Key IDs of the configured files. */
  readonly keyIds: readonly string[];
  /** Key IDs that the next `up` may remove. */
  readonly dropKeys: readonly string[];
  /** The command that was given, with further options. */
  readonly again: (further?: GivenOptions) => string;
}

/** What would make the next `up` fail, or change what must not change: it is mended before anything is written. */
export function blockers(found: Found, keys: Keys, stack: string): Finding[] {
  return [
    ...unknownKeys(found, keys, stack),
    ...duplicateNames(found, keys, stack),
    ...furtherSecrets(found.action, SECRETS, stack),
  ];
}

/** The public key of a credential cannot be read: without its file the plugin would take the credential off. */
export function unknownKeys(
  { client, credentials, attached }: Pick<Found, "client" | "credentials" | "attached">,
  { keyIds, dropKeys, again }: Keys,
  stack: string,
): Finding[] {
  const clientId = client?.client_id ?? "";
  return credentials
    .filter(({ kid = "" }) => !keyIds.includes(kid) && !dropKeys.includes(kid))
    .map((credential) => {
      const { id = "", kid = "", name, created_at } = credential;
      const details = { clientId, credential: id, keyId: kid, name, createdAt: created_at };
      const mayBe = keysBehindChosenId(credential, credentials, keyIds);
      if (!attached.includes(id)) {
        return problem(
          "keys.leftover",
          mayBe.length === 0
            ? `The OIN client has a key ${kid} that it does not sign in with, and no configured file holds it. The plugin would attach it along with the next key.`
            : `The OIN client has a key that it does not sign in with, and whoever added it chose its ID, ${kid}: it may be a configured key, and nothing is lost with it, since up adds that key anew. The plugin would attach it along with the next key.`,
          apiCommand(stack, "delete", `clients/${clientId}/credentials/${id}`),
          details,
        );
      }
      if (mayBe.length > 0) return chosenId(credential, mayBe, { keyIds, dropKeys, again }, details, stack);
      return problem(
        "keys.unknown",
        `Okta signs in with the key ${kid}, and no configured file holds it: up would take it off the client.`,
        [
          `If Okta uses it: ask Okta's Express Configuration team for its PEM file, and add the file:`,
          setInsideCommand(stack, "<file>", "oktaPublicKeys", keyIds.length),
          "If Okta does not use it any more:",
          again({ dropKey: [...dropKeys, kid] }),
        ],
        details,
      );
    });
}

/** The plugin can give no key a chosen ID, so that the key comes to have another one, and Okta's assertions may name it. */
function chosenId(
  credential: Management.ClientCredential,
  mayBe: readonly string[],
  { keyIds, dropKeys, again }: Keys,
  details: Finding["details"],
  stack: string,
): Finding {
  const { kid = "" } = credential;
  const ids = mayBe.join(" or ");
  return problem(
    "keys.unknown",
    `Okta signs in with a key whose ID whoever added it has chosen, ${kid}. It may be the configured key ${ids}, or another one: up would take it off the client and add the configured key under its own ID. ${comparedWithOktas(credential)}`,
    [
      "Ask Okta's Express Configuration team which key that is, and which key ID (kid) its client assertions name.",
      "If it is another key than the configured one: ask for its PEM file, and add the file:",
      setInsideCommand(stack, "<file>", "oktaPublicKeys", keyIds.length),
      `If it is the configured key and Okta names ${kid}: leave it as it is, and have Okta name ${ids}, or no key ID, before you go on. Until it does, Auth0 would find no key for its assertions.`,
      `If it is the configured key and Okta names ${ids} or no key ID, or if Okta does not use it any more: Okta goes on without a gap, since up adds the configured key before it takes this one off.`,
      again({ dropKey: [...dropKeys, kid] }),
    ],
    { ...details, algorithm: credential.alg, mayBe },
  );
}

/**
 * A credential cannot be renamed, and the plugin tells keys apart by the names of their credentials: it would take two of
 * one name for new keys, and a client has room for no third.
 */
export function duplicateNames(
  { client, credentials }: Pick<Found, "client" | "credentials">,
  { keyIds, again }: Keys,
  stack: string,
): Finding[] {
  const [first, second] = credentials.filter(({ kid = "" }) => keyIds.includes(kid));
  if (client === undefined || first === undefined || second === undefined || first.name !== second.name) return [];
  const clientId = client.client_id ?? "";
  const keep = (kept: Management.ClientCredential, other: Management.ClientCredential): string[] => [
    apiCommand(stack, "patch", `clients/${clientId}`, {
      client_authentication_methods: { private_key_jwt: { credentials: [{ id: kept.id ?? "" }] } },
    }),
    apiCommand(stack, "delete", `clients/${clientId}/credentials/${other.id ?? ""}`),
    again(),
  ];
  return [
    problem(
      "keys.same-name",
      `The keys ${first.kid ?? ""} and ${second.kid ?? ""} have one name, "${first.name ?? ""}", which Auth0 cannot change, and the plugin cannot tell them apart: up would fail.`,
      [
        "Take off the one that Okta does not sign with now; the next up puts it back under a name of its own.",
        `Okta signs with ${first.kid ?? ""}:`,
        ...keep(first, second),
        `Okta signs with ${second.kid ?? ""}:`,
        ...keep(second, first),
      ],
      { clientId, keyIds: [first.kid, second.kid], name: first.name },
    ),
  ];
}

const SECRETS = ["SERVICE_INIT_LOGIN_URL", "EXPRESS_CONFIGURE_API_IDENTIFIER", "TENANT_DOMAIN"];

/** The plugin refuses to update an action with a secret that it was not told of; a preview does not show that. */
export function furtherSecrets(
  action: Management.Action | undefined,
  declared: readonly string[],
  stack: string,
): Finding[] {
  const further = (action?.secrets ?? []).map(({ name = "" }) => name).filter((name) => !declared.includes(name));
  if (action === undefined || further.length === 0) return [];
  const kept = (action.secrets ?? []).flatMap(({ name = "" }) => (declared.includes(name) ? [{ name }] : []));
  return [
    problem(
      "action.further-secrets",
      `The Action "${action.name ?? ""}" has ${further.length === 1 ? "a secret" : "secrets"} that the stack does not declare (${further.join(", ")}): the plugin refuses to update it.`,
      ["If nothing needs it:", apiCommand(stack, "patch", `actions/actions/${action.id ?? ""}`, { secrets: kept })],
      { actionId: action.id, secrets: further },
    ),
  ];
}
