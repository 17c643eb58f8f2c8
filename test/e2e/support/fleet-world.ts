/**
 * A folder with several stacks, each on a local tenant of its own: what a fleet is. The folder is temporary and has links to
 * the project's files, so that each stack's Pulumi.<stack>.yaml lies beside Pulumi.yaml, where the CLI looks for it.
 */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { openSession, type Session } from "../../../packages/pulumi-sandbox/src/session.ts";
import { startTenant, type Tenant, type TenantOptions } from "../../../packages/local-tenant/src/index.ts";
import { populatedOutside, populatedSeed } from "../../../packages/local-tenant/src/seed/index.ts";
import { CONFIG_WITH_ADMINS, PROJECT } from "./world.ts";

export interface FleetStack {
  readonly name: string;
  readonly tenant: Tenant;
  /** Values of its Pulumi.<stack>.yaml; a key without a namespace is the project's own. */
  configure(values: Readonly<Record<string, unknown>>): void;
}

export interface FleetWorld<Name extends string> {
  /** The folder with the stacks. */
  readonly folder: string;
  /** The environment in which `pulumi` and the commands work there. */
  readonly environment: NodeJS.ProcessEnv;
  readonly session: Session;
  readonly stacks: Readonly<Record<Name, FleetStack>>;
  /** A tenant that no stack names. */
  readonly spare: Tenant;
  close(): Promise<void>;
}

/** What lies in the folder as a copy, for a run may write there. */
const COPIED = new Set(["Pulumi.yaml"]);

/** @param tenants the stacks' names, each with what its tenant is like */
export async function openFleet<Name extends string>(
  tenants: Readonly<Record<Name, TenantOptions>>,
): Promise<FleetWorld<Name>> {
  const folder = mkdtempSync(join(tmpdir(), "okta-express-fleet-"));
  const started: Tenant[] = [];
  let session: Session | undefined;
  const close = async (): Promise<void> => {
    await session?.close();
    await Promise.all(started.map((tenant) => tenant.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const name of readdirSync(PROJECT)) {
      if (name.startsWith(".") || (name.startsWith("Pulumi.") && !COPIED.has(name))) continue;
      if (COPIED.has(name)) copyFileSync(join(PROJECT, name), join(folder, name));
      else symlinkSync(join(PROJECT, name), join(folder, name));
    }
    mkdirSync(join(folder, ".github"));
    const names = Object.keys(tenants) as Name[];
    for (const name of names)
      started.push(await startTenant({ seed: populatedSeed(), actionFetch: populatedOutside, ...tenants[name] }));
    const spare = await startTenant({ seed: populatedSeed(), actionFetch: populatedOutside });
    started.push(spare);
    // One file that vouches for all of them.
    const certificateFile = join(folder, "tenants.pem");
    writeFileSync(certificateFile, started.map((tenant) => readFileSync(tenant.certificateFile, "utf8")).join("\n"));
    session = await openSession({
      tenant: { domain: spare.domain, certificateFile, managementToken: "" },
      program: PROJECT,
      stack: "unused",
    });
    // As npm says where the person is.
    const environment = { ...fleetEnvironment(session), INIT_CWD: folder };
    const stacks = {} as Record<Name, FleetStack>;
    for (const [at, name] of names.entries()) {
      const tenant = started[at] ?? spare;
      const made = await session.pulumi(["stack", "init", name]);
      if (made.exitCode !== 0) throw new Error(made.output);
      const file = join(folder, `Pulumi.${name}.yaml`);
      const { encryptionsalt } = parse(readFileSync(join(session.folder, `Pulumi.${name}.yaml`), "utf8")) as Readonly<
        Record<string, unknown>
      >;
      const config: Record<string, unknown> = {};
      const configure = (values: Readonly<Record<string, unknown>>): void => {
        for (const [key, value] of Object.entries(values))
          config[key.includes(":") ? key : `okta-express:${key}`] = value;
        writeFileSync(file, stringify({ encryptionsalt, config }));
      };
      configure({
        ...CONFIG_WITH_ADMINS,
        "auth0:domain": tenant.domain,
        "auth0:clientId": tenant.clientId,
        "auth0:clientSecret": tenant.clientSecret,
      });
      stacks[name] = { name, tenant, configure };
    }
    return { folder, environment, session, stacks, spare, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Of a session, but for the file of its own stack's configuration. */
function fleetEnvironment({ environment }: Session): NodeJS.ProcessEnv {
  const { PULUMI_OPTION_CONFIG_FILE: _file, ...others } = environment;
  return others;
}
