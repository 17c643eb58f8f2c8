// Which access tokens the local tenant can make.
import type { ResourceServerRow } from "../rows/apis-and-roles.ts";

/** Why there are no tokens for this API; undefined where there are. */
export function unmodelledTokens({
  identifier,
  token_dialect: dialect = "access_token",
  signing_alg: alg = "RS256",
}: ResourceServerRow): string | undefined {
  if (alg === "RS256" && (dialect === "access_token" || dialect === "access_token_authz")) return undefined;
  return `The local tenant has no tokens of the kind that ${identifier} wants: ${dialect}, ${alg}`;
}
