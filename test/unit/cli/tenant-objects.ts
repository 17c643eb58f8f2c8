/** The objects of a clean tenant as the Management API answers them, for tests on plain data. */
import type { Management } from "auth0";
import { EXPRESS_CONFIGURE_POST_LOGIN } from "../../../actions/code.ts";
import type { Reading } from "../../../cli/audit/reading.ts";
import type { Yardstick } from "../../../cli/audit/yardstick.ts";
import { managementApiScopes } from "../../../components/guide.ts";

export const AUDIENCE = "https://acme.us.auth0.com/api/v2/";
export const API = "https://system.okta.com/actions/express-configure/v1";
export const SET_AT = "2026-11-01T10:00:00.000Z";

export const OIN: Management.Client = {
  client_id: "oin",
  name: "Okta OIN Integration Client",
  description: "For Okta OIN Integration",
  app_type: "regular_web",
  callbacks: ["https://system-admin.okta.com/admin/app/generic/oauth20redirect"],
  oidc_conformant: true,
  grant_types: ["authorization_code", "client_credentials"],
  jwt_configuration: { alg: "RS256" },
  organization_usage: "require",
  organization_require_behavior: "post_login_prompt",
  client_metadata: { express_configure_sp_client_id: "app" },
  client_authentication_methods: { private_key_jwt: { credentials: [{ id: "cred_1" }] } },
};

export const KEY: Management.ClientCredential = { id: "cred_1", kid: "kid-1", name: "OIN Public Key", credential_type: "public_key", created_at: SET_AT };

export const GRANT: Management.ClientGrantResponseContent = { id: "cgr_1", client_id: "oin", audience: AUDIENCE, scope: [...managementApiScopes(false)] };

export const ACTION: Management.GetActionResponseContent = {
  id: "act",
  name: "express_configure_postlogin_action",
  code: EXPRESS_CONFIGURE_POST_LOGIN,
  runtime: "node22",
  dependencies: [],
  secrets: ["EXPRESS_CONFIGURE_API_IDENTIFIER", "SERVICE_INIT_LOGIN_URL", "TENANT_DOMAIN"].map((name) => ({ name, updated_at: SET_AT })),
  deployed_version: { id: "version-1", code: EXPRESS_CONFIGURE_POST_LOGIN, built_at: SET_AT },
  all_changes_deployed: true,
};

export const BINDING: Management.ActionBinding = { id: "binding-1", display_name: "express_configure_postlogin_action", action: { id: "act" } };
export const OTHER_BINDING: Management.ActionBinding = { id: "binding-0", display_name: "Tell the CRM", action: { id: "crm" } };

export const READING: Reading = {
  clients: [{ client_id: "app", name: "Acme SaaS" }, OIN],
  moreClients: false,
  credentials: [KEY],
  grants: [GRANT],
  action: ACTION,
  bindings: [OTHER_BINDING, BINDING],
  roleMembers: [],
  moreRoleMembers: false,
};

export const YARDSTICK: Yardstick = {
  stack: "prod",
  oinClientId: "oin",
  serviceApp: "Acme SaaS",
  keyIds: ["kid-1"],
  audience: AUDIENCE,
  grantScopes: managementApiScopes(false),
  action: { id: "act", urn: "urn:action", written: "2026-11-01T10:00:01.000Z" },
  code: EXPRESS_CONFIGURE_POST_LOGIN,
  roleId: "rol_1",
  ownRole: true,
};
