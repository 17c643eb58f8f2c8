// The rehearsal on a stack's own tenant, which should be one for development: what needs no Okta. It asks before it writes,
// and takes away what it made, however it ends.
import { writeFile } from "node:fs/promises";
import { createInterface, type Interface } from "node:readline/promises";
import pc from "picocolors";
import { z } from "zod";
import { OIN_CLIENT } from "../../contract/guide.ts";
import { PersonVisitor } from "./by-person.ts";
import { rehearse } from "./index.ts";
import { onTerminal } from "./on-terminal.ts";
import { reportOf } from "./report.ts";
import type { Declared } from "./scene.ts";
import { StackCommands, type StackOutputs } from "./stack-commands.ts";
import { type AdminBy, ThrowAwayObjects, whatIsMade } from "./throw-away.ts";

export interface OnOwnTenant {
  /** Name of the stack. */
  readonly stack: string;
  /** The project's. */
  readonly folder: string;
  /** Path of the HTML file. An older one is overwritten. */
  readonly report: string;
  /** Whether to write without asking. */
  readonly yes: boolean;
}

/** The stack or its tenant is not fit for it, or somebody said no: nothing was written. */
export class NotRehearsed extends Error {}

/** Plays, writes the report and cleans up. True where every step passed and nothing is left. Throws NotRehearsed. */
export async function rehearseOnOwnTenant({ stack: name, folder, report, yes }: OnOwnTenant): Promise<boolean> {
  const stack = new StackCommands(name, folder);
  const { declared, domain, adminBy } = await declaredBy(stack, name);
  const objects = new ThrowAwayObjects(stack, declared.oinClientId);
  const whyNot = await objects.whyNot();
  if (whyNot !== undefined) throw new NotRehearsed(whyNot);

  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const stopped = stop(lines);
    console.log(`For the time of the rehearsal this is made on ${pc.bold(domain)}, and taken away at its end:`);
    for (const line of whatIsMade(declared.oinClientId)) console.log(`  ${pc.yellow("•")} ${line}`);
    console.log("Take a tenant for development: whoever looks at the OIN client meanwhile sees two keys.\n");
    const ask = (question: string): Promise<string> => Promise.race([lines.question(question), stopped]);
    if (!yes && !/^y(es)?$/i.test((await ask("Write this? [y/N] ")).trim()))
      throw new NotRehearsed("Nothing was written.");
    try {
      const made = await Promise.race([objects.make(adminBy), stopped]);
      const rehearsal = await rehearse(
        {
          declared,
          domain,
          certificate: undefined,
          oktaKey: made.oktaKey,
          okta: undefined,
          organization: made.organization,
          admin: made.admin,
          colleague: made.colleague,
          appCallback: "",
          read: (path) => stack.api(z.unknown(), "get", path),
          chromium: undefined,
          realTenant: { visitor: (who) => new PersonVisitor(who, async (text) => (await ask(text)).trim()) },
        },
        onTerminal,
      );
      await writeFile(report, await reportOf(rehearsal, new Date()));
      console.log(
        `\n${rehearsal.passed ? pc.green("✓ The rehearsal passed, as far as it needs no Okta.") : pc.red("✗ The rehearsal failed.")} The report, for a browser:\n${report}`,
      );
      return (await isCleanedUp(objects, domain)) && rehearsal.passed;
    } catch (error) {
      await isCleanedUp(objects, domain);
      throw error;
    }
  } finally {
    lines.close();
  }
}

/** Rejects when the person interrupts, or the input ends: what waits for them must not wait for ever. */
function stop(lines: Interface): Promise<never> {
  const stopped = new Promise<never>((_resolve, reject) => {
    const end = (): void => reject(new Error("The rehearsal was interrupted."));
    lines.once("SIGINT", end);
    lines.once("close", end);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, end);
  });
  stopped.catch(() => undefined);
  return stopped;
}

async function isCleanedUp(objects: ThrowAwayObjects, domain: string): Promise<boolean> {
  console.log(pc.dim(`  taking away what was made on ${domain} ...`));
  const problems = await objects.remove();
  if (problems.length === 0) {
    console.log(`${pc.green("✓")} Nothing of the rehearsal is left on ${domain}.`);
    return true;
  }
  console.error(pc.red(`✗ Not everything could be taken away from ${domain}. The next rehearsal tries again:`));
  for (const line of problems) console.error(`  ${line}`);
  return false;
}

const clientSchema = z.looseObject({
  client_id: z.string(),
  name: z.string(),
  client_metadata: z.record(z.string(), z.unknown()).nullish(),
  express_configuration: z.looseObject({ okta_oin_client_id: z.string().optional() }).nullish(),
});

async function declaredBy(
  stack: StackCommands,
  name: string,
): Promise<{ readonly declared: Declared; readonly domain: string; readonly adminBy: AdminBy }> {
  const [outputs, config] = [await stack.outputs(), await stack.configuration()];
  const flavour = config["flavour"] ?? "guide";
  const { oinClientId } = outputs;
  if (oinClientId === undefined)
    throw new NotRehearsed(`Stack ${name} has made nothing yet. This makes it:\npulumi up --stack ${name}`);
  if (flavour !== "guide" && flavour !== "native")
    throw new NotRehearsed(`flavour is ${flavour}. A rehearsal plays one flavour: guide or native.`);
  const loginUri = config[flavour === "guide" ? "initiateLoginUri" : "initiateLoginUriTemplate"] ?? "";
  const domain = config["domain"] ?? process.env["AUTH0_DOMAIN"] ?? "";
  return {
    declared: {
      flavour,
      scim: config["scim"] === "true",
      oinClientId,
      serviceApp: await serviceAppOf(stack, flavour, oinClientId),
      loginUri,
    },
    domain,
    adminBy: adminByOf(outputs, config["adminsAppMetadataKey"]),
  };
}

function adminByOf({ adminRole }: StackOutputs, appMetadataKey: string | undefined): AdminBy {
  if (appMetadataKey !== undefined) return { appMetadataKey };
  if (adminRole !== undefined) return { role: adminRole };
  throw new NotRehearsed(
    "The stack has neither an admin role nor adminsAppMetadataKey, so nobody can be made an admin.",
  );
}

/** The app that the OIN client's metadata names, or the one that names the OIN client. */
async function serviceAppOf(
  stack: StackCommands,
  flavour: Declared["flavour"],
  oinClientId: string,
): Promise<Declared["serviceApp"]> {
  if (flavour === "guide") {
    const { client_metadata: metadata } = await stack.api(clientSchema, "get", `clients/${oinClientId}`);
    const clientId = metadata?.[OIN_CLIENT.serviceAppMetadataKey];
    if (typeof clientId !== "string")
      throw new NotRehearsed(
        `The OIN client ${oinClientId} names no app in its metadata. This tells more:\nnpm run ready`,
      );
    const { name } = await stack.api(clientSchema, "get", `clients/${clientId}`);
    return { clientId, name };
  }
  for (let page = 0; ; page += 1) {
    const fields = "client_id,name,express_configuration";
    const path = `clients?per_page=100&page=${page}&fields=${fields}&include_fields=true`;
    const clients = await stack.api(z.array(clientSchema), "get", path);
    const app = clients.find(({ express_configuration: block }) => block?.okta_oin_client_id === oinClientId);
    if (app !== undefined) return { clientId: app.client_id, name: app.name };
    if (clients.length < 100)
      throw new NotRehearsed(`No app names the OIN client ${oinClientId}. This tells more:\nnpm run ready`);
  }
}
