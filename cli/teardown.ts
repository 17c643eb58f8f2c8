/** The documented way out: releases the OIN client, gives the consent setting back, deletes what the stack made. */
import { commandLine, type CommonOptions, run } from "./command.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { runFailure } from "./failures.ts";
import { type Finding, hasProblems, ok, problem } from "./findings.ts";
import { report } from "./report.ts";
import { type RecordedRun, Stack, type StackConfiguration } from "./stack.ts";
import { namesIn, ofType, type StackState } from "./state.ts";
import { consequences } from "./teardown/text.ts";
import { signIn } from "./tenant.ts";
import { ask, isInteractive } from "./terminal.ts";
import type { Held } from "../config/index.ts";
import { keyOf, setCommand } from "../config/settings.ts";
import { unlessMissing } from "../lookup/management-api.ts";

interface Options extends CommonOptions {
  readonly confirm?: string;
}

const command = commandLine(
  "teardown",
  "Deletes from the tenant what the stack made, the OIN client too: says what that does to Okta's customers, asks for the client ID to be typed, then releases the client (config), gives settings back (up; in the native flavour it takes the block off the app) and deletes (destroy).",
).option("--confirm <client ID>", "do it without asking: the client ID of the OIN client that will be deleted");

await run<Options>(command, async (options) => {
  const json = options.json === true;
  const stack = await Stack.open(options.stack);
  const { outputs, resources } = await stack.state();
  if (resources.length === 0) return end(stack, json, [await forget(stack)]);

  const usable = await stack.configuration();
  const state = { outputs, resources };
  const { configuration, held } = usable;
  // Either alone would do: both are to be made, or one of them is yet to be deleted.
  if (configuration.flavour === "both" || held?.flavour === "both") return end(stack, json, [refuseBoth(stack.name, held, state)]);

  const oinClientId = typeof outputs["oinClientId"] === "string" ? outputs["oinClientId"] : ofType(state, "Client")[0]?.id;
  if (oinClientId === undefined) {
    return end(stack, json, [problem("oin-client", `Stack ${stack.name} has objects but no OIN client: nothing that Okta knows.`, `pulumi destroy --stack ${stack.name}`)]);
  }

  process.stderr.write(`${consequences(configuration.flavour, configuration.domain, oinClientId)}\n`);
  if (!(await isConfirmed(options, oinClientId))) {
    return end(stack, json, [problem("teardown", "Nothing was done: the client ID was not confirmed.", `npm run teardown -- --stack ${stack.name} --confirm ${oinClientId}`)]);
  }
  return end(stack, json, [await tearDown(stack, usable, oinClientId, json)]);
});

/** A teardown takes down one OIN client; of two, one has to go first, and only Okta can say which. */
function refuseBoth(stack: string, held: Held | undefined, state: StackState): Finding {
  const refused = (...mend: string[]): Finding =>
    problem("teardown", "Nothing was done: the tenant moves from one flavour to the other, and a teardown takes down one.", [...mend, `then: npm run teardown -- --stack ${stack}`], {
      oinClients: held?.oinClients,
      oktaKnows: held?.oktaKnows,
    });
  const known = held?.oktaKnows ?? "guide";
  const other = held?.oinClients[known === "guide" ? "native" : "guide"];
  if (held?.flavour === "both" && other !== undefined) {
    return refused(
      `Finish the move or go back, as in docs/moving-to-native.md. Okta uses the OIN client of the flavour ${known}; to be left with that one, release the other:`,
      setCommand(stack, "releaseOinClient", other),
      `pulumi up --stack ${stack}`,
      setCommand(stack, "flavour", known),
      `pulumi up --stack ${stack}`,
    );
  }
  const made = ofType(state, "Client").some(({ id = "" }) => !Object.values(held?.oinClients ?? {}).includes(id));
  return made
    ? refused("The up that makes both flavours was interrupted: it has to come to its end first.", `pulumi up --stack ${stack}`)
    : refused("Nothing of the other flavour has been made yet:", setCommand(stack, "flavour", known));
}

async function isConfirmed({ confirm, json }: Options, oinClientId: string): Promise<boolean> {
  if (confirm !== undefined) return confirm === oinClientId;
  return json !== true && isInteractive() && (await ask("To go on, type the client ID of the OIN client: ")) === oinClientId;
}

/** Stopped at any point, running it again does the rest. */
async function tearDown(stack: Stack, usable: StackConfiguration, oinClientId: string, json: boolean): Promise<Finding> {
  const show = json ? undefined : process.stderr;
  await stack.setConfiguration({ [keyOf("releaseOinClient")]: oinClientId });
  if (!(await hasBegun(stack, usable, oinClientId))) {
    const failure = runFailure("up", await stack.up(show), stack.name, "teardown");
    if (failure !== undefined) return failure;
  }
  await forgetLostProfile(stack, usable);
  return runFailure("destroy", await stack.destroy(show), stack.name, "teardown") ?? forget(stack);
}

/** Whether something was deleted already: up would make it again, and another client where that one is gone. */
async function hasBegun(stack: Stack, { configuration, credentials }: StackConfiguration, oinClientId: string): Promise<boolean> {
  const state = await stack.state();
  if (!ofType(state, "Client").some(({ id }) => id === oinClientId)) return true;
  // What a destroy deletes first is there after every up that came to its end.
  if (!namesIn(state).some((name) => /-okta-knows-the-(native-)?oin-client$/.test(name)) && !isUnfinishedUp(await stack.lastRun())) return true;
  const { api } = await signIn(configuration.domain, credentials);
  return (await unlessMissing(api.clients.get(oinClientId, { fields: "client_id", include_fields: true }))) === undefined;
}

/** The run that a state without that is of; no run is recorded of a first up that was killed. */
function isUnfinishedUp(last: RecordedRun | undefined): boolean {
  return last === undefined || (last.kind === "update" && last.result !== "succeeded");
}

/** A destroy would stop at a connection profile that an interrupted one has deleted: the plugin cannot read over it. */
async function forgetLostProfile(stack: Stack, { configuration, credentials }: StackConfiguration): Promise<void> {
  for (const { urn, id = "" } of ofType(await stack.state(), "ConnectionProfile")) {
    const { api } = await signIn(configuration.domain, credentials);
    if ((await unlessMissing(api.connectionProfiles.get(id))) === undefined) await stack.forget(urn);
  }
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
