// Consent: when a person is asked, what the page says, and what is remembered.
import type { State } from "../core/state.ts";
import type { ResourceServerRow } from "../rows/apis-and-roles.ts";
import type { ClientRow } from "../rows/clients.ts";
import { OFFLINE_ACCESS } from "./permissions.ts";

export interface ConsentQuestion {
  readonly userId: string;
  readonly client: ClientRow;
  readonly api: ResourceServerRow | undefined;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
}

/** Whether the person must be asked: consent is due, and not everything has been agreed to before. */
export function mustAsk(state: State, question: ConsentQuestion): boolean {
  if (!isDue(question)) return false;
  const agreed = state.consents.get(keyOf(question))?.scope;
  return agreed === undefined || question.scopes.some((scope) => !agreed.includes(scope));
}

/** First-party clients go without where the API lets them and their callback is not on localhost, where any program may listen. */
function isDue({ client, api, redirectUri }: ConsentQuestion): boolean {
  if (client.is_first_party === false) return true;
  if (api === undefined) return false;
  return !(api.skip_consent_for_verifiable_first_party_clients === true && isVerifiable(redirectUri));
}

function isVerifiable(redirectUri: string): boolean {
  const { protocol, hostname } = new URL(redirectUri);
  return protocol === "https:" && !["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

/** Remembers an agreement, beside what was agreed to before. */
export function remember(state: State, question: ConsentQuestion): void {
  const { userId, client, api, scopes } = question;
  const before = state.consents.get(keyOf(question))?.scope ?? [];
  state.consents.put({
    user_id: userId,
    client_id: client.client_id,
    audience: api?.identifier ?? "",
    scope: [...new Set([...before, ...scopes])].sort(),
  });
}

const keyOf = ({ userId, client, api }: ConsentQuestion): string =>
  `${userId} ${client.client_id} ${api?.identifier ?? ""}`;

/**
 * The lines of the consent page: the descriptions of the scopes where the tenant's flag use_scope_descriptions_for_consent
 * is on, else their names, those of `action:resource` gathered by resource ("Messages: read and write your messages").
 */
export function consentLines(state: State, { api, scopes }: Pick<ConsentQuestion, "api" | "scopes">): string[] {
  const own = (api?.scopes ?? []).filter(({ value }) => scopes.includes(value));
  const described = state.tenant_settings.get().flags?.use_scope_descriptions_for_consent === true;
  const lines = described
    ? own.map(({ value, description }) => description || value)
    : byResource(own.map(({ value }) => value));
  return [...profileLines(scopes), ...lines];
}

function profileLines(scopes: readonly string[]): string[] {
  const parts = ["profile", "email"].filter((scope) => scopes.includes(scope));
  return [
    ...(parts.length === 0 ? [] : [`Profile: access to your ${parts.join(" and ")}`]),
    ...(scopes.includes(OFFLINE_ACCESS) ? ["Offline access: while you are not there"] : []),
  ];
}

function byResource(names: readonly string[]): string[] {
  const actions = new Map<string, string[]>();
  for (const name of names) {
    const [action = "", ...rest] = name.split(":");
    const resource = rest.join(":");
    actions.set(resource || name, [...(actions.get(resource || name) ?? []), ...(resource === "" ? [] : [action])]);
  }
  return [...actions].map(([resource, verbs]) =>
    verbs.length === 0
      ? resource
      : `${resource.charAt(0).toUpperCase()}${resource.slice(1)}: ${listed(verbs)} your ${resource}`,
  );
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
