import leven from "leven";
import { couldBeKey } from "./problems.ts";
import { inQuotes, quoted } from "./shell.ts";

/**
 * The settings of a stack, and the commands that set them. Pulumi.yaml declares the same ones to the engine; a test
 * holds the two together.
 */

let namespace = "okta-express";

/**
 * The project's configuration namespace is its own name, which `pulumi new` asks for. Said once, where a run begins: by
 * the engine to the program, by Pulumi.yaml to the commands.
 */
export function useNamespace(project: string): void {
  namespace = project;
}

/** The name of a setting in a full key of the project's namespace; undefined for a key of another namespace. */
export function nameInNamespace(key: string): string | undefined {
  return key.startsWith(`${namespace}:`) ? key.slice(namespace.length + 1) : undefined;
}

/** Each setting, with the value that an error text's command proposes where nothing better is known, as a shell takes it. */
const EXAMPLES = {
  /** The provider's own key, `auth0:domain`, known to every user of Pulumi's Auth0 provider. */
  domain: "acme.us.auth0.com",
  flavour: "native",
  serviceApp: '"<client ID or exact name of your app in the OIN>"',
  initiateLoginUri: "https://app.example.com/login",
  oktaPublicKeys: "okta-public-key.pem",
  scim: "true",
  adminRole: '"<role ID or exact name>"',
  consentDescriptions: "true",
  initiateLoginUriTemplate: "'https://app.example.com/login?organization={organization_name}'",
  displayName: '"Acme SaaS"',
  adminLoginDomain: "login.example.com",
  adminLoginFlow: "preLoginPrompt",
  adminConnections: '"<name of a connection>"',
  adminsAppMetadataKey: "is_admin",
  domainAliasesMetadataKey: "domains",
  enableClient: "true",
  enableOrganization: "true",
  linkedClients: '"<client ID or exact name>"',
  userAttributeProfile: "<fields of a profile, or its id>",
  connectionProfile: "<fields of a profile, or its id>",
  adopt: "<what the command adopt writes>",
  releaseOinClient: "<client ID of the OIN client>",
} as const;

/** Raw values by full key, as the engine hands them over; lists are JSON. */
export type RawConfiguration = Readonly<Record<string, string>>;

export type Setting = keyof typeof EXAMPLES;

export const SETTINGS = Object.keys(EXAMPLES) as Setting[];

/** The full configuration key: `auth0:domain`, else `<project>:<setting>`. */
export function keyOf(setting: string): string {
  return setting === "domain" ? "auth0:domain" : `${namespace}:${setting}`;
}

/** The settings that are lists; a command sets their first entry. */
const LISTS: ReadonlySet<Setting> = new Set(["oktaPublicKeys", "adminConnections", "linkedClients"]);

/** The settings that the engine hands over as JSON. */
export const STRUCTURED: ReadonlySet<Setting> = new Set([
  ...LISTS,
  "adopt",
  "userAttributeProfile",
  "connectionProfile",
]);

/** The command that sets a setting (of a list, the first entry) to a proposal, else to an example. */
export function setCommand(stack: string, setting: Setting, proposal?: string): string {
  const value = proposal === undefined || couldBeKey(proposal) ? EXAMPLES[setting] : quoted(proposal);
  return LISTS.has(setting)
    ? setInsideCommand(stack, value, setting, 0)
    : `pulumi config set ${keyOf(setting)} ${value} --stack ${stack}`;
}

/** A value inside a setting as Pulumi's `--path` has it: `okta-express:oktaPublicKeys[1]`, `okta-express:adopt.client`. */
export function pathOf(setting: string, ...inside: readonly (string | number)[]): string {
  return inside.reduce<string>(
    (path, step) => (typeof step === "number" ? `${path}[${step}]` : `${path}.${step}`),
    keyOf(setting),
  );
}

/** The command that sets one value inside a setting, `value` as it stands in a shell. */
export function setInsideCommand(
  stack: string,
  value: string,
  setting: string,
  ...inside: readonly (number | string)[]
): string {
  return `pulumi config set --path ${inQuotes(pathOf(setting, ...inside))} ${value} --stack ${stack}`;
}

/** The command that removes a setting, or one value inside it: a key file by index, an adopted object by name. */
export function removeCommand(stack: string, setting: string, ...inside: readonly (number | string)[]): string {
  const key = inside.length === 0 ? quoted(keyOf(setting)) : `--path ${inQuotes(pathOf(setting, ...inside))}`;
  return `pulumi config rm ${key} --stack ${stack}`;
}

/** The setting that a misspelt name most likely means, if one is near. */
export function nearestSetting(name: string): Setting | undefined {
  const ranked = SETTINGS.map((setting) => ({ setting, distance: leven(name.toLowerCase(), setting.toLowerCase()) }));
  const best = ranked.reduce((a, b) => (b.distance < a.distance ? b : a));
  return best.distance <= Math.max(2, Math.floor(best.setting.length / 3)) ? best.setting : undefined;
}
