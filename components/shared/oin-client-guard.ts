import * as pulumi from "@pulumi/pulumi";

/** Who is asked before, and told after, an OIN client of either flavour is made or gets other keys. */
export interface OinClientGuardArgs {
  /**
   * Asked right before a client would be made, in a preview too: resolves to let it be made, rejects to refuse with
   * the rejection's message. The stack uses it to refuse a second OIN client.
   * Default: none, the client is made.
   */
  beforeCreate?: () => Promise<void>;
  /**
   * Told the client ID right after a client was made; a rejection's message is shown as a warning.
   * Default: none.
   */
  afterCreate?: (clientId: string) => Promise<void>;
  /**
   * Asked right before the client would get its first keys, or other ones (`isFirst`), in a preview too: resolves to let it
   * be done, rejects to refuse with the rejection's message. Not asked in a preview where the client is yet to be made.
   * Default: none, the keys are set.
   */
  beforeKeys?: (clientId: string, isFirst: boolean) => Promise<void>;
  /**
   * Told the client ID right after the client got its first keys, or other ones; a rejection fails the run, which has
   * done all the same.
   * Default: none.
   */
  afterKeys?: (clientId: string) => Promise<void>;
}

/** The guard as resource hooks of the OIN client in the component `name`. */
export function guardHooks(
  name: string,
  { beforeCreate, afterCreate }: OinClientGuardArgs,
): pulumi.ResourceHookBinding {
  return {
    ...(beforeCreate === undefined
      ? {}
      : { beforeCreate: [new pulumi.ResourceHook(`${name}-client-may-be-made`, beforeCreate, { onDryRun: true })] }),
    ...(afterCreate === undefined
      ? {}
      : { afterCreate: [new pulumi.ResourceHook(`${name}-client-is-the-only-one`, ({ id }) => afterCreate(id))] }),
  };
}

/** The guard of the client's keys as resource hooks of its credentials in the component `name`. */
export function keyHooks(name: string, { beforeKeys, afterKeys }: OinClientGuardArgs): pulumi.ResourceHookBinding {
  const mayBe = (what: string, isFirst: boolean, ask: NonNullable<typeof beforeKeys>): pulumi.ResourceHook =>
    new pulumi.ResourceHook(
      `${name}-keys-may-be-${what}`,
      async ({ newInputs }) => {
        const clientId = clientIdIn(newInputs);
        if (clientId !== undefined) await ask(clientId, isFirst);
      },
      { onDryRun: true },
    );
  const areThereOnce = (tell: NonNullable<typeof afterKeys>): pulumi.ResourceHook =>
    new pulumi.ResourceHook(`${name}-keys-are-there-once`, async ({ newInputs }) => {
      const clientId = clientIdIn(newInputs);
      if (clientId !== undefined) await tell(clientId);
    });
  const after = afterKeys === undefined ? undefined : areThereOnce(afterKeys);
  return {
    ...(beforeKeys === undefined
      ? {}
      : { beforeCreate: [mayBe("made", true, beforeKeys)], beforeUpdate: [mayBe("changed", false, beforeKeys)] }),
    ...(after === undefined ? {} : { afterCreate: [after], afterUpdate: [after] }),
  };
}

/** The client that credentials are for; undefined while it is yet to be made. */
function clientIdIn(inputs: unknown): string | undefined {
  const { clientId } = inputs as { readonly clientId?: unknown };
  return typeof clientId === "string" && clientId !== pulumi.runtime.unknownValue ? clientId : undefined;
}
