/** What a new stack is told: the questions, and the configuration that their answers make. */
import { keyOf, type Setting, STRUCTURED } from "../../config/settings.ts";
import { SECRET_CREDENTIALS } from "../stack.ts";
import { projectPath } from "../user-path.ts";

/** Options by commander's names for them; each is a setting, or a credential. */
export interface Given {
  readonly domain?: string;
  readonly clientId?: string;
  readonly flavour?: string;
  readonly serviceApp?: string;
  readonly initiateLoginUri?: string;
  readonly initiateLoginUriTemplate?: string;
  readonly key?: readonly string[];
  readonly scim?: string;
  readonly adminRole?: string;
  readonly adminConnection?: readonly string[];
}

export type Answers = Readonly<Record<string, string>>;

export interface Question {
  /** Full key of the configuration. */
  readonly key: string;
  /** The option that answers it; absent for a secret. */
  readonly option?: string;
  /** What is asked of a person. */
  readonly asks: string;
  /** Where the person only presses Enter; absent where there has to be an answer. */
  readonly preset?: string;
  readonly isSecret?: true;
  /** Whether it takes the answer to sign in to the tenant. */
  readonly isAccess?: true;
  /** Whether it is asked at all, by the answers so far. Default: yes. */
  readonly when?: (answers: Answers) => boolean;
}

const setting = (name: Setting): string => keyOf(name);
const hasNoKey = (answers: Answers): boolean => answers["auth0:clientAssertionPrivateKey"] === undefined;
const flavourIs = (flavour: string) => (answers: Answers) => (answers[setting("flavour")] || "guide") === flavour;

/** In the order in which they are asked: the tenant can be looked at once the first three are answered. */
export function questions(): readonly Question[] {
  return [
    {
      key: setting("domain"),
      option: "--domain",
      asks: "The tenant's own domain, such as acme.us.auth0.com, not a custom one",
      isAccess: true,
    },
    {
      key: "auth0:clientId",
      option: "--client-id",
      asks: "Client ID of the machine-to-machine application that the stack signs in with",
      isAccess: true,
    },
    {
      key: "auth0:clientSecret",
      asks: "Its client secret (not shown)",
      isSecret: true,
      isAccess: true,
      when: hasNoKey,
    },
    {
      key: setting("flavour"),
      option: "--flavour",
      asks: "Flavour: guide (Okta's guide), or native (Auth0's own)",
      preset: "guide",
    },
    {
      key: setting("serviceApp"),
      option: "--service-app",
      asks: "The app that is published in the OIN: client ID, or exact name",
    },
    {
      key: setting("initiateLoginUri"),
      option: "--initiate-login-uri",
      asks: "The https URL where end users begin to sign in to that app",
      when: flavourIs("guide"),
    },
    {
      key: setting("initiateLoginUriTemplate"),
      option: "--initiate-login-uri-template",
      asks: "The https URL where end users begin to sign in, with {organization_name}",
      when: flavourIs("native"),
    },
    {
      key: setting("oktaPublicKeys"),
      option: "--key",
      asks: "PEM file with Okta's public key, its path seen from where you are (empty: Okta has given none yet)",
      preset: "",
    },
    {
      key: setting("scim"),
      option: "--scim",
      asks: "SCIM provisioning as well as SSO: true or false",
      preset: "false",
    },
    {
      key: setting("adminRole"),
      option: "--admin-role",
      asks: "Existing role for the admins: ID or exact name (empty: a new one)",
      preset: "",
    },
    {
      key: setting("adminConnections"),
      option: "--admin-connection",
      asks: "Connections with the admins' accounts, separated by commas (empty: none)",
      preset: "",
      when: flavourIs("guide"),
    },
  ];
}

/** The answers that the command line gives. `folder` is the project's. */
export function answersGiven(given: Given, env: NodeJS.ProcessEnv, folder: string): Answers {
  const { clientId = env["AUTH0_CLIENT_ID"], domain = env["AUTH0_DOMAIN"] } = given;
  const values: Readonly<Record<string, string | readonly string[] | undefined>> = {
    [setting("domain")]: domain,
    "auth0:clientId": clientId,
    // No option: it would be in the shell's history and in the list of processes.
    "auth0:clientSecret": env["AUTH0_CLIENT_SECRET"],
    "auth0:clientAssertionPrivateKey": env["AUTH0_CLIENT_ASSERTION_PRIVATE_KEY"],
    "auth0:clientAssertionSigningAlg": env["AUTH0_CLIENT_ASSERTION_SIGNING_ALG"],
    [setting("flavour")]: given.flavour,
    [setting("serviceApp")]: given.serviceApp,
    [setting("initiateLoginUri")]: given.initiateLoginUri,
    [setting("initiateLoginUriTemplate")]: given.initiateLoginUriTemplate,
    [setting("oktaPublicKeys")]: given.key && keyFiles(given.key, folder),
    [setting("scim")]: given.scim,
    [setting("adminRole")]: given.adminRole,
    [setting("adminConnections")]: given.adminConnection,
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      if (value === undefined || value === "") return [];
      return [[key, typeof value === "string" ? value : JSON.stringify(value)]];
    }),
  );
}

/** Key files are named from where the person is; the configuration has them relative to the project's folder. */
export function keyFiles(given: readonly string[], folder: string): readonly string[] {
  return given.map((file) => projectPath(file, folder));
}

/** A person's answer as the configuration has it: a list as JSON. `folder` is the project's. */
export function toValue(key: string, answer: string, folder: string): string {
  const isList = [...STRUCTURED].some((name) => keyOf(name) === key);
  if (!isList) return answer;
  const entries = answer.split(",").flatMap((entry) => entry.trim() || []);
  return JSON.stringify(key === setting("oktaPublicKeys") ? keyFiles(entries, folder) : entries);
}

/** The values of a stack's file by path, as `pulumi config set --path` takes them; what is encrypted is not among them. */
export function plainValues(answers: Answers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answers).flatMap(([key, value]): (readonly [string, string])[] => {
      if (SECRET_CREDENTIALS.includes(key) || value === "") return [];
      if (!value.startsWith("[")) return [[key, value]];
      return (JSON.parse(value) as readonly string[]).map((entry, at) => [`${key}[${at}]`, entry] as const);
    }),
  );
}

/** The option, or the variable, that gives an answer: `--service-app`. */
export function optionOf(key: string): string {
  if (key === "auth0:clientSecret") return "AUTH0_CLIENT_SECRET in the environment";
  const named = questions().find((question) => key === question.key || key.startsWith(`${question.key}[`))?.option;
  return named ?? `pulumi config set ${key}`;
}
