import * as pulumi from "@pulumi/pulumi";

/** What is told of a name: the objects whose name or identifier Auth0 keeps unique, by their types. */
const UNIQUE: Readonly<Record<string, (inputs: Readonly<Record<string, unknown>>) => string>> = {
  "auth0:index/resourceServer:ResourceServer": ({ identifier }) => `the API ${String(identifier)}`,
  "auth0:index/role:Role": ({ name }) => `a role called ${String(name)}`,
  "auth0:index/action:Action": ({ name }) => `an Action called ${String(name)}`,
  "auth0:index/connectionProfile:ConnectionProfile": ({ name }) => `a connection profile called ${String(name)}`,
  "auth0:index/userAttributeProfile:UserAttributeProfile": ({ name }) =>
    `a user attribute profile called ${String(name)}`,
};

const ACTION = "auth0:index/action:Action";

/** Auth0 keeps the names of Actions unique for all triggers together; adopt looks at the post-login trigger's. */
const otherTrigger = (stack: string): string =>
  `\nAn Action of another trigger cannot be adopted. This tells whether it is one, and how to rename it:\nnpm run doctor -- --stack ${stack}`;

/**
 * A transformation: where an object cannot be made because the tenant has one of its name already (409), the run says
 * what that means and how to go on. It fails all the same.
 */
export function sayWhereNamesAreTaken(): pulumi.ResourceTransformation {
  const hook = new pulumi.ErrorHook("name-is-taken", async ({ type, failedOperation, newInputs = {}, errors }) => {
    if (failedOperation === "create" && errors.some((error) => /\b409\b/.test(error))) {
      const stack = pulumi.getStack();
      await pulumi.log.error(
        `the tenant has ${UNIQUE[type]?.(newInputs) ?? "it"} already: made by hand, or by a request of this stack whose answer was lost.\n` +
          `To adopt it, and to go on:\nnpm run adopt -- --stack ${stack}\npulumi up --stack ${stack}${type === ACTION ? otherTrigger(stack) : ""}`,
      );
    }
    return false;
  });
  return ({ type, props, opts }) =>
    type in UNIQUE ? { props, opts: { ...opts, hooks: { ...opts.hooks, onError: [hook] } } } : undefined;
}
