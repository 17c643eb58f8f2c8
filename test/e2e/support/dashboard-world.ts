/** What the tests of adopt share where the dashboard set the tenant up: worlds, and what adopt and a preview say. */
import type { Preview } from "../../../cli/preview.ts";
import type { Snapshot } from "../../../packages/local-tenant/src/index.ts";
import type { WizardInputs } from "../../fixtures/dashboard-tenants.ts";
import type { Call } from "../../fixtures/hand-made-tenants.ts";
import { type CliAnswer, handOf } from "./cli.ts";
import { NATIVE_CONFIG, SERVICE_APP_CLIENT_ID, TEMPLATE } from "./native-world.ts";
import { keyText, OKTA_KEY, openWorld, type World } from "./world.ts";

/** What a person sets who leaves the rest to the dashboard. */
const { initiateLoginUriTemplate: _template, ...CONFIG } = NATIVE_CONFIG;

export type Objects = Readonly<Record<string, string>>;
export type Row = Readonly<Record<string, unknown>>;

/** What adopt answers once it has written. */
export type Answer = CliAnswer & {
  readonly preview: Preview;
  readonly writes: { readonly configuration: Readonly<Record<string, string>> };
};

/** Sets a tenant up; gives the IDs of the objects to be kept, by the names of `nativeIds`. */
export type SetUp = (call: Call, inputs: WizardInputs) => Promise<Objects>;

export const CLIENT_IMPORTS = [
  "import express-native-oin-client-known-to-okta",
  "import express-native-oin-credentials",
];
export const IMPORTS = [
  "import express-consent-tenant",
  "import express-native-api-system-api",
  "import express-native-app-block",
  ...CLIENT_IMPORTS,
];
export const ROLE_IMPORTS = ["import express-admin-permissions", "import express-admin-role"];
/** The PEM comes into the state; the key itself stays. */
export const KEY_INTO_STATE = "update express-native-oin-credentials [privateKeyJwt.credentials[0]]";
export const CONSENT = "update express-consent-tenant [flags.useScopeDescriptionsForConsent]";
export const DESCRIPTION = "update express-native-oin-client-known-to-okta [description]";

/** A world whose tenant the dashboard set up. */
export async function openSetUp(
  setUp: SetUp,
  config: Readonly<Record<string, string | readonly string[]>> = {},
): Promise<{ readonly world: World; readonly objects: Objects }> {
  const world = await openWorld({ config: { ...CONFIG, ...config } });
  const objects = await setUp(handOf(world.tenant), {
    domain: world.tenant.domain,
    serviceAppClientId: SERVICE_APP_CLIENT_ID,
    template: TEMPLATE,
    adminLoginDomain: world.tenant.domain,
    displayName: "Acme SaaS",
    flow: { prompt: "pre_login_prompt" },
    oktaPublicKey: keyText(OKTA_KEY),
  });
  return { world, objects };
}

export async function roleCalled(call: Call, name: string): Promise<string> {
  const roles = await call<readonly { readonly id: string; readonly name: string }[]>("GET", "/roles");
  return roles.find((role) => role.name === name)?.id ?? "";
}

/** The keys of a client, as the tenant keeps them. */
export function keysOf(snapshot: Snapshot, client: string | undefined): readonly Row[] {
  return (snapshot["credentials"] as unknown as readonly Row[]).filter((row) => row["client_id"] === client);
}

/** The block of the service app. */
export function blockIn(app: Row): Row | undefined {
  return app["express_configuration"] as Row | undefined;
}

/** The plan of a preview, without Pulumi's own bookkeeping and the components around it. */
export function planned({ steps }: Preview): string[] {
  return steps
    .filter(({ type }) => type.startsWith("auth0:") || type.startsWith("auth0-app-block:"))
    .map(({ op, name, paths }) => `${op} ${name}${paths.length === 0 ? "" : ` [${paths.join(", ")}]`}`)
    .sort();
}

/** The settings of what adopt writes: all but the IDs of objects to import. */
export function settingsOf({ writes }: Answer): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(writes.configuration).filter(([path]) => !path.startsWith("okta-express:adopt.")),
  );
}
