import { ManagementError, type ManagementClient } from "auth0";
import { parseCredentials } from "../config/credentials.ts";
import { answerOf, managementApi } from "../tenant/management-api.ts";

/** The tenant that the engine configures the plugin for. */
export class ConfiguredTenant {
  readonly #environment: NodeJS.ProcessEnv;
  #api: ManagementClient | undefined;
  #stack = "";

  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment;
  }

  /** Takes the tenant and the credentials as Pulumi's Auth0 plugin does: its arguments first, then AUTH0_* variables. */
  configure(args: Readonly<Record<string, unknown>>, stack: string): void {
    this.#stack = stack;
    const raw = Object.fromEntries(
      Object.entries(args).flatMap(([name, value]) => (typeof value === "string" ? [[`auth0:${name}`, value]] : [])),
    );
    const domain = raw["auth0:domain"] ?? this.#environment["AUTH0_DOMAIN"];
    if (domain === undefined)
      throw new Error(`Stack ${stack} does not tell its tenant: set auth0:domain or AUTH0_DOMAIN.`);
    this.#api = managementApi(domain, parseCredentials(raw, this.#environment, stack));
  }

  /** Throws where the engine has not configured the plugin. */
  get api(): ManagementClient {
    if (this.#api === undefined) throw new Error("The plugin was not configured.");
    return this.#api;
  }

  /** The stack whose commands an error text names. */
  get stack(): string {
    return this.#stack;
  }
}

/** What a request answers. Throws an Error in the API's own words for what it refuses; `subject` begins the text. */
export async function answered<T>(subject: string, request: PromiseLike<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof ManagementError)) throw error;
    throw new Error(`${subject}: ${answerOf(error)}.`, { cause: error });
  }
}
