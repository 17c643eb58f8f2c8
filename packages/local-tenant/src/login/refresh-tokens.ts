// Refresh tokens. A login's tokens are a family: each exchange of a rotating one makes the next, and one that was exchanged
// before is a sign of theft that revokes them all ("Refresh Token Rotation" in Auth0's documentation).
import { randomBytes } from "node:crypto";
import { unguessable } from "../core/ids.ts";
import { OAuthError } from "../oauth/errors.ts";
import type { ClientRow } from "../rows/clients.ts";
import type { RefreshTokenChange } from "./action-messages.ts";
import type { Grant } from "./transaction.ts";

/** Of one user at one client; the oldest makes room. */
const MOST_FAMILIES = 200;
/** In seconds, where the client's settings leave a lifetime out. */
const DEFAULT_LIFETIME = 2_592_000;

type Settings = NonNullable<ClientRow["refresh_token"]>;

/** What asks for the tokens. */
export interface Device {
  readonly ip: string;
  readonly userAgent: string | undefined;
}

/** What the tokens that came of one login have in common. Times are epoch milliseconds. */
export interface Family {
  /** `event.refresh_token.id`. */
  readonly id: string;
  readonly grant: Grant;
  readonly createdAt: number;
  readonly initial: Device;
  rotating: boolean;
  last: Device;
  lastExchangedAt?: number;
  /** Set once, and never put off. */
  expiresAt: number | undefined;
  /** Put off by each exchange. */
  idleExpiresAt: number | undefined;
  /** How often tokens were exchanged, one after the other. */
  latest: number;
}

interface Token {
  readonly family: Family;
  /** Its place among the family's tokens, from 1. */
  readonly counter: number;
  /** First time; of rotating tokens only. */
  exchangedAt?: number;
}

/** Unknown, revoked, expired, or another client's: nobody is told which. */
const invalid = (): OAuthError => new OAuthError(403, "invalid_grant", "Unknown or invalid refresh token.");

/** A token was exchanged twice; its family is revoked. */
export class ReusedToken extends OAuthError {
  readonly family: Family;
  readonly counter: number;

  constructor({ family, counter }: Token) {
    super(403, "invalid_grant", invalid().message);
    this.family = family;
    this.counter = counter;
  }
}

export class RefreshTokens {
  readonly #tokens = new Map<string, Token>();

  clear(): void {
    this.#tokens.clear();
  }

  /** The first token of a login. */
  issue(grant: Grant, client: ClientRow, device: Device, now: number): string {
    const settings = settingsOf(client);
    const { refreshToken: wanted } = grant.decision;
    const expiresAt = earliest(absoluteEnd(settings, now), wanted.expiresAt);
    this.#makeRoom(grant, now);
    return this.#add({
      id: randomBytes(12).toString("hex"),
      grant,
      createdAt: now,
      initial: device,
      last: device,
      rotating: settings.rotation_type === "rotating",
      expiresAt,
      idleExpiresAt: earliest(idleEnd(settings, now), wanted.idleExpiresAt, expiresAt),
      latest: 0,
    });
  }

  /** The family of a token that the client may exchange now. Throws OAuthError; a ReusedToken's family is gone. */
  exchangeable(text: string, client: ClientRow, now: number): Family {
    return this.#usable(text, client, now).family;
  }

  /**
   * Uses the token: gives the one that the client goes on with, where that is another. The client's settings as they are
   * now decide whether it rotates. Throws as `exchangeable` does, for the token may have been used meanwhile.
   */
  exchange(
    text: string,
    client: ClientRow,
    wanted: RefreshTokenChange,
    device: Device,
    now: number,
  ): string | undefined {
    const token = this.#usable(text, client, now);
    const { family } = token;
    const settings = settingsOf(client);
    // One that never expired begins to where the client's tokens do by now.
    const end = family.expiresAt ?? absoluteEnd(settings, now);
    family.expiresAt = earliest(end, wanted.expiresAt);
    family.idleExpiresAt = earliest(idleEnd(settings, now), wanted.idleExpiresAt, family.expiresAt);
    family.last = device;
    family.lastExchangedAt = now;
    const rotates = settings.rotation_type === "rotating";
    if (family.rotating !== rotates) {
      // Tokens of the other kind for the same user, client and API go.
      this.revoke((other) => other.rotating === family.rotating && isOfSameGrant(other, family));
      family.rotating = rotates;
      return this.#add(family);
    }
    if (!rotates) return undefined;
    token.exchangedAt ??= now;
    return this.#add(family, token.counter + 1);
  }

  /** The family of a token, whether or not it may still be exchanged. */
  familyOf(text: string): Family | undefined {
    return this.#tokens.get(text)?.family;
  }

  /** Revokes families; says whether there were any. */
  revoke(which: (family: Family) => boolean): boolean {
    const before = this.#tokens.size;
    for (const [text, { family }] of this.#tokens) if (which(family)) this.#tokens.delete(text);
    return this.#tokens.size < before;
  }

  #add(family: Family, counter = family.latest + 1): string {
    const text = `v1.${unguessable()}`;
    family.latest = Math.max(family.latest, counter);
    this.#tokens.set(text, { family, counter });
    return text;
  }

  #usable(text: string, client: ClientRow, now: number): Token {
    const token = this.#tokens.get(text);
    if (token === undefined || token.family.grant.clientId !== client.client_id) throw invalid();
    const { family, counter, exchangedAt } = token;
    if (isOver(family, now)) {
      this.revoke((other) => other === family);
      throw invalid();
    }
    if (exchangedAt === undefined) return token;
    // Within the leeway, the one before the newest may be sent again: its answer may have been lost.
    const leewayMs = (settingsOf(client).leeway ?? 0) * 1000;
    if (now - exchangedAt < leewayMs && family.latest === counter + 1) return token;
    this.revoke((other) => other === family);
    throw new ReusedToken(token);
  }

  /** Those that are over do not count. */
  #makeRoom({ clientId, authentication }: Grant, now: number): void {
    this.revoke((family) => isOver(family, now));
    const own = [...new Set([...this.#tokens.values()].map(({ family }) => family))].filter(
      ({ grant }) => grant.clientId === clientId && grant.authentication.userId === authentication.userId,
    );
    const tooMany = new Set(own.slice(0, Math.max(0, own.length - MOST_FAMILIES + 1)));
    this.revoke((family) => tooMany.has(family));
  }
}

/** The same user, client and API: what Auth0 calls a grant. */
export const isOfSameGrant = ({ grant: a }: Family, { grant: b }: Family): boolean =>
  a.clientId === b.clientId && a.audience === b.audience && a.authentication.userId === b.authentication.userId;

const settingsOf = ({ refresh_token: settings }: ClientRow): Settings =>
  settings ?? { rotation_type: "non-rotating", expiration_type: "non-expiring" };

const isOver = ({ expiresAt, idleExpiresAt }: Family, now: number): boolean =>
  [expiresAt, idleExpiresAt].some((at) => at !== undefined && at <= now);

function absoluteEnd(settings: Settings, now: number): number | undefined {
  if (settings.expiration_type === "non-expiring" || settings.infinite_token_lifetime === true) return undefined;
  return now + (settings.token_lifetime ?? DEFAULT_LIFETIME) * 1000;
}

function idleEnd(settings: Settings, now: number): number | undefined {
  if (settings.expiration_type === "non-expiring" || settings.infinite_idle_token_lifetime === true) return undefined;
  return now + (settings.idle_token_lifetime ?? DEFAULT_LIFETIME) * 1000;
}

function earliest(...times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
