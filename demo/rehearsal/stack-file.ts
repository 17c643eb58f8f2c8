// What a rehearsal takes from a stack's configuration file. Names of the stack's own tenant (connections, roles, adopted
// objects) mean nothing on the local one and are left out.
import { parse } from "yaml";
import { z } from "zod";
import { DEMOS, type DemoFlavour } from "../by-hand.ts";

/** The stack that is rehearsed. */
export interface RehearsedStack {
  readonly flavour: DemoFlavour;
  readonly scim: boolean;
  /** Name of the app, or its client ID where the stack gives that. */
  readonly serviceApp: string;
  /** Guide: where end users begin to sign in. Native: its template. */
  readonly loginUri: string;
  /** The whole configuration on the local tenant, but for Okta's key. */
  readonly config: Readonly<Record<string, string | readonly string[]>>;
}

const file = z.object({ config: z.record(z.string(), z.unknown()).default({}) });
const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]).default(false);
const settings = z.object({
  flavour: z.enum(["guide", "native"]).default("guide"),
  scim: flag,
  serviceApp: z.string().min(1),
  initiateLoginUri: z.string().optional(),
  initiateLoginUriTemplate: z.string().optional(),
});

/** Reads the text of a `Pulumi.STACK.yaml`. Throws an Error that names each setting that is missing or cannot be played. */
export function stackIn(text: string): RehearsedStack {
  const { config } = file.parse(parse(text));
  const own = Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => !key.startsWith("auth0:"))
      .map(([key, value]) => [key.slice(key.indexOf(":") + 1), value]),
  );
  const result = settings.safeParse(own);
  if (!result.success)
    throw new Error(result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
  const { flavour, scim, serviceApp } = result.data;
  const key = flavour === "guide" ? "initiateLoginUri" : "initiateLoginUriTemplate";
  const loginUri = result.data[key];
  if (loginUri === undefined) throw new Error(`${key}: is needed in the flavour ${flavour}`);
  return { flavour, scim, serviceApp, loginUri, config: { ...demoConfig(flavour, scim), serviceApp, [key]: loginUri } };
}

/** The demo's own stack. */
export function demoStack(flavour: DemoFlavour, scim: boolean): RehearsedStack {
  const { config } = DEMOS[flavour];
  const loginUri = "initiateLoginUri" in config ? config.initiateLoginUri : config.initiateLoginUriTemplate;
  return { flavour, scim, serviceApp: config.serviceApp, loginUri, config: demoConfig(flavour, scim) };
}

const demoConfig = (flavour: DemoFlavour, scim: boolean) => ({ ...DEMOS[flavour].config, scim: String(scim) });
