import {
  type Configuration,
  type Credentials,
  type PreviousFlavour,
  parseConfiguration,
  type RawConfiguration,
} from "../../config/index.ts";
import { parseCredentials } from "../../config/credentials.ts";
import { flavourOf } from "../../config/flavour.ts";
import { keyOf, pathOf, type Setting } from "../../config/settings.ts";
import { previousFlavourIn } from "../../config/previous.ts";
import { refuseAnotherTenantThan, type Stack } from "../stack.ts";
import type { StackState } from "../state.ts";

/** Settings that follow from what was found on the tenant, as the configuration would have them. */
export type InferredSettings = Readonly<Partial<Record<Setting, string | readonly string[] | { readonly id: string }>>>;

/** Stands in for a login URI template that is not set: the tenant may have one, and nothing is declared before it is read. */
const NO_TEMPLATE = "https://login.invalid";

/** The configuration of a stack, and what it would be with further settings. */
export class Settings {
  readonly stack: string;
  readonly state: StackState;
  readonly credentials: Credentials;
  readonly #folder: string;
  readonly #raw: RawConfiguration;
  readonly #held: PreviousFlavour | undefined;

  private constructor(stack: Stack, raw: RawConfiguration, state: StackState) {
    this.stack = stack.name;
    this.state = state;
    this.#folder = stack.folder;
    this.#raw = raw;
    this.#held = previousFlavourIn(state.outputs);
    this.credentials = parseCredentials(raw, process.env, stack.name);
  }

  static async read(stack: Stack): Promise<Settings> {
    return new Settings(stack, await stack.rawConfiguration(), await stack.state());
  }

  /**
   * As far as it is set: without a login URI template, which the tenant may have. Throws ConfigurationError, also where the stack
   * holds another tenant's objects.
   */
  async asSet(): Promise<Configuration> {
    const template = keyOf("initiateLoginUriTemplate");
    const lacking =
      flavourOf(this.#raw[keyOf("flavour")], this.#held) !== "guide" && (this.#raw[template] ?? "") === "";
    const configuration = await this.#parse(lacking ? { ...this.#raw, [template]: NO_TEMPLATE } : this.#raw);
    refuseAnotherTenantThan(this.stack, configuration.domain, this.state);
    return configuration;
  }

  /** With what the tenant offers. Throws ConfigurationError, for a template that nobody has set too. */
  async withInferred(inferred: InferredSettings): Promise<Configuration> {
    const values = Object.entries(inferred).map(([setting, value]) => [
      keyOf(setting),
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    return this.#parse({ ...this.#raw, ...(Object.fromEntries(values) as RawConfiguration) });
  }

  /**
   * Whether a setting is at its default. Pulumi does not tell a value that somebody set from the default of Pulumi.yaml,
   * so that a default that was set on purpose counts as not chosen.
   */
  isUnset(setting: keyof typeof DEFAULTS): boolean {
    const value = this.#raw[keyOf(setting)];
    return value === undefined || value === DEFAULTS[setting];
  }

  #parse(raw: RawConfiguration): Promise<Configuration> {
    return parseConfiguration(raw, { stack: this.stack, folder: this.#folder, now: new Date(), held: this.#held });
  }
}

/** The settings that a tenant can offer, with the defaults that Pulumi.yaml gives them, as the engine hands them over. */
export const DEFAULTS = {
  scim: "false",
  initiateLoginUriTemplate: "",
  displayName: "",
  adminLoginDomain: "",
  adminLoginFlow: "preLoginPrompt",
  adminConnections: "[]",
  enableClient: "true",
  enableOrganization: "true",
  linkedClients: "[]",
  userAttributeProfile: "{}",
  connectionProfile: "{}",
} as const satisfies Partial<Record<Setting, string>>;

/** Offers by path, as `pulumi config set-all --path` takes them. */
export function pathsOf(inferred: InferredSettings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inferred).flatMap(([setting, value]) =>
      typeof value === "string"
        ? [[keyOf(setting), value]]
        : "id" in value
          ? [[pathOf(setting, "id"), value.id]]
          : value.map((item, index) => [pathOf(setting, index), item]),
    ),
  );
}
