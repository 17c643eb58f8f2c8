/** Reads the tenant directly and reports what a preview cannot see. It only reads, in at most 10 calls; of both flavours, 15. */
import { audit } from "./index.ts";
import type { CommonOptions } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type Finding, hasProblems, ok } from "../findings.ts";
import { withProgress } from "../progress.ts";
import { report } from "../answer.ts";
import { Stack } from "../stack.ts";
import { signIn } from "../tenant.ts";

export interface Options extends CommonOptions {
  readonly allClients?: boolean;
}

export async function main({ stack: name, json = false, allClients = false }: Options): Promise<ExitCode> {
  const stack = await Stack.open(name);
  let findings: Finding[] = [];
  let calls = 0;
  await withProgress(json, [
    {
      title: `Auditing the tenant of stack ${stack.name}`,
      run: async () => {
        const { configuration, credentials } = await stack.configuration();
        const tenant = await signIn(configuration.domain, credentials);
        findings = await audit(stack, configuration, tenant, allClients);
        calls = tenant.calls();
      },
    },
  ]);
  if (!hasProblems(findings))
    findings.push(ok("audit", `Nothing was found that the stack did not make so (${calls} calls).`));
  report({ command: "audit", stack: stack.name, findings, values: { calls } }, json);
  return hasProblems(findings) ? EXIT.findings : EXIT.ok;
}
