/** Before anything is touched: is all there that the stack needs, on this machine and on the tenant? It only reads, unless it is to probe. */
import { checkAdminLoginDomain } from "./doctor/admin-login-domain.ts";
import { checkLimits } from "./doctor/limits.ts";
import { asAdopted, handMade, otherOinClients } from "./doctor/hand-made.ts";
import { checkEngine, checkPlugin, checkStack } from "./doctor/machine.ts";
import { checkPrivateKeyJwt, probePrivateKeyJwt } from "./doctor/private-key-jwt.ts";
import { checkScopes } from "./doctor/scopes.ts";
import { checkDomain, checkLookUps, checkOrganizations, checkServiceApp } from "./doctor/tenant.ts";
import { commandLine, type CommonOptions, run } from "./command.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { type Finding, hasProblems, problem } from "./findings.ts";
import { withProgress } from "./progress.ts";
import { report } from "./report.ts";
import { operationsOf, scopesOf, TENANT_COMMANDS, type TenantCommand } from "./scopes.ts";
import { Stack, type StackConfiguration } from "./stack.ts";
import { namesIn } from "./state.ts";
import { type SignedIn, signIn, TenantUnusable, translated } from "./tenant.ts";
import type { Configuration } from "../config/index.ts";
import { Option } from "commander";

interface Options extends CommonOptions {
  readonly for: readonly TenantCommand[];
  readonly probe?: boolean;
}

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
  let unreachable = false;
  const quiet = options.json === true;
  await withProgress(quiet, [
    {
      title: "Looking at this machine",
      run: async () => void findings.push(await checkEngine(stack.folder), await checkPlugin(stack.folder)),
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
            findings.push(
              ...(await examineTenant(await signIn(configuration.domain, credentials), configuration, stack, options)),
            );
          } catch (thrown) {
            const error = translated(configuration.domain, thrown);
            if (!(error instanceof TenantUnusable)) throw error;
            unreachable = error.reason === "unreachable";
            findings.push(
              problem(
                `tenant.${error.reason}`,
                error.message,
                unreachable
                  ? "Check auth0:domain, the network and a proxy's certificates."
                  : "Check auth0:clientId and auth0:clientSecret, or the AUTH0_* variables.",
              ),
            );
          }
        },
      },
    ]);
  }
  report({ command: "doctor", stack: stack.name, findings }, quiet);
  return exitCode(findings, unreachable || usable === undefined);
});

async function examineTenant(
  tenant: SignedIn,
  configuration: Configuration,
  stack: Stack,
  options: Options,
): Promise<Finding[]> {
  const { api, token } = tenant;
  const state = await stack.state();
  const app = token.scopes.includes("read:clients")
    ? await checkServiceApp(api, configuration.serviceApp, stack.name)
    : undefined;
  const others = app?.clientId === undefined ? undefined : await otherOinClients(api, app.clientId, state);
  const adopted = others === undefined ? configuration : await asAdopted(api, configuration, others);
  const needed = (commands: readonly TenantCommand[], by: Configuration) => operationsOf(commands, by, namesIn(state));

  const findings: Finding[] = [
    checkDomain(tenant, stack.name),
    await checkScopes(tenant, needed(options.for, adopted)),
    ...(await checkAdminLoginDomain(configuration, stack.name)),
  ];
  // Without read:clients nothing below can be looked at.
  if (app === undefined) return findings;
  const lacking = scopesOf(needed(["preview"], configuration)).filter((scope) => !token.scopes.includes(scope));
  findings.push(...(await checkLookUps(api, configuration, lacking, stack.name)));
  // The look-ups have told already where it is not there.
  if (app.clientId !== undefined || lacking.length > 0) findings.push(...app.findings);
  const made = others === undefined ? [] : handMade(others, configuration.flavour, stack.name);
  findings.push(...made);
  if (lacking.length === 0) {
    const limits = await checkLimits(api, configuration, state, stack.name);
    // What an OIN client made by hand came with is adopted along with it.
    const isAdopted = made.some(({ about }) => about === "hand-made");
    findings.push(
      ...limits.filter(({ about, severity }) => !(isAdopted && about === "names.taken" && severity === "notice")),
    );
  }
  findings.push(
    ...(options.probe === true
      ? await probePrivateKeyJwt(tenant, stack.name)
      : [await checkPrivateKeyJwt(api, stack.name)]),
  );
  findings.push(await checkOrganizations(tenant));
  return findings;
}

function exitCode(findings: readonly Finding[], unusable: boolean): ExitCode {
  if (unusable) return EXIT.unusable;
  return hasProblems(findings) ? EXIT.findings : EXIT.ok;
}
