// A stand-in for the official Pulumi Auth0 plugin, for machines that cannot get it: the same gRPC service, attached to
// the real Pulumi engine with PULUMI_DEBUG_PROVIDERS=auth0:PORT. Local tenants only. docs/plugin.md says how close it is.
import { serve } from "./protocol/server.ts";
import { createProvider } from "./provider.ts";
import type { Provider, ProviderOptions } from "./provider.ts";

export interface Plugin {
  /** The loopback port to attach the engine to. */
  readonly port: number;
  stop(): Promise<void>;
}

/** Connections that are served at a time, far more than the engines of one machine have. */
const MOST_CONNECTIONS = 256;

/**
 * Starts the plugin in this process. The tenant is named by the stack's configuration, not here: each connection of an
 * engine has its own, so that several stacks can run at a time.
 */
export async function startPlugin(options: ProviderOptions = {}): Promise<Plugin> {
  const providers = new Map<string, Provider>();
  const server = await serve((connection) => {
    const provider = providers.get(connection) ?? createProvider(options);
    // The one that was used least recently is the first.
    providers.delete(connection);
    providers.set(connection, provider);
    const [[oldest = "", unused] = []] = providers;
    if (providers.size > MOST_CONNECTIONS) {
      unused?.close();
      providers.delete(oldest);
    }
    return provider;
  });
  return {
    port: server.port,
    stop: async () => {
      await server.stop();
      for (const provider of providers.values()) provider.close();
    },
  };
}
