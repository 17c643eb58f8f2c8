/** The configuration of the stack whose program runs: through the engine, which commands do not load. */
import * as pulumi from "@pulumi/pulumi";
import { CREDENTIAL_SETTINGS, type Credentials } from "./credentials.ts";
import { readPreviousOutputs } from "./engine-state.ts";
import { type Configuration, parseStack, type RawConfiguration, refuseAnotherTenant } from "./index.ts";
import type { PreviousOutputs } from "./previous.ts";
import { useNamespace } from "./settings.ts";

/** All that the stack reads from outside. */
export interface StackConfiguration {
  readonly configuration: Configuration;
  /** For the stack's own look-ups. */
  readonly credentials: Credentials;
  /** For the provider: the `auth0:*` keys of the stack. The AUTH0_* variables it reads itself, so that no state holds them. */
  readonly providerArgs: { readonly domain: string } & Readonly<Record<string, pulumi.Input<string>>>;
  /** What the stack's last successful `up` left. */
  readonly previous: PreviousOutputs;
}

/**
 * Reads the configuration of the running stack, and what its last successful `up` left; the only place that does.
 * Throws ConfigurationError, with every problem at once, where it cannot be used.
 */
export async function readStackConfiguration(): Promise<StackConfiguration> {
  useNamespace(pulumi.getProject());
  const previous = await readPreviousOutputs();
  const stack = pulumi.getStack();
  const raw = { "auth0:domain": process.env["AUTH0_DOMAIN"] ?? "", ...pulumi.runtime.allConfig() };
  const { configuration, credentials } = await parseStack(raw, process.env, {
    stack,
    folder: process.cwd(),
    now: new Date(),
    held: previous.held,
  });
  refuseAnotherTenant(stack, configuration.domain, previous);
  return {
    configuration,
    credentials,
    providerArgs: { ...credentialArgs(raw), domain: configuration.domain },
    previous,
  };
}

function credentialArgs(raw: RawConfiguration): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(
    CREDENTIAL_SETTINGS.flatMap((arg) => {
      const value = raw[`auth0:${arg}`];
      return value === undefined ? [] : [[arg, pulumi.secret(value)]];
    }),
  );
}
