import type { Management } from "auth0";
import { apiCommand } from "../config/shell.ts";
import { undefinedOn404 } from "../tenant/management-api.ts";
import { type Block, fromApi, toApi, undoneOf } from "./block.ts";
import type { Resource } from "./resource.ts";
import { answered, type ConfiguredTenant } from "./tenant.ts";

/** What a program declares, and what the tenant has: the app and its block. */
export interface AppBlockState {
  readonly clientId: string;
  readonly expressConfiguration: Block;
}

/**
 * The `express_configuration` block of one application, and nothing else of it: every write names the block alone.
 * Its ID is the application's client ID.
 */
export class AppBlock implements Resource<AppBlockState> {
  readonly #tenant: ConfiguredTenant;
  /** Apps that this process gave their block: it lives as long as one run of the engine. */
  readonly #created = new Set<string>();

  constructor(tenant: ConfiguredTenant) {
    this.#tenant = tenant;
  }

  idOf({ clientId }: AppBlockState): string {
    return clientId;
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
    await this.#said(this.#tenant.api.clients.update(clientId, { express_configuration: sent }));
    const undone = undoneOf(sent, await this.#found(clientId));
    if (undone.length > 0) {
      throw new Error(
        `The app's block was written, and ${undone.join(", ")} in it ${undone.length === 1 ? "is" : "are"} no longer as written: somebody else wrote it at the same time.\n` +
          `To put back what this stack wrote:\n${apiCommand(this.#tenant.stack, "patch", `clients/${clientId}`, { express_configuration: sent })}\npulumi up --stack ${this.#tenant.stack}`,
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
    await this.#said(undefinedOn404(this.#tenant.api.clients.update(clientId, { express_configuration: null })));
  }

  async #found(clientId: string): Promise<Management.ExpressConfiguration | undefined> {
    const client = await this.#said(
      undefinedOn404(
        this.#tenant.api.clients.get(clientId, { fields: "client_id,express_configuration", include_fields: true }),
      ),
    );
    return client?.express_configuration ?? undefined;
  }

  #said<T>(request: PromiseLike<T>): Promise<T> {
    return answered("The app's block", request);
  }
}
