/** What a person does to the stack's objects by hand on the dashboard, and how two states of a tenant are compared. */
import type { Snapshot, Tenant } from "../../../packages/local-tenant/src/index.ts";
import { API, type OwnIds } from "./world.ts";

type Body = Readonly<Record<string, unknown>>;
interface Binding {
  readonly display_name: string;
  readonly action: { readonly id: string };
}

/** One person's hands on the dashboard of a tenant; every method fails where the tenant refuses. */
export type Hand = ReturnType<typeof byHand>;

export function byHand(tenant: Tenant, ids: OwnIds) {
  const call = async <T = unknown>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await tenant.api<T>(method, path, body);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const credentials = () => call<{ id: string; kid: string }[]>("GET", `/api/v2/clients/${ids.client}/credentials`);
  const addKey = (pem: string) =>
    call<{ id: string }>("POST", `/api/v2/clients/${ids.client}/credentials`, {
      name: "By hand",
      credential_type: "public_key",
      alg: "RS256",
      pem,
    });
  const client = async (change: Body) => void (await call("PATCH", `/api/v2/clients/${ids.client}`, change));
  const useKeys = (keys: readonly { id: string }[]) =>
    client({ client_authentication_methods: { private_key_jwt: { credentials: keys.map(({ id }) => ({ id })) } } });
  const deleteKeys = async (keys: readonly { id: string }[]) => {
    for (const { id } of keys) await call("DELETE", `/api/v2/clients/${ids.client}/credentials/${id}`);
  };
  const changeKeys = async (change: Body) => {
    for (const { id } of await credentials())
      await call("PATCH", `/api/v2/clients/${ids.client}/credentials/${id}`, change);
  };
  const backToSecret = () =>
    client({ client_authentication_methods: null, token_endpoint_auth_method: "client_secret_post" });
  const action = async (change: Body) => void (await call("PATCH", `/api/v2/actions/actions/${ids.action}`, change));

  return {
    ids,
    patch: async (path: string, change: object) => void (await call("PATCH", path, change)),
    api: async (change: Body) => void (await call("PATCH", `/api/v2/resource-servers/${ids.resourceServer}`, change)),
    role: async (change: Body) => void (await call("PATCH", `/api/v2/roles/${ids.role}`, change)),
    permissions: async (method: "POST" | "DELETE", permission: Body) =>
      void (await call(method, `/api/v2/roles/${ids.role}/permissions`, { permissions: [permission] })),
    /** A permission of another API of the populated tenant. */
    otherPermission: (): Body => {
      const apis = tenant.snapshot()["resource_servers"] as unknown as {
        identifier: string;
        is_system?: boolean;
        scopes?: { value: string }[];
      }[];
      const other = apis.find(
        (api) => api.identifier !== API && api.is_system !== true && (api.scopes ?? []).length > 0,
      );
      return { resource_server_identifier: other?.identifier, permission_name: other?.scopes?.[0]?.value };
    },
    client,
    /** The client is left without any key, authenticating by its secret. */
    dropKeys: async () => {
      const keys = await credentials();
      await backToSecret();
      await deleteKeys(keys);
    },
    /** The same for a client of type express_configuration, which knows no other way to authenticate. */
    dropOnlyKeys: async () => {
      const keys = await credentials();
      await useKeys([]);
      await deleteKeys(keys);
    },
    swapKey: async (pem: string) => {
      const old = await credentials();
      await useKeys([await addKey(pem)]);
      await deleteKeys(old);
    },
    attachKey: async (pem: string) => useKeys([...(await credentials()), await addKey(pem)]),
    /** The keys stay on the client but no longer count. */
    backToSecret,
    /** The keys count until then, and no longer; null: for good. */
    expireKeys: async (expires_at: string | null) => changeKeys({ expires_at }),
    changeKeys,
    keyIds: async () => (await credentials()).map(({ kid }) => kid),
    deleteKeys: async () => deleteKeys(await credentials()),
    /** The client is enabled for the connection of this name no longer. */
    disableOn: async (connection: string) => {
      const found = (tenant.snapshot()["connections"] as unknown as { id: string; name: string }[]).find(
        ({ name }) => name === connection,
      );
      await call("PATCH", `/api/v2/connections/${found?.id ?? ""}/clients`, [{ client_id: ids.client, status: false }]);
    },
    grant: async (change: (scope: string[]) => string[]) => {
      const { scope } = await call<{ scope: string[] }>("GET", `/api/v2/client-grants/${ids.grant}`);
      await call("PATCH", `/api/v2/client-grants/${ids.grant}`, { scope: change(scope) });
    },
    changeGrant: async (change: Body) => void (await call("PATCH", `/api/v2/client-grants/${ids.grant}`, change)),
    /** A grant of the client for one permission of the guide's API. */
    secondGrant: async () =>
      void (await call("POST", "/api/v2/client-grants", {
        client_id: ids.client,
        audience: API,
        scope: ["expressconfigure:sso"],
      })),
    action,
    deploy: async () => void (await call("POST", `/api/v2/actions/actions/${ids.action}/deploy`)),
    furtherSecret: async () => {
      const { secrets } = await call<{ secrets: { name: string }[] }>("GET", `/api/v2/actions/actions/${ids.action}`);
      await action({ secrets: [...secrets.map(({ name }) => ({ name })), { name: "ANOTHER", value: "x" }] });
    },
    bindings: async (change: (bindings: Binding[]) => Binding[]) => {
      const { bindings } = await call<{ bindings: Binding[] }>(
        "GET",
        "/api/v2/actions/triggers/post-login/bindings?per_page=50",
      );
      const list = change(bindings).map((binding) => ({
        display_name: binding.display_name,
        ref: { type: "action_id", value: binding.action.id },
      }));
      await call("PATCH", "/api/v2/actions/triggers/post-login/bindings", { bindings: list });
    },
    tenant: async (change: Body) => void (await call("PATCH", "/api/v2/tenants/settings", change)),
    remove: async (path: string) => void (await call("DELETE", path)),
  };
}

