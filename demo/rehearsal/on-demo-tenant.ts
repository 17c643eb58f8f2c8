// The rehearsal on the demo's populated tenant: who plays the admin, progress on the terminal, and the report's file.
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import pc from "picocolors";
import type { Tenant } from "../../packages/local-tenant/src/index.ts";
import { SERVICE_APP_CLIENT_ID } from "../../packages/local-tenant/src/seed/populated.ts";
import type { Session } from "../../packages/pulumi-sandbox/src/session.ts";
import { Chromium, findChromium, type TenantPages } from "./chromium.ts";
import { rehearse } from "./index.ts";
import { onTerminal } from "./on-terminal.ts";
import { reportOf } from "./report.ts";
import type { RehearsedStack } from "./stack-file.ts";

/** Makes Okta's key pair and configures its public half. Gives the private one, which only "Okta" holds. */
export async function giveOktaKey(session: Session): Promise<KeyObject> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const file = join(session.folder, "okta-public-key.pem");
  await writeFile(file, publicKey.export({ type: "spki", format: "pem" }));
  await session.setConfig("oktaPublicKeys", [file]);
  return privateKey;
}

/** Of every user of the populated tenant. */
const PASSWORD = "Only-4-a-local-tenant";
/** Asked for by name where the tenant wants the organization first. */
const ORGANIZATION = "northwind";
const ADMIN = "ada@northwind.example";
const COLLEAGUE = "grace@northwind.example";
/** Ada's Okta organization, where she has added the app. */
const OKTA = { domain: "northwind.okta.example", clientId: "0oademoacmesaas", clientSecret: "only-for-a-local-tenant" };

export interface OnDemoTenant {
  readonly tenant: Tenant;
  /** Of the stack that has set the tenant up. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly stack: RehearsedStack;
  readonly oktaKey: KeyObject;
  /** Path of the HTML file. An older one is overwritten. */
  readonly report: string;
  readonly pictures: boolean;
}

/** Gives Ada the role, plays, and writes the report. True where every step passed. */
export async function rehearseOnDemoTenant(options: OnDemoTenant): Promise<boolean> {
  const { tenant, outputs, stack, oktaKey, report, pictures } = options;
  const { flavour, scim, serviceApp, loginUri } = stack;
  const read = async <T>(path: string): Promise<T> => {
    const { status, body } = await tenant.api<T>("GET", `/api/v2/${path}`);
    if (status >= 400) throw new Error(`GET ${path}: ${status}`);
    return body;
  };
  const organization = await read<{ id: string; display_name: string }>(`organizations/name/${ORGANIZATION}`);
  const [ada] = await read<{ user_id: string }[]>(`users-by-email?email=${ADMIN}`);
  await tenant.api("POST", `/api/v2/organizations/${organization.id}/members/${ada?.user_id}/roles`, {
    roles: [outputs["adminRole"]],
  });
  console.log(
    `  ${pc.yellow("•")} somebody gives Ada the admin role in her organization, ${organization.display_name}`,
  );

  const certificate = readFileSync(tenant.certificateFile, "utf8");
  const { chromium, line } = pictures
    ? await startChromium({ origin: tenant.url, certificate })
    : { line: "no browser, as asked: the report has no pictures" };
  console.log(`  ${pc.yellow("•")} ${line}\n`);
  try {
    const rehearsal = await rehearse(
      {
        declared: {
          flavour,
          scim,
          oinClientId: String(outputs["oinClientId"]),
          serviceApp: { clientId: SERVICE_APP_CLIENT_ID, name: serviceApp },
          loginUri,
        },
        domain: tenant.domain,
        certificate,
        oktaKey,
        okta: OKTA,
        organization: { id: organization.id, displayName: organization.display_name },
        admin: { username: ADMIN, password: PASSWORD, organization: ORGANIZATION },
        colleague: { username: COLLEAGUE, password: PASSWORD, organization: ORGANIZATION },
        appCallback: "https://app.acme.example/callback",
        read,
        chromium,
      },
      onTerminal,
    );
    await writeFile(report, await reportOf(rehearsal, new Date()));
    console.log(
      `\n${rehearsal.passed ? pc.green("✓ The rehearsal passed.") : pc.red("✗ The rehearsal failed.")} The report, for a browser:\n${report}`,
    );
    return rehearsal.passed;
  } finally {
    await chromium?.close();
  }
}

/** Chromium, if there is one that starts, and what is said of it. */
async function startChromium(pages: TenantPages): Promise<{ readonly chromium?: Chromium; readonly line: string }> {
  try {
    const program = findChromium();
    if (program === undefined)
      return { line: "Chromium was not found: the report has no pictures (install it, or set CHROMIUM_PATH)" };
    const chromium = await Chromium.start(program, pages);
    return { chromium, line: `the pages are shown by Chromium ${chromium.version}` };
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { line: `Chromium could not be started: the report has no pictures (${reason})` };
  }
}
