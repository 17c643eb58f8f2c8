/** Completion of the commands' options in a shell, written from the commands themselves. */
import { report } from "../answer.ts";
import type { CommonOptions } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { command as adopt } from "../adopt.ts";
import { command as api } from "../api.ts";
import { command as audit } from "../audit.ts";
import { command as customer } from "../customer.ts";
import { command as customerGuide } from "../customer-guide.ts";
import { command as doctor } from "../doctor.ts";
import { command as fleet } from "../fleet.ts";
import { command as handover } from "../handover.ts";
import { command as key } from "../key.ts";
import { command as newStack } from "../new-stack.ts";
import { command as ready } from "../ready.ts";
import { command as reportCommand } from "../report.ts";
import { command as rotate } from "../rotate.ts";
import { command as teardown } from "../teardown.ts";
import { completionScript, type Shell } from "./script.ts";

export type Options = CommonOptions;

/** All but this one, which adds itself. */
export const COMMANDS = [
  ...[adopt, api, audit, customer, customerGuide, doctor, fleet, handover, key],
  ...[newStack, ready, reportCommand, rotate, teardown],
];

export async function main({ json = false }: Options, [shell]: readonly unknown[]): Promise<ExitCode> {
  const text = completionScript(shell as Shell, COMMANDS);
  if (json) report({ command: "completion", findings: [], values: { text } }, true);
  else process.stdout.write(text);
  return EXIT.ok;
}
