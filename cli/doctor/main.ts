/** Before anything is touched: is all there that the stack needs, on this machine and on the tenant? It only reads, unless it is to probe. */
import { examineTenant } from "./examine.ts";
import { checkMachine, checkStack } from "./machine.ts";
import type { CommonOptions } from "../command.ts";
import { errorFindings } from "../error-findings.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type Finding, hasProblems } from "../findings.ts";
import { withProgress } from "../progress.ts";
import { report } from "../answer.ts";
import type { TenantCommand } from "../scopes.ts";
import { Stack, type StackConfiguration } from "../stack.ts";
import { signIn, TenantUnusable, translated } from "../tenant.ts";

export interface Options extends CommonOptions {
  readonly for: readonly TenantCommand[];
  readonly probe?: boolean;
}

export async function main(options: Options): Promise<ExitCode> {
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
            const state = await stack.state();
            const asked = {
              configuration,
              state,
              stack: stack.name,
              commands: options.for,
              probe: options.probe === true,
            };
            tenantUnusable = !(await examineTenant(tenant, asked, findings));
          } catch (thrown) {
            const error = translated(configuration.domain, thrown);
            if (!(error instanceof TenantUnusable)) throw error;
            tenantUnusable = true;
            findings.push(...errorFindings(error));
          }
        },
      },
    ]);
  }
  report({ command: "doctor", stack: stack.name, findings }, quiet);
  return exitCode(findings, tenantUnusable || usable === undefined);
}

function exitCode(findings: readonly Finding[], unusable: boolean): ExitCode {
  if (unusable) return EXIT.unusable;
  return hasProblems(findings) ? EXIT.findings : EXIT.ok;
}
