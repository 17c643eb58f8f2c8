/** Somebody on the dashboard of the demo's tenant, who knows nothing of the stack. */
import type { Tenant } from "../packages/local-tenant/src/index.ts";
import { SERVICE_APP_CLIENT_ID } from "../packages/local-tenant/src/seed/populated.ts";

/** What somebody did, and the change by which a preview must name it. */
export interface Edit {
  readonly what: string;
  readonly named: string;
}

/** The stack's objects that are edited. */
export interface Outputs {
  readonly oinClientId: string;
  readonly adminRole: string;
}

type Hands = (tenant: Tenant, outputs: Outputs) => Promise<readonly Edit[]>;

async function call<T = unknown>(tenant: Tenant, method: string, path: string, body?: unknown): Promise<T> {
  const { status, body: answer } = await tenant.api<T>(method, `/api/v2/${path}`, body);
  if (status >= 400) throw new Error(`${method} ${path}: ${status}`);
  return answer;
}

/** What both flavours have. */
async function editShared(tenant: Tenant, { adminRole }: Outputs): Promise<readonly Edit[]> {
  await call(tenant, "PATCH", `roles/${adminRole}`, { description: "Ask Alex before you give this to anybody" });
  await call(tenant, "PATCH", "tenants/settings", { flags: { use_scope_descriptions_for_consent: false } });
  return [
    { what: "writes a note into the admin role's description", named: "update express-admin-role" },
    { what: "turns scope descriptions off on the consent page", named: "update express-consent-tenant" },
  ];
}

const guide: Hands = async (tenant, outputs) => {
  await call(tenant, "PATCH", `clients/${outputs.oinClientId}`, { organization_usage: "allow" });
  const flow = "actions/triggers/post-login/bindings";
  const { bindings } = await call<{ bindings: { display_name: string; action: { id: string; name: string } }[] }>(
    tenant,
    "GET",
    `${flow}?per_page=50`,
  );
  const others = bindings.filter(({ action }) => action.name !== "express_configure_postlogin_action");
  await call(tenant, "PATCH", flow, {
    bindings: others.map(({ display_name, action }) => ({
      display_name,
      ref: { type: "action_id", value: action.id },
    })),
  });
  return [
    { what: "lets the OIN client in without an organization", named: "update express-oin-client-known-to-okta" },
    { what: "takes our Action out of the post-login flow", named: "create express-login-binding" },
    ...(await editShared(tenant, outputs)),
  ];
};

const native: Hands = async (tenant, outputs) => {
  await call(tenant, "PATCH", `clients/${outputs.oinClientId}`, { organization_require_behavior: "post_login_prompt" });
  const app = await call<{ express_configuration: object }>(tenant, "GET", `clients/${SERVICE_APP_CLIENT_ID}`);
  await call(tenant, "PATCH", `clients/${SERVICE_APP_CLIENT_ID}`, {
    logo_uri: "https://cdn.acme.example/new-logo.png",
    express_configuration: { ...app.express_configuration, enable_client: false },
  });
  return [
    {
      what: "has Okta admins asked for their credentials before the organization",
      named: "update express-native-oin-client-known-to-okta",
    },
    {
      what: "keeps new connections from the app (and gives the app a new logo, which is nobody's business here)",
      named: "update express-native-app-block",
    },
    ...(await editShared(tenant, outputs)),
  ];
};

const SHARED = { serviceApp: "Acme SaaS", oktaPublicKeys: ["test/fixtures/okta-public-key.pem"] };

/** The demo's stack in each flavour: how it is configured, and what somebody changes by hand. */
export const DEMOS = {
  guide: {
    config: {
      ...SHARED,
      flavour: "guide",
      initiateLoginUri: "https://app.acme.example/login",
      adminConnections: ["Username-Password-Authentication"],
    },
    byHand: guide,
  },
  native: {
    config: {
      ...SHARED,
      flavour: "native",
      initiateLoginUriTemplate: "https://app.acme.example/login?organization={organization_name}",
    },
    byHand: native,
  },
} as const;

export type DemoFlavour = keyof typeof DEMOS;
