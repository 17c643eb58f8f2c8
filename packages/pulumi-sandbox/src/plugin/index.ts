// A stand-in for the official Pulumi Auth0 plugin, for machines that cannot get it: the same gRPC service, attached to
// the real Pulumi engine with PULUMI_DEBUG_PROVIDERS=auth0:PORT. Local tenants only. docs/plugin.md says how close it is.
import { serve } from "./protocol/server.ts";
import { createProvider } from "./provider.ts";
import type { ProviderOptions } from "./provider.ts";

export interface Plugin {
  /** The loopback port to attach the engine to. */
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts the plugin in this process. The tenant is named by the stack's configuration, not here. */
export async function startPlugin(options: ProviderOptions = {}): Promise<Plugin> {
  const provider = createProvider(options);
  const server = await serve(provider);
  return {
    port: server.port,
    stop: async () => {
      await server.stop();
      provider.close();
    },
  };
}
