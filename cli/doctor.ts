/** Before anything is touched: is all there that the stack needs, on this machine and on the tenant? It only reads, unless it is to probe. */
import { checkAdminLoginDomain } from "./doctor/admin-login-domain.ts";
import { checkAdminSignIn } from "./doctor/admin-sign-in.ts";
import { checkLimits } from "./doctor/limits.ts";
import { asAdopted, handMade, otherOinClients } from "./doctor/hand-made.ts";
import { checkMachine, checkStack } from "./doctor/machine.ts";
import { checkPrivateKeyJwt, probePrivateKeyJwt } from "./doctor/private-key-jwt.ts";
import { checkScopes } from "./doctor/scopes.ts";
import { checkDomain, checkLookUps, checkOrganizations, checkServiceApp } from "./doctor/tenant.ts";
import { commandLine, type CommonOptions, findingsOf, run } from "./command.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { type Finding, hasProblems, notice, problem } from "./findings.ts";
import { withProgress } from "./progress.ts";
import { report } from "./answer.ts";
import { operationsOf, scopesOf, TENANT_COMMANDS, type TenantCommand } from "./scopes.ts";
import { Stack, type StackConfiguration } from "./stack.ts";
import { namesIn } from "./state.ts";
import { refusal, type SignedIn, signIn, TenantUnusable, translated } from "./tenant.ts";
import type { Configuration } from "../config/index.ts";
import { ManagementError } from "auth0";
import { Option } from "commander";

interface Options extends CommonOptions {
  readonly for: readonly TenantCommand[];
  readonly probe?: boolean;
}

const NEW_TOKEN = "Get a new token, or use a client's credentials: AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET.";

const command = commandLine(
  "doctor",
  "Tells, before anything is touched, whether everything is there that the stack needs: on this machine, in its configuration and on the tenant.",
)
  .addOption(
    new Option("--for <commands...>", "only the scopes that these commands need")
      .choices(TENANT_COMMANDS)
      .default(TENANT_COMMANDS, "all"),
  )
  .option(
    "--probe",
    "find out whether the plan has private_key_jwt by making an application with a key and deleting it",
  );

await run<Options>(command, async (options) => {
  const stack = await Stack.open(options.stack);
  const findings: Finding[] = [];
  let usable: StackConfiguration | undefined;
  let tenantUnusable = false;
  const quiet = options.json === true;
  await withProgress(quiet, [
    {
      title: "Looking at this machine",
      run: async () => void findings.push(...(await checkMachine(stack.folder))),
    },
    {
      title: `Reading stack ${stack.name}`,
      run: async () => {
        const { findings: found, configuration } = await checkStack(stack);
        findings.push(...found);
        usable = configuration;
      },
    },
  ]);
  if (usable !== undefined) {
    const { configuration, credentials } = usable;
    await withProgress(quiet, [
      {
        title: `Asking the tenant ${configuration.domain}`,
        run: async () => {
          try {
            const tenant = await signIn(configuration.domain, credentials);
            tenantUnusable = !(await examineTenant(tenant, configuration, stack, options, findings));
          } catch (thrown) {
            const error = translated(configuration.domain, thrown);
            if (!(error instanceof TenantUnusable)) throw error;
            tenantUnusable = true;
            findings.push(...findingsOf(error));
          }
        },
      },
    ]);
  }
  report({ command: "doctor", stack: stack.name, findings }, quiet);
  return exitCode(findings, tenantUnusable || usable === undefined);
});

/**
 * Adds what is found to `findings`, so that it is told whatever comes after. What the tenant refuses to show is said, and
 * the rest is looked at all the same. Gives whether the token can be used at all.
 */
async function examineTenant(
  tenant: SignedIn,
  configuration: Configuration,
  stack: Stack,
  options: Options,
  findings: Finding[],
): Promise<boolean> {
  const { api, domain, token } = tenant;
  let isRefused = false;
  const look = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> => {
    if (isRefused) return undefined;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ManagementError) || error.statusCode === undefined) throw error;
      isRefused = error.statusCode === 401;
      findings.push(
        isRefused
          ? problem("tenant.refused", `${domain} refuses the token (${refusal(error)}).`, NEW_TOKEN)
          : notice("not-looked-at", `${what} was not looked at (${refusal(error)}).`),
      );
      return undefined;
    }
  };

  const state = await stack.state();
  findings.push(checkDomain(tenant, stack.name));
  const app = token.scopes.includes("read:clients")
    ? await look("The service app", () => checkServiceApp(api, configuration.serviceApp, stack.name))
    : undefined;
  const appId = app?.clientId;
  const others =
    appId === undefined
      ? undefined
      : await look("Other OIN clients", () => otherOinClients(api, appId, state, configuration.displayName));
  const adopted =
    others === undefined
      ? configuration
      : ((await look("What adopt would find", () => asAdopted(api, configuration, others))) ?? configuration);
  const needed = (commands: readonly TenantCommand[], by: Configuration) => operationsOf(commands, by, namesIn(state));
  findings.push(
    await checkScopes(tenant, needed(options.for, adopted)),
    ...(await checkAdminLoginDomain(configuration, stack.name)),
  );
  // Without read:clients nothing below can be looked at.
  if (app === undefined) return !isRefused;

  const lacking = scopesOf(needed(["preview"], configuration)).filter((scope) => !token.scopes.includes(scope));
  const add = async (what: string, work: () => Promise<readonly Finding[]>): Promise<void> =>
    void findings.push(...((await look(what, work)) ?? []));
  await add("What the configuration names", () => checkLookUps(api, configuration, lacking, stack.name));
  // The look-ups have told already where it is not there.
  if (app.clientId !== undefined || lacking.length > 0) findings.push(...app.findings);
  const made = others === undefined ? [] : handMade(others, configuration.flavour, stack.name);
  findings.push(...made);
  if (lacking.length === 0) {
    // What an OIN client made by hand came with is adopted along with it.
    const isAdopted = made.some(({ about }) => about === "hand-made");
    await add("Limits", async () =>
      (await checkLimits(api, configuration, state, stack.name)).filter(
        ({ about, severity }) => !(isAdopted && about === "names.taken" && severity === "notice"),
      ),
    );
  }
  await add("Whether an Okta admin can sign in", () =>
    checkAdminSignIn(api, configuration, state, { scopes: token.scopes, stack: stack.name }),
  );
  await add("Whether the plan has private_key_jwt", async () =>
    options.probe === true ? probePrivateKeyJwt(tenant, stack.name) : [await checkPrivateKeyJwt(tenant, stack.name)],
  );
  await add("Whether the plan has organizations", async () => [await checkOrganizations(tenant)]);
  return !isRefused;
}

function exitCode(findings: readonly Finding[], unusable: boolean): ExitCode {
  if (unusable) return EXIT.unusable;
  return hasProblems(findings) ? EXIT.findings : EXIT.ok;
}
