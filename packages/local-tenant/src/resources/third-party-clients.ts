// Third-party clients in the mode `strict`: what differs of them, by Auth0's documentation ("Security Controls for Third-Party
// Applications"). Those in the mode `permissive` are like first-party ones.
import { badRequest } from "../core/errors.ts";
import type { ClientRow } from "../rows/clients.ts";

const GRANT_TYPES: readonly string[] = ["authorization_code", "refresh_token", "client_credentials"];
const APP_TYPES: readonly string[] = ["regular_web", "spa", "native", "non_interactive"];

interface Asked {
  readonly is_first_party?: boolean | null | undefined;
  readonly third_party_security_mode?: string | null | undefined;
  readonly token_endpoint_auth_method?: string | null | undefined;
  readonly app_type?: string | null | undefined;
}

export const isStrict = (client: Asked): boolean => client.third_party_security_mode === "strict";

/** Defaults that differ from those of every other client. Public clients rotate their refresh tokens. */
export function strictDefaults(body: Asked) {
  const open = body.token_endpoint_auth_method === "none" || body.app_type === "spa" || body.app_type === "native";
  return {
    is_first_party: false,
    oidc_conformant: true,
    grant_types: ["authorization_code", "refresh_token"],
    jwt_configuration: { secret_encoded: false, lifetime_in_seconds: 3600, alg: "RS256" as const },
    redirection_policy: "open_redirect_protection" as const,
    refresh_token: {
      rotation_type: open ? ("rotating" as const) : ("non-rotating" as const),
      expiration_type: "expiring" as const,
      leeway: 0,
      token_lifetime: 2_592_000,
      infinite_token_lifetime: false,
      idle_token_lifetime: 1_296_000,
      infinite_idle_token_lifetime: false,
    },
  };
}

type Rule = readonly [broken: (row: ClientRow) => boolean, member: string];

const lists = ({ callbacks, allowed_origins, web_origins }: ClientRow) =>
  [callbacks, allowed_origins, web_origins].flatMap((list) => list ?? []);

/** What a strict client cannot be; the first broken one is told. */
const RULES: readonly Rule[] = [
  [(row) => row.is_first_party === true, "is_first_party: true"],
  [({ app_type: type }) => type !== undefined && !APP_TYPES.includes(type), "app_type"],
  [({ grant_types: grants }) => grants?.some((grant) => !GRANT_TYPES.includes(grant)) === true, "grant_types"],
  [({ jwt_configuration: jwt }) => jwt?.alg !== undefined && jwt.alg !== "RS256", "jwt_configuration.alg"],
  [({ refresh_token: token }) => token?.expiration_type === "non-expiring", "refresh_token.expiration_type"],
  [({ refresh_token: token }) => token?.infinite_token_lifetime === true, "refresh_token.infinite_token_lifetime"],
  [
    ({ refresh_token: token }) => token?.infinite_idle_token_lifetime === true,
    "refresh_token.infinite_idle_token_lifetime",
  ],
  [
    ({ client_authentication_methods: methods }) =>
      (methods?.tls_client_auth ?? methods?.self_signed_tls_client_auth) !== undefined,
    "client_authentication_methods by TLS",
  ],
  [(row) => row.cross_origin_authentication === true, "cross_origin_authentication"],
  [(row) => (row.oidc_logout ?? row.oidc_backchannel_logout) !== undefined, "oidc_logout"],
  [(row) => row.require_pushed_authorization_requests === true, "require_pushed_authorization_requests"],
  [(row) => row.signed_request_object !== undefined, "signed_request_object"],
  [(row) => row.addons !== undefined, "addons"],
  [(row) => lists(row).some((url) => url.includes("*")), "a star in callbacks, allowed_origins or web_origins"],
];

/** Throws 400 where a client of the mode `strict` would have what that mode does not permit. */
export function checkStrict(row: ClientRow): void {
  if (!isStrict(row)) return;
  const broken = RULES.find(([isBroken]) => isBroken(row));
  if (broken !== undefined) throw badRequest(`Third-party clients in strict mode do not support ${broken[1]}`);
}

/** The mode is set at creation and stays (documentation of the property); a strict client stays third-party. */
export function checkModeStays(old: ClientRow, changes: Asked): void {
  const mode = changes.third_party_security_mode;
  if (mode !== undefined && mode !== old.third_party_security_mode)
    throw badRequest("third_party_security_mode cannot be changed after the client is created");
}
