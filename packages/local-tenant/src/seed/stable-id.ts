// Identifiers for seeds: the same for the same name in every run, in Auth0's shapes, so that examples can be quoted.
import { createHash } from "node:crypto";

const digest = (name: string): Buffer => createHash("sha256").update(`okta-express local tenant: ${name}`).digest();

/** Letters and digits, as client IDs and the tails of other IDs are. */
function stableText(name: string, length: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return [...digest(name), ...digest(`${name} continued`)]
    .slice(0, length)
    .map((byte) => alphabet[byte % alphabet.length])
    .join("");
}

export const stableClientId = (name: string): string => stableText(`client ${name}`, 32);

/** `con_…`, `org_…`, `rol_…`: a prefix and 16 characters. */
export const stableId = (prefix: string, name: string): string => `${prefix}_${stableText(`${prefix} ${name}`, 16)}`;

/** 24 hexadecimal digits. */
export const stableObjectId = (name: string): string => digest(`object ${name}`).toString("hex").slice(0, 24);

/** A UUID of version 4's form. */
export function stableUuid(name: string): string {
  const hex = digest(`uuid ${name}`).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
