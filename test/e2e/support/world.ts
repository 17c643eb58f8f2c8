/**
 * One tenant and one stack on it, for a test file: the real engine, either plugin (AUTH0_PLUGIN), the local tenant in
 * this process. What a person does by hand on the dashboard goes through `tenant.api`, past the journal.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { progressTo } from "../../../packages/pulumi-sandbox/src/engine/progress.ts";
import {
  type Operation,
  openSession,
  type Session,
  type SessionOptions,
  type Step,
} from "../../../packages/pulumi-sandbox/src/session.ts";
import { type Snapshot, startTenant, type Tenant } from "../../../packages/local-tenant/src/index.ts";
import { MEMORY_RESOURCE } from "../../../contract/stack.ts";
import { populatedOutside, populatedSeed } from "../../../packages/local-tenant/src/seed/index.ts";

/** Folder of the project. */
export const PROJECT = fileURLToPath(new URL("../../..", import.meta.url));

export const API = "https://system.okta.com/actions/express-configure/v1";
export const OKTA_KEY = "test/fixtures/okta-public-key.pem";
export const NEXT_OKTA_KEY = "test/fixtures/okta-next-public-key.pem";

/** The four values that a person sets, but for the domain, which the session knows. */
export const CONFIG = {
  serviceApp: "Acme SaaS",
  initiateLoginUri: "https://app.acme.example/login",
  oktaPublicKeys: [OKTA_KEY],
};

/** With a connection that Okta's admins can sign in through: without one audit has a finding. */
export const CONFIG_WITH_ADMINS = { ...CONFIG, adminConnections: ["Username-Password-Authentication"] };

export interface World {
  readonly tenant: Tenant;
  readonly session: Session;
  close(): Promise<void>;
}

const said = new Set<string>();
/** As in a log, even on a terminal: vitest writes there too. */
const progress = progressTo({ write: (text) => process.stderr.write(text) });

/** A test file opens many worlds, which all run on the same engine and plugin. What takes long is told now and then. */
function sayOnce(line: string): void {
  if (!said.has(line)) progress(line);
  said.add(line);
}

/** A populated tenant and an empty stack on it. Says which engine and plugin run. */
export async function openWorld(options: Partial<SessionOptions> = {}): Promise<World> {
  const tenant = await startTenant({ seed: populatedSeed(), actionFetch: populatedOutside });
  const session = await openSession({
    tenant,
    program: PROJECT,
    stack: "test",
    config: CONFIG,
    progress: sayOnce,
    ...options,
  });
  sayOnce(
    `engine ${session.engine.version} (${session.engine.origin}), Auth0 plugin ${session.plugin.version} (${session.plugin.kind})`,
  );
  return {
    tenant,
    session,
    close: async () => {
      await session.close();
      await tenant.stop();
    },
  };
}

/** Asserts that an operation held; shows the engine's output where it did not. */
export function succeeded(operation: Operation): Operation {
  expect(operation.exitCode, `${operation.stdout}\n${operation.stderr}`).toBe(0);
  return operation;
}

/** Asserts that an operation was refused and gives everything that was said. */
export function refused(operation: Operation): string {
  expect(operation.exitCode, operation.stdout).not.toBe(0);
  return `${operation.stdout}\n${operation.stderr}`;
}

/** What a refused operation said, with the assertion that it wrote nothing since the journal was cleared. */
export async function refusalOf(
  { session, tenant }: World,
  operation: "preview" | "up" | "destroy",
  args: readonly string[] = [],
): Promise<string> {
  const said = refused(await session[operation]({ args }));
  expect(tenant.journal.writes()).toEqual([]);
  expect(said).not.toMatch(/^\s+at .*\.ts:\d+/m);
  return said;
}

const QUIET: ReadonlySet<string> = new Set(["same", "refresh", "read", "read-discard"]);

/**
 * What an operation changes on the tenant, a line a resource: `update express-admin-role [description]`; sorted. List
 * elements count whole. What the stack remembers is in its state alone: memory.test.ts is about that.
 */
export function changes({ steps }: { readonly steps: readonly Step[] }): string[] {
  return steps
    .filter((step) => !QUIET.has(step.op) && step.name !== MEMORY_RESOURCE)
    .map(({ op, name, paths }) => `${op} ${name}${paths.length > 0 ? ` [${elements(paths).join(", ")}]` : ""}`)
    .sort();
}

function elements(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => path.replace(/(\[\d+\])\..*$/, "$1")))];
}

/** IDs of the stack's objects on the tenant; empty for what the stack does not have. */
export type OwnIds = Record<"client" | "role" | "action" | "resourceServer" | "grant", string>;

/** Gives the ID of a resource of the stack by its name, from the stack's state; empty where there is none. */
export async function idsInState(session: Session): Promise<(name: string) => string> {
  const { stdout } = await session.pulumi(["stack", "export"]);
  const { deployment } = JSON.parse(stdout) as { deployment: { resources?: { urn: string; id?: string }[] } };
  return (name) => deployment.resources?.find(({ urn }) => urn.endsWith(`::${name}`))?.id ?? "";
}

/** The IDs of the guide flavour's objects. */
export async function ownIds(session: Session): Promise<OwnIds> {
  const idOf = await idsInState(session);
  return {
    client: idOf("express-oin-client-known-to-okta"),
    role: idOf("express-admin-role"),
    action: idOf("express-login-action"),
    resourceServer: idOf("express-api-resource-server"),
    grant: idOf("express-oin-grant"),
  };
}

type Row = Readonly<Record<string, unknown>>;

/** A snapshot without the stack's own objects, its binding and its tenant flag: what must stay byte for byte. */
export function foreign(snapshot: Snapshot, ids: Record<string, string>): string {
  const own = [...Object.values(ids).filter((id) => id !== ""), API];
  const collections = Object.entries(snapshot).map(([name, content]) => {
    if (name === "tenant_settings") return [name, withoutConsentFlag(content as Row)];
    if (name === "bindings") return [name, (content as unknown as Row[]).map((row) => withoutBindingOf(row, own))];
    return [
      name,
      Array.isArray(content) ? content.filter((row) => !own.some((id) => JSON.stringify(row).includes(id))) : content,
    ];
  });
  return JSON.stringify(Object.fromEntries(collections), null, 1);
}

function withoutConsentFlag(settings: Row): Row {
  const { use_scope_descriptions_for_consent: _flag, ...flags } = (settings["flags"] ?? {}) as Row;
  return { ...settings, flags };
}

/** Auth0 gives every binding of a flow a new ID and time whenever the flow is written (recording TestAccTriggerActions). */
function withoutBindingOf(row: Row, own: readonly string[]): Row {
  const bindings = (row["bindings"] as Row[])
    .filter(({ action_id }) => !own.some((id) => id === action_id))
    .map(({ action_id, display_name }) => ({ action_id, display_name }));
  return { ...row, bindings };
}

/** The text of a key file of the fixtures. */
export function keyText(file: string): string {
  return readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");
}
