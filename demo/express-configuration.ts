/** The demo's last chapter: an Okta admin runs Express Configuration on the tenant that the stack has converged. */
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import pc from "picocolors";
import { expressConfigure, ExpressConfigurationFailed, type ExpressConfigureOptions } from "./okta/index.ts";
import type { Session } from "../packages/pulumi-sandbox/src/session.ts";
import type { Tenant } from "../packages/local-tenant/src/index.ts";
import { SERVICE_APP_CLIENT_ID } from "../packages/local-tenant/src/seed/populated.ts";
import type { Outputs } from "./by-hand.ts";

/** Tells the steps of a demo: each holds, or the demo ends. */
export interface Telling {
  readonly say: (line: string) => void;
  readonly held: (condition: boolean, claim: string) => void;
}

/** Makes Okta's key pair and configures its public half. Gives the private one, which only "Okta" holds. */
export async function giveOktaKey(session: Session): Promise<KeyObject> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const file = join(session.folder, "okta-public-key.pem");
  await writeFile(file, publicKey.export({ type: "spki", format: "pem" }));
  await session.setConfig("oktaPublicKeys", [file]);
  return privateKey;
}

const ADMIN = "ada@northwind.example";
const COLLEAGUE = "grace@northwind.example";
/** Of every user of the populated tenant. */
const PASSWORD = "Only-4-a-local-tenant";

/** Ada's Okta organization, where she has added the app. */
const OKTA = { domain: "northwind.okta.example", clientId: "0oademoacmesaas", clientSecret: "only-for-a-local-tenant" };

/** Tells how it goes. */
export async function runExpressConfiguration(
  tenant: Tenant,
  outputs: Outputs,
  oktaKey: KeyObject,
  { say, held }: Telling,
): Promise<void> {
  const okta = oktaAt(tenant, outputs.oinClientId, oktaKey);
  const organization = await northwind(tenant);
  await prepare(tenant, outputs, organization);
  say(`  ${pc.yellow("•")} somebody gives Ada the admin role in her organization, Northwind`);

  const refused = await expressConfigure({ ...okta, admin: { username: COLLEAGUE, password: PASSWORD } }).catch(
    (error: unknown) => error,
  );
  held(
    refused instanceof ExpressConfigurationFailed && refused.step === "permission",
    "Grace, a member without the role, gets nothing",
  );

  const done = await expressConfigure({ ...okta, admin: { username: ADMIN, password: PASSWORD } });
  held(
    done.pages.join() === "Log in,Authorize app",
    `Ada goes through the pages ${done.pages.map((page) => `"${page}"`).join(" and ")}`,
  );
  held(done.consent.includes("Configure SSO with Express Configuration"), `she agrees to "${done.consent.at(-1)}"`);
  const { sp_client_id: app, management_api_audience: audience, init_login_uri: loginUri } = done.claims;
  held(
    app === SERVICE_APP_CLIENT_ID &&
      audience === `${tenant.url}/api/v2/` &&
      loginUri === "https://app.acme.example/login",
    "Okta's access token says what to configure:",
  );
  for (const [name, value] of Object.entries({
    sp_client_id: app,
    management_api_audience: audience,
    init_login_uri: loginUri,
  }))
    say(`    ${name.padEnd(24)}${String(value)}`);

  const { body: connection } = await tenant.api<{
    strategy: string;
    enabled_clients: string[];
    options: { scope: string };
  }>("GET", `/api/v2/connections/${done.connection.id}`);
  held(
    connection.strategy === "okta" && connection.enabled_clients.includes(SERVICE_APP_CLIENT_ID),
    `Okta made the connection ${done.connection.name} for Acme SaaS`,
  );
  const { body: enabled } = await tenant.api<{ show_as_button: boolean }>(
    "GET",
    `/api/v2/organizations/${organization}/enabled_connections/${done.connection.id}`,
  );
  held(enabled.show_as_button, "and Northwind's people find it as a button on their login page");
}

const oktaAt = (
  tenant: Tenant,
  oinClientId: string,
  privateKey: KeyObject,
): Omit<ExpressConfigureOptions, "admin"> => ({
  flavour: "guide",
  domain: tenant.domain,
  ca: readFileSync(tenant.certificateFile, "utf8"),
  oinClientId,
  privateKey,
  okta: OKTA,
});

async function northwind(tenant: Tenant): Promise<string> {
  const { body } = await tenant.api<{ id: string }>("GET", "/api/v2/organizations/name/northwind");
  return body.id;
}

/** What a person has to do that no stack can: say who may run it. */
async function prepare(tenant: Tenant, { adminRole }: Outputs, organization: string): Promise<void> {
  const { body: users } = await tenant.api<{ user_id: string }[]>("GET", `/api/v2/users-by-email?email=${ADMIN}`);
  await tenant.api("POST", `/api/v2/organizations/${organization}/members/${users[0]?.user_id}/roles`, {
    roles: [adminRole],
  });
}
