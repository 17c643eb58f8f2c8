// The tenant's settings: /tenants/settings. One value; PATCH merges objects such as `flags`, null removes.
import { endpoint, ok, type Endpoint } from "../core/endpoint.ts";
import { selectFields } from "../core/query.ts";
import { patched } from "./merge.ts";
import { LIFETIMES, updateBody, type UpdateBody, type TenantSettings } from "./tenant-settings-schema.ts";

/** Objects that are merged member by member; all others are replaced. */
const MERGED = ["flags", "change_password", "guardian_mfa_page", "error_page", "universal_login"] as const;

/** Of `flags` and `universal_login`, what a PATCH shows and a GET does not (recordings of TestAccTenant_…). */
const SHOWN_BY_PATCH = {
  flags: [
    "cannot_change_enforce_client_authentication_on_passwordless_start",
    "enforce_client_authentication_on_passwordless_start",
  ],
  universal_login: [
    "identifier_first",
    "is_custom_template_set",
    "is_custom_theme_set",
    "webauthn_platform_first_factor",
  ],
};

/** What a GET shows and a PATCH does not; and what it shows where nothing was ever said. */
const SHOWN_BY_GET = { sandbox_versions_available: ["22", "18"], client_id_metadata_document_supported: false };

export const tenantSettings: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/tenants/settings",
    scopes: ["read:tenant_settings"],
    handle: ({ state, query }) => ok(selectFields(query, readView(state.tenant_settings.get()))),
  }),
  endpoint({
    method: "PATCH",
    path: "/tenants/settings",
    scopes: ["update:tenant_settings"],
    body: updateBody,
    handle: ({ state, body }) => {
      // An empty redirection is none; other empty texts stay (recordings of TestAccTenant_Main).
      const redirection = body.default_redirection_uri === "" ? { default_redirection_uri: null } : {};
      const changes = { ...inHours(body), ...redirection };
      const settings = state.tenant_settings.put(patched<TenantSettings>(state.tenant_settings.get(), changes, MERGED));
      const { sandbox_versions_available: _onlyRead, ...shown } = settings as TenantSettings & {
        sandbox_versions_available?: unknown;
      };
      return ok(shown);
    },
  }),
];

function inHours(body: UpdateBody): Omit<UpdateBody, `${(typeof LIFETIMES)[number]}_in_minutes`> {
  const changes = { ...body };
  for (const lifetime of LIFETIMES) {
    const inMinutes = `${lifetime}_in_minutes` as const;
    if (changes[inMinutes] !== undefined) changes[lifetime] = changes[inMinutes] / 60;
    delete changes[inMinutes];
  }
  return changes;
}

function readView(settings: TenantSettings): object {
  const { flags = {}, universal_login: universalLogin } = settings;
  return {
    ...SHOWN_BY_GET,
    ...settings,
    flags: withoutMembers(flags, SHOWN_BY_PATCH.flags),
    ...(universalLogin === undefined
      ? {}
      : { universal_login: withoutMembers(universalLogin, SHOWN_BY_PATCH.universal_login) }),
  };
}

const withoutMembers = (value: object, names: readonly string[]): object =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
