import { ConfigurationError, type Problem } from "./problems.ts";
import type { RawConfiguration } from "./settings.ts";

/**
 * How the stack signs in to the Management API: the same keys and variables as Pulumi's Auth0 provider. The provider and the
 * stack's own look-ups use the same ones.
 */
export type Credentials =
  | { readonly apiToken: string }
  | { readonly clientId: string; readonly clientSecret: string }
  | {
      readonly clientId: string;
      readonly clientAssertionPrivateKey: string;
      readonly clientAssertionSigningAlg: string;
    };

/** The settings of Pulumi's Auth0 provider that are credentials, each with the variable that it reads where the key is not set. */
const VARIABLES = {
  apiToken: "AUTH0_API_TOKEN",
  clientId: "AUTH0_CLIENT_ID",
  clientSecret: "AUTH0_CLIENT_SECRET",
  clientAssertionPrivateKey: "AUTH0_CLIENT_ASSERTION_PRIVATE_KEY",
  clientAssertionSigningAlg: "AUTH0_CLIENT_ASSERTION_SIGNING_ALG",
} as const;

type CredentialSetting = keyof typeof VARIABLES;

export const CREDENTIAL_SETTINGS = Object.keys(VARIABLES) as readonly CredentialSetting[];

/** One that is set, and where: `auth0:clientId` in the stack, `AUTH0_CLIENT_ID` in the environment. */
interface Given {
  readonly setting: CredentialSetting;
  readonly from: string;
  readonly value: string;
}

/**
 * Reads the `auth0:*` keys, then the `AUTH0_*` variables.
 * Throws ConfigurationError where there are none, or not all that belong together, or more than the provider takes: it
 * would refuse them itself, in words that name none of this. A value is never quoted.
 */
export function parseCredentials(raw: RawConfiguration, env: NodeJS.ProcessEnv, stack: string): Credentials {
  const given = CREDENTIAL_SETTINGS.flatMap((setting): Given[] => {
    const [key, variable] = [`auth0:${setting}`, VARIABLES[setting]];
    if (raw[key]) return [{ setting, from: key, value: raw[key] }];
    return env[variable] ? [{ setting, from: variable, value: env[variable] }] : [];
  });
  const of = (setting: CredentialSetting): Given | undefined => given.find((one) => one.setting === setting);
  const refuse = (problem: Problem): never => {
    throw new ConfigurationError(stack, [problem]);
  };
  const [apiToken, clientId, clientSecret, privateKey, algorithm] = CREDENTIAL_SETTINGS.map(of);

  if (apiToken !== undefined) {
    const others = given.filter((one) => one !== apiToken);
    return others.length === 0
      ? { apiToken: apiToken.value }
      : refuse(tooMany(apiToken, others, "a token or a client", stack));
  }
  if (clientId === undefined) return refuse(missing("clientId"));
  if (clientSecret !== undefined) {
    const others = [privateKey, algorithm].filter((one) => one !== undefined);
    return others.length === 0
      ? { clientId: clientId.value, clientSecret: clientSecret.value }
      : refuse(tooMany(clientSecret, others, "a client's secret or its private key", stack));
  }
  if (privateKey === undefined) return refuse(missing("clientSecret"));
  if (algorithm === undefined) return refuse(withoutAlgorithm());
  return {
    clientId: clientId.value,
    clientAssertionPrivateKey: privateKey.value,
    clientAssertionSigningAlg: algorithm.value,
  };
}

function missing(setting: CredentialSetting): Problem {
  return {
    key: `auth0:${setting}`,
    found: "is not set",
    expected: "Expected credentials for the Management API: a client's ID and secret (or its private key), or a token.",
    mend: "export AUTH0_CLIENT_ID=… AUTH0_CLIENT_SECRET=… (or AUTH0_API_TOKEN=…), or set the same as auth0:clientId and, with --secret, auth0:clientSecret",
  };
}

function withoutAlgorithm(): Problem {
  return {
    key: "auth0:clientAssertionSigningAlg",
    found: "is not set",
    expected: "The Auth0 provider wants the algorithm beside the client's private key.",
    mend: "export AUTH0_CLIENT_ASSERTION_SIGNING_ALG=RS256 (or RS384, RS512, PS256, as the key was registered)",
  };
}

function tooMany(one: Given, others: readonly Given[], choice: string, stack: string): Problem {
  return {
    key: one.from,
    found: `is set, and so ${others.length === 1 ? "is" : "are"} ${others.map(({ from }) => from).join(", ")}`,
    expected: `The Auth0 provider takes ${choice}, not both.`,
    mend: `${takenAway([one], stack)}\nor:\n${takenAway(others, stack)}`,
  };
}

/** The commands that take settings and variables away. */
function takenAway(given: readonly Given[], stack: string): string {
  const keys = given.filter(({ from }) => from.startsWith("auth0:"));
  const variables = given.filter((one) => !keys.includes(one));
  return [
    ...keys.map(({ from }) => `pulumi config rm ${from} --stack ${stack}`),
    ...(variables.length === 0 ? [] : [`unset ${variables.map(({ from }) => from).join(" ")}`]),
  ].join("\n");
}
