/** Before anything is touched: is all there that the stack needs, on this machine and on the tenant? It only reads. */
import { checkEngine, checkPlugin, checkStack } from "./doctor/machine.ts";
import { checkPrivateKeyJwt, probePrivateKeyJwt } from "./doctor/private-key-jwt.ts";
import { checkScopes } from "./doctor/scopes.ts";
import { checkDomain, checkHandMade, checkLookUps, checkOrganizations } from "./doctor/tenant.ts";
import { commandLine, type CommonOptions, run } from "./command.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { type Finding, hasProblems, problem } from "./findings.ts";
import { withProgress } from "./progress.ts";
import { report } from "./report.ts";
import { operationsOf, TENANT_COMMANDS, type TenantCommand } from "./scopes.ts";
import { Stack, type StackConfiguration } from "./stack.ts";
import { type SignedIn, signIn, TenantUnusable, translated } from "./tenant.ts";
import { Option } from "commander";

interface Options extends CommonOptions {
  readonly for: readonly TenantCommand[];
  readonly probe?: boolean;
}

const command = commandLine("doctor", "Tells, before anything is touched, whether everything is there that the stack needs: on this machine, in its configuration and on the tenant.")
  .addOption(new Option("--for <commands...>", "only the scopes that these commands need").choices(TENANT_COMMANDS).default(TENANT_COMMANDS, "all"))
  .option("--probe", "find out whether the plan has private_key_jwt by making an application with a key and deleting it");

await run<Options>(command, async (options) => {
  const stack = await Stack.open(options.stack);
  const findings: Finding[] = [];
  let usable: StackConfiguration | undefined;
  let unusable = false;
  await withProgress(options.json === true, [
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
    {
      title: "Asking the tenant",
      run: async () => {
        if (usable === undefined) return;
        try {
          findings.push(...(await examineTenant(await signIn(usable.configuration.domain, usable.credentials), usable, stack, options)));
        } catch (thrown) {
          const error = translated(usable.configuration.domain, thrown);
          if (!(error instanceof TenantUnusable)) throw error;
          unusable = error.reason === "unreachable";
          findings.push(problem(`tenant.${error.reason}`, error.message, unusable ? "Check auth0:domain, the network and a proxy's certificates." : "Check auth0:clientId and auth0:clientSecret, or the AUTH0_* variables."));
        }
      },
    },
  ]);
  report({ command: "doctor", stack: stack.name, findings }, options.json === true);
  return exitCode(findings, unusable || usable === undefined);
});

async function examineTenant(tenant: SignedIn, { configuration }: StackConfiguration, stack: Stack, options: Options): Promise<Finding[]> {
  const findings: Finding[] = [checkDomain(tenant, stack.name), await checkScopes(tenant, operationsOf(options.for, configuration))];
  // Without this one nothing below can be looked at.
  if (!tenant.token.scopes.includes("read:clients")) return findings;
  const { findings: found, serviceAppClientId } = await checkLookUps(tenant.api, configuration, stack.name);
  findings.push(...found);
  if (serviceAppClientId !== undefined) findings.push(...(await checkHandMade(tenant.api, serviceAppClientId, await stack.state(), stack.name)));
  findings.push(options.probe === true ? await probePrivateKeyJwt(tenant.api) : await checkPrivateKeyJwt(tenant.api));
  findings.push(await checkOrganizations(tenant));
  return findings;
}

function exitCode(findings: readonly Finding[], unusable: boolean): ExitCode {
  if (unusable) return EXIT.unusable;
  return hasProblems(findings) ? EXIT.findings : EXIT.ok;
}
