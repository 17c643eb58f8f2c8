/** Whether answers fit together, and fit the tenant. */
import { parseCredentials } from "../../config/credentials.ts";
import { ConfigurationError, type Credentials, parseStack, type Problem } from "../../config/index.ts";
import { keyOf } from "../../config/settings.ts";
import { findConnection } from "../../tenant/admin-connections.ts";
import { findAdminRole } from "../../tenant/admin-role.ts";
import { lookUp } from "../../tenant/index.ts";
import { toProblem } from "../../tenant/lookup-failure.ts";
import { findServiceApp } from "../../tenant/service-app.ts";
import { checkDomain } from "../doctor/tenant.ts";
import { type Finding, problem } from "../findings.ts";
import { type SignedIn, signIn } from "../tenant.ts";
import { type Answers, optionOf } from "./answers.ts";

/** What answers are checked by. */
export interface CheckContext {
  /** Name of the stack. */
  readonly stack: string;
  /** Folder that key files are relative to. */
  readonly folder: string;
  /** For credentials that are not among the answers. */
  readonly env: NodeJS.ProcessEnv;
  /** The stacks that there are, with their tenants. */
  readonly others: readonly { readonly stack: string; readonly domain: string }[];
  /** Default: signs in to the tenant. */
  readonly connect?: (domain: string, credentials: Credentials) => Promise<SignedIn>;
}

/**
 * Everything that is wrong with the answers; nothing where a stack can be made of them. The tenant is asked once they fit
 * together. Throws TenantUnusable.
 */
export async function checkAll(answers: Answers, context: CheckContext): Promise<readonly Finding[]> {
  const { stack, folder, env, connect = signIn } = context;
  const shared = sharedTenant(answers, context);
  try {
    const { configuration, credentials } = await parseStack(answers, env, { stack, folder, now: new Date() });
    if (shared.length > 0) return shared;
    const tenant = await connect(configuration.domain, credentials);
    const domain = ownDomain(tenant, stack);
    if (domain.length > 0) return domain;
    await lookUp(tenant.api, configuration, stack);
    return [];
  } catch (error) {
    return [...shared, ...problemsIn(error).map(told)];
  }
}

/**
 * What is wrong with one answer, by the ones before it. `tenant` is absent until it can be signed in to: until then nothing is
 * looked for on it.
 */
export async function checkAnswer(
  key: string,
  answers: Answers,
  context: CheckContext,
  tenant: SignedIn | undefined,
): Promise<readonly Finding[]> {
  const { stack, folder, env } = context;
  const problems = await parseStack(answers, env, { stack, folder, now: new Date() }).then(() => [], problemsIn);
  const own = problems.filter((one) => one.key === key || one.key.startsWith(`${key}[`)).map(told);
  if (own.length > 0) return own;
  if (key === keyOf("domain")) return sharedTenant(answers, context);
  const value = answers[key] ?? "";
  return tenant === undefined || value === "" ? [] : onTenant(key, value, tenant, stack);
}

/** Signs in by the answers. Throws TenantUnusable; ConfigurationError where they are no credentials. */
export function signInBy(answers: Answers, { stack, env, connect = signIn }: CheckContext): Promise<SignedIn> {
  return connect(answers[keyOf("domain")] ?? "", parseCredentials(answers, env, stack));
}

/** Whether the domain is a custom one, which the token tells. */
export function ownDomain(tenant: SignedIn, stack: string): Finding[] {
  const { severity, says, details } = checkDomain(tenant, stack);
  return severity === "problem" ? [problem("domain", says, another(keyOf("domain")), details)] : [];
}

function problemsIn(error: unknown): readonly Problem[] {
  if (error instanceof ConfigurationError) return error.problems;
  throw error;
}

/** There is no stack yet whose configuration a command could change. */
function told({ key, found, expected }: Problem): Finding {
  return problem("configuration", `${key} ${found}. ${expected}`, another(key), { key });
}

function another(key: string): string {
  return `Give it by ${optionOf(key)}.`;
}

/** A stack that names another one's tenant would change what that one made. */
function sharedTenant(answers: Answers, { others }: CheckContext): Finding[] {
  const domain = answers[keyOf("domain")] ?? "";
  return others
    .filter((other) => domain !== "" && other.domain === domain)
    .map((other) =>
      problem("tenant.shared", `${domain} is the tenant of stack ${other.stack}; a tenant belongs to one stack.`, [
        "Take another tenant, or go on with that stack:",
        `npm run doctor -- --stack ${other.stack}`,
      ]),
    );
}

async function onTenant(key: string, value: string, { api }: SignedIn, stack: string): Promise<Finding[]> {
  const answers: readonly object[] = await Promise.all(
    key === keyOf("serviceApp")
      ? [toProblem("serviceApp", value, findServiceApp(api, value), stack)]
      : key === keyOf("adminRole")
        ? [toProblem("adminRole", value, findAdminRole(api, value), stack)]
        : key === keyOf("adminConnections")
          ? (JSON.parse(value) as readonly string[]).map((name) =>
              toProblem("adminConnections", name, findConnection(api, name), stack),
            )
          : [],
  );
  return answers.flatMap((one) => ("key" in one ? [told(one as Problem)] : []));
}