type Row = Readonly<Record<string, unknown>>;

/** What Auth0 makes up anew, or counts up, whenever an object is made or written. */
const MADE_UP = /^(?!expires_at$)(.*_)?(at|on|from|date)$|^(number|client_secret)$/;

/**
 * A snapshot in which IDs stand by what they name, the domain and times are left out, lists are sorted and an action
 * carries what it has deployed: equal texts mean tenants that behave alike.
 */
export function alike(snapshot: Snapshot): string {
  const { action_versions: versions, ...state } = snapshot as Readonly<Record<string, unknown>> & {
    readonly action_versions: readonly Row[];
  };
  const names = new Map<unknown, string>();
  for (const [collection, rows] of Object.entries(state)) {
    if (!Array.isArray(rows)) continue;
    for (const row of rows as Row[]) names.set(row["id"] ?? row["client_id"], `<${collection} ${nameOf(row)}>`);
  }
  const level = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(level).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    if (typeof value === "string") return names.get(value) ?? value;
    if (typeof value !== "object" || value === null) return value;
    const row = value as Row;
    return Object.fromEntries(
      Object.entries(row).flatMap(([key, child]) => {
        if (MADE_UP.test(key) || (key === "id" && "action_id" in row)) return [];
        if (key !== "deployed_version_id") return [[key, level(child)]];
        const { code, runtime, secrets } = versions.find((version) => version["id"] === child) ?? {};
        return [["deployed", level({ code, runtime, secrets })]];
      }),
    );
  };
  return JSON.stringify(level(state), null, 1).replace(/localhost:\d+/g, "<domain>");
}

function nameOf(row: Row): string {
  const name = row["identifier"] ?? row["kid"] ?? row["name"] ?? row["display_name"] ?? row["audience"] ?? "";
  return typeof name === "string" ? name : "";
}
