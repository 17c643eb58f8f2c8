/** The documented way out: releases the OIN client, gives the consent setting back, deletes what the stack made. */
import { commandLine, type CommonOptions, run } from "./command.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { runFailure } from "./failures.ts";
import { type Finding, hasProblems, ok, problem } from "./findings.ts";
import { report } from "./report.ts";
import { Stack, type StackConfiguration } from "./stack.ts";
import { ofType } from "./state.ts";
import { consequences } from "./teardown/text.ts";
import { signIn } from "./tenant.ts";
import { ask, isInteractive } from "./terminal.ts";
import { keyOf } from "../config/settings.ts";
import { unlessMissing } from "../lookup/management-api.ts";

interface Options extends CommonOptions {
  readonly confirm?: string;
}

const command = commandLine(
  "teardown",
  "Deletes from the tenant what the stack made, the OIN client too: says what that does to Okta's customers, asks for the client ID to be typed, then releases the client (config), gives settings back (up) and deletes (destroy).",
).option("--confirm <client ID>", "do it without asking: the client ID of the OIN client that will be deleted");

await run<Options>(command, async (options) => {
  const json = options.json === true;
  const stack = await Stack.open(options.stack);
  const { outputs, resources } = await stack.state();
  if (resources.length === 0) return end(stack, json, [await forget(stack)]);

  const usable = await stack.configuration();
  const state = { outputs, resources };
  const oinClientId = typeof outputs["oinClientId"] === "string" ? outputs["oinClientId"] : ofType(state, "Client")[0]?.id;
  if (oinClientId === undefined) {
    return end(stack, json, [problem("oin-client", `Stack ${stack.name} has objects but no OIN client: nothing that Okta knows.`, `pulumi destroy --stack ${stack.name}`)]);
  }

  process.stderr.write(`${consequences(usable.configuration.domain, oinClientId)}\n`);
  if (!(await isConfirmed(options, oinClientId))) {
    return end(stack, json, [problem("teardown", "Nothing was done: the client ID was not confirmed.", `npm run teardown -- --stack ${stack.name} --confirm ${oinClientId}`)]);
  }
  return end(stack, json, [await tearDown(stack, usable, oinClientId, json)]);
});

async function isConfirmed({ confirm, json }: Options, oinClientId: string): Promise<boolean> {
  if (confirm !== undefined) return confirm === oinClientId;
  return json !== true && isInteractive() && (await ask("To go on, type the client ID of the OIN client: ")) === oinClientId;
}

/** Stopped at any point, running it again does the rest. */
async function tearDown(stack: Stack, usable: StackConfiguration, oinClientId: string, json: boolean): Promise<Finding> {
  const show = json ? undefined : process.stderr;
  await stack.setConfiguration({ [keyOf("releaseOinClient")]: oinClientId });
  // Once the client is gone, up would make another one.
  if (await isThere(stack, usable, oinClientId)) {
    const failure = runFailure("up", await stack.up(show), stack.name, "teardown");
    if (failure !== undefined) return failure;
  }
  return runFailure("destroy", await stack.destroy(show), stack.name, "teardown") ?? forget(stack);
}

async function isThere(stack: Stack, { configuration, credentials }: StackConfiguration, oinClientId: string): Promise<boolean> {
  if (!ofType(await stack.state(), "Client").some(({ id }) => id === oinClientId)) return false;
  const { api } = await signIn(configuration.domain, credentials);
  return (await unlessMissing(api.clients.get(oinClientId, { fields: "client_id", include_fields: true }))) !== undefined;
}

/** What referred to the deleted objects would mislead a stack that is brought up again. */
async function forget(stack: Stack): Promise<Finding> {
  for (const setting of ["releaseOinClient", "adopt"]) await stack.removeConfiguration(keyOf(setting));
  return ok("teardown", `Everything that the stack made is gone. The stack itself and its configuration stay: pulumi stack rm ${stack.name} removes them.`);
}

function end(stack: Stack, json: boolean, findings: readonly Finding[]): ExitCode {
  report({ command: "teardown", stack: stack.name, findings }, json);
  return hasProblems(findings) ? EXIT.findings : EXIT.ok;
}
