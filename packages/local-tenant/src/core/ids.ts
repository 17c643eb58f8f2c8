// Generated identifiers in the shapes that Auth0 gives them: clients and tools do tell them apart by shape.
import { randomBytes, randomInt, randomUUID } from "node:crypto";

const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const URL_SAFE = `${ALPHANUMERIC}-_`;

const text = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");

/** 24 hexadecimal digits, as resource servers and users have. */
const objectId = (): string => randomBytes(12).toString("hex");

/** 256 bits from the system's generator. */
export const unguessable = (): string => randomBytes(32).toString("base64url");

/** 64 URL-safe characters. */
export const clientSecret = (): string => text(URL_SAFE, 64);

const SHAPES = {
  action: randomUUID,
  action_version: randomUUID,
  authentication_method: () => `dev_${text(ALPHANUMERIC, 16)}`,
  binding: randomUUID,
  client: () => text(ALPHANUMERIC, 32),
  client_grant: () => `cgr_${text(ALPHANUMERIC, 16)}`,
  connection: () => `con_${text(ALPHANUMERIC, 16)}`,
  connection_profile: () => `cop_${text(BASE58, 22)}`,
  credential: () => `cred_${text(BASE58, 22)}`,
  discovery_domain: () => `ord_${text(BASE58, 22)}`,
  organization: () => `org_${text(ALPHANUMERIC, 16)}`,
  resource_server: objectId,
  role: () => `rol_${text(ALPHANUMERIC, 16)}`,
  scim_token: () => `tok_${text(ALPHANUMERIC, 16)}`,
  third_party_client: () => `tpc_${text(BASE58, 22)}`,
  user: objectId,
  user_attribute_profile: () => `uap_${text(BASE58, 22)}`,
} as const satisfies Record<string, () => string>;

export type IdKind = keyof typeof SHAPES;

/** Makes the identifiers of one request. A seed may say beforehand which one the next object of a kind gets. */
export class Ids {
  readonly #preset: Partial<Record<IdKind, string>>;

  constructor(preset: Partial<Record<IdKind, string>> = {}) {
    this.#preset = { ...preset };
  }

  next(kind: IdKind): string {
    const preset = this.#preset[kind];
    if (preset !== undefined) {
      delete this.#preset[kind];
      return preset;
    }
    return SHAPES[kind]();
  }
}
