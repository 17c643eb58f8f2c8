import { ManagementError, type Management, type ManagementClient } from "auth0";
import { parseCredentials } from "../config/credentials.ts";
import { apiCommand } from "../config/shell.ts";
import { answerOf, managementApi, undefinedOn404 } from "../tenant/management-api.ts";
import { type Block, fromApi, toApi, undoneOf } from "./block.ts";

/** What a program declares, and what the tenant has: the app and its block. */
export interface AppBlockState {
  readonly clientId: string;
  readonly expressConfiguration: Block;
}

/**
 * The `express_configuration` block of one application, and nothing else of it: every write names the block alone.
 * Its ID is the application's client ID.
 */
export class AppBlock {
  readonly #environment: NodeJS.ProcessEnv;
  #api: ManagementClient | undefined;
  #stack = "";
  /** Apps that this process gave their block: it lives as long as one run of the engine. */
  readonly #created = new Set<string>();

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

  /** The app's block as it is; undefined where the app, or its block, is gone (`read:clients`). */
  async read(clientId: string): Promise<AppBlockState | undefined> {
    const found = await this.#found(clientId);
    return found === undefined ? undefined : { clientId, expressConfiguration: fromApi(found) };
  }

  /** The same as `write`, for an app that is new to the stack or whose block is being replaced. */
  async create(state: AppBlockState): Promise<AppBlockState> {
    const written = await this.write(state);
    this.#created.add(state.clientId);
    return written;
  }

  /**
   * Puts the block on the app, or makes it as declared (`read:clients`, `update:clients`), and reads it again: the API
   * replaces it whole and takes no precondition. Throws where somebody else's write right after has undone this one.
   */
  async write({ clientId, expressConfiguration }: AppBlockState): Promise<AppBlockState> {
    const found = await this.#found(clientId);
    const sent = toApi(expressConfiguration, found);
    await this.#said(this.#client.clients.update(clientId, { express_configuration: sent }));
    const undone = undoneOf(sent, await this.#found(clientId));
    if (undone.length > 0) {
      throw new Error(
        `The app's block was written, and ${undone.join(", ")} in it ${undone.length === 1 ? "is" : "are"} no longer as written: somebody else wrote it at the same time.\n` +
          `To put back what this stack wrote:\n${apiCommand(this.#stack, "patch", `clients/${clientId}`, { express_configuration: sent })}\npulumi up --stack ${this.#stack}`,
      );
    }
    return { clientId, expressConfiguration };
  }

  /**
   * Takes the block off the app again; an app that is gone needs nothing (`update:clients`). Where the same run
   * has made the block, the engine deletes what it has just replaced (`up --replace`), and the block stays.
   */
  async remove(clientId: string): Promise<void> {
    if (this.#created.has(clientId)) return;
    await this.#said(undefinedOn404(this.#client.clients.update(clientId, { express_configuration: null })));
  }

  async #found(clientId: string): Promise<Management.ExpressConfiguration | undefined> {
    const client = await this.#said(
      undefinedOn404(
        this.#client.clients.get(clientId, { fields: "client_id,express_configuration", include_fields: true }),
      ),
    );
    return client?.express_configuration ?? undefined;
  }

  get #client(): ManagementClient {
    if (this.#api === undefined) throw new Error("The plugin was not configured.");
    return this.#api;
  }

  /** The API's own words for what it refuses. */
  async #said<T>(request: PromiseLike<T>): Promise<T> {
    try {
      return await request;
    } catch (error) {
      if (!(error instanceof ManagementError)) throw error;
      throw new Error(`The app's block: ${answerOf(error)}.`, { cause: error });
    }
  }
}
