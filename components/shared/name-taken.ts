import * as pulumi from "@pulumi/pulumi";

/**
 * Hooks for a resource whose name or identifier Auth0 keeps unique: where it cannot be made because the tenant has one
 * already, the run says what that means and how to go on. It fails all the same.
 */
export function nameTakenHooks(name: string, what: string): pulumi.ResourceHookBinding {
  const hook = new pulumi.ErrorHook(`${name}-is-taken`, async ({ failedOperation, errors }) => {
    if (failedOperation === "create" && errors.some((error) => /\b409\b/.test(error))) {
      const stack = pulumi.getStack();
      await pulumi.log.error(
        `the tenant has ${what} already: made by hand, or by a request of this stack whose answer was lost.\n` +
          `To adopt it, and to go on:\nnpm run adopt -- --stack ${stack}\npulumi up --stack ${stack}`,
      );
    }
    return false;
  });
  return { onError: [hook] };
}
