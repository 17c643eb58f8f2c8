/** Runs components against Pulumi's mocks and records what they register: type, name, inputs, nothing else. */
import * as pulumi from "@pulumi/pulumi";

export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

/** What a component registered in its run, in the order of registration. */
export async function record(declare: () => unknown): Promise<Registration[]> {
  const registrations: Registration[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id }) => {
        registrations.push({ type, name, inputs: inputs as Record<string, unknown> });
        const state = inputs as Record<string, unknown>;
        return {
          id: id === undefined || id === "" ? `${name}-id` : id,
          state: { ...state, ...outputsOf(type, state) },
        };
      },
      call: ({ token }) =>
        token === "auth0:index/getTenant:getTenant" ? { flags: [{ useScopeDescriptionsForConsent: false }] } : {},
    },
    "okta-express",
    "test",
    false,
  );
  await pulumi.runtime.runInPulumiStack(async () => {
    declare();
    return {};
  });
  await pulumi.runtime.disconnect();
  return registrations.filter(({ type }) => type !== "pulumi:pulumi:Stack");
}

/** The recorded registrations of one type, which must be `count`. */
export function ofType(registrations: readonly Registration[], type: string): Record<string, unknown>[] {
  return registrations.filter((registration) => registration.type === type).map(({ inputs }) => inputs);
}

/** Outputs that Auth0 fills in and a component reads. */
function outputsOf(type: string, inputs: Record<string, unknown>): Record<string, unknown> {
  if (type !== "auth0:index/clientCredentials:ClientCredentials") return {};
  const { credentials } = inputs["privateKeyJwt"] as { credentials: { pem: string }[] };
  return {
    privateKeyJwt: {
      credentials: credentials.map((credential) => ({ ...credential, keyId: `kid of ${credential.pem}` })),
    },
  };
}

/** The value of an output. */
export function valueOf<T>(output: pulumi.Output<T> | undefined): Promise<T> {
  if (output === undefined) throw new Error("there is no such output");
  return new Promise((resolve) => void output.apply(resolve));
}
