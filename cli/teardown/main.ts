/**
 * The documented way out: gives the consent setting back and deletes what the stack made. It goes by what the stack holds and
 * not by its program, so that it also works where an app, a role or the client that the configuration names is gone.
 */
import type { ManagementClient } from "auth0";
import { commandAgain } from "../again.ts";
import type { AfterInterruption, CommonOptions } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { runFailure } from "../failures.ts";
import { type Finding, hasProblems, ok, problem } from "../findings.ts";
import { report } from "../answer.ts";
import { refuseAnotherTenantThan, Stack } from "../stack.ts";
import { called, ofType, type StackState } from "../state.ts";
import { watchFlow } from "./flow.ts";
import { consequences } from "./text.ts";
import { signIn } from "../tenant.ts";
import { ask, isInteractive, print } from "../terminal.ts";
import { parseCredentials } from "../../config/credentials.ts";
import type { PreviousFlavour } from "../../config/index.ts";
import { keyOf, setCommand } from "../../config/settings.ts";
import { DELETION_GUARDS, MEMORY_RESOURCE, OIN_CLIENT_RESOURCES } from "../../contract/stack.ts";
import { undefinedOn404 } from "../../tenant/management-api.ts";
import { previousFlavourIn } from "../../config/previous.ts";

export interface Options extends CommonOptions {
  readonly confirm?: string;
}

/** What the engine refuses to delete: the deletion guards on top of everything, what the stack remembers, and the clients. */
const PROTECTED: readonly string[] = [
  ...Object.values(DELETION_GUARDS),
  MEMORY_RESOURCE,
  ...Object.values(OIN_CLIENT_RESOURCES),
];

/** What there was before the first deletion; absent until then. */
let begun: { readonly stack: Stack; readonly objects: number } | undefined;

export const afterInterruption: AfterInterruption<Options> = {
  done: async () => {
    if (begun === undefined) return "Nothing was done.";
    const left = objectsIn(await begun.stack.stateAfterInterruption());
    if (left === 0) return `All of the stack's ${begun.objects} objects are gone, and the state says so.`;
    return `${begun.objects - left} of the stack's ${begun.objects} objects are gone, and the state says so; the rest is still on the tenant.`;
  },
};

export async function main(options: Options): Promise<ExitCode> {
  const json = options.json === true;
  const stack = await Stack.open(options.stack);
  const state = await stack.state();
  if (state.resources.length === 0) return end(stack, json, [await forget(stack)]);

  const held = previousFlavourIn(state.outputs);
  const [guide, native] = [called(state, OIN_CLIENT_RESOURCES.guide), called(state, OIN_CLIENT_RESOURCES.native)];
  if (guide !== undefined && native !== undefined) return end(stack, json, [refuseBoth(stack.name, held)]);

  const oinClientId =
    (guide ?? native)?.id ??
    (typeof state.outputs["oinClientId"] === "string" ? state.outputs["oinClientId"] : undefined);
  if (oinClientId === undefined) {
    return end(stack, json, [
      problem(
        "oin-client",
        `Stack ${stack.name} has objects but no OIN client: nothing that Okta knows.`,
        `pulumi destroy --stack ${stack.name}`,
      ),
    ]);
  }

  const raw = await stack.rawConfiguration();
  const configured = raw[keyOf("domain")] ?? "";
  const domain = state.domain ?? configured;
  if (configured !== "") refuseAnotherTenantThan(stack.name, configured, state);
  const { api } = await signIn(domain, parseCredentials(raw, process.env, stack.name));
  const flavour = native !== undefined || (guide === undefined && held?.oktaKnows === "native") ? "native" : "guide";
  print(process.stderr, `${consequences(flavour, domain, oinClientId)}\n`);
  if (!(await isConfirmed(options, oinClientId))) {
    return end(stack, json, [
      problem(
        "teardown",
        "Nothing was done: the client ID was not confirmed.",
        `npm run teardown -- --stack ${stack.name} --confirm ${oinClientId}`,
      ),
    ]);
  }
  begun = { stack, objects: objectsIn(state) };
  return end(stack, json, await tearDown(stack, state, api, options));
}

/** How many objects of the tenant the state holds. */
function objectsIn({ resources }: StackState): number {
  return resources.filter(({ type }) => /^auth0(?:-app-block)?:/.test(type)).length;
}

/** A teardown takes down one OIN client; of two, one has to go first, and only Okta can say which. */
function refuseBoth(stack: string, held: PreviousFlavour | undefined): Finding {
  const refused = (...mend: string[]): Finding =>
    problem(
      "teardown",
      "Nothing was done: the tenant moves from one flavour to the other, and a teardown takes down one.",
      [...mend, "Then:", `npm run teardown -- --stack ${stack}`],
      {
        oinClients: held?.oinClients,
        oktaKnows: held?.oktaKnows,
      },
    );
  const known = held?.oktaKnows ?? "guide";
  const other = held?.oinClients[known === "guide" ? "native" : "guide"];
  if (held?.flavour !== "both" || other === undefined) {
    return refused(
      "The up that makes both flavours was interrupted: it has to come to its end first.",
      `pulumi up --stack ${stack}`,
    );
  }
  return refused(
    `Finish the move or go back, as in docs/moving-to-native.md. Okta uses the OIN client of the flavour ${known}; to be left with that one, release the other:`,
    setCommand(stack, "releaseOinClient", other),
    `pulumi up --stack ${stack}`,
    setCommand(stack, "flavour", known),
    `pulumi up --stack ${stack}`,
  );
}

async function isConfirmed({ confirm, json }: Options, oinClientId: string): Promise<boolean> {
  if (confirm !== undefined) return confirm === oinClientId;
  return (
    json !== true && isInteractive() && (await ask("To go on, type the client ID of the OIN client: ")) === oinClientId
  );
}

/** Stopped at any point, running it again does the rest. */
async function tearDown(
  stack: Stack,
  state: StackState,
  api: ManagementClient,
  { json = false, ...options }: Options,
): Promise<readonly Finding[]> {
  const again = commandAgain("teardown", stack.name, options);
  await giveConsentSettingBack(api, state);
  await forgetLostProfile(stack, state, api);
  const left = await stack.state();
  for (const resource of PROTECTED.map((name) => called(left, name))) {
    if (resource?.protect === true) await stack.unprotect(resource.urn);
  }
  const lostFromFlow = await watchFlow(api, left, stack.name);
  const run = await stack.destroy(json ? undefined : process.stderr);
  return [...(await lostFromFlow()), runFailure("destroy", run, stack.name, again) ?? (await forget(stack))];
}

/** The flag as it was when the stack first saw the tenant: deleting its resource changes nothing on the tenant. */
async function giveConsentSettingBack(api: ManagementClient, state: StackState): Promise<void> {
  const before = state.stashed?.["express-consent-before"];
  if (typeof before !== "boolean" || called(state, "express-consent-tenant") === undefined) return;
  // The SDK's type does not know this flag.
  const flags: object = { use_scope_descriptions_for_consent: before };
  await api.tenants.settings.update({ flags });
}

/**
 * A destroy would stop at a connection profile that is gone: the plugin cannot read over it. It is forgotten, and with it the
 * app's block, which names it and is therefore taken off here.
 */
async function forgetLostProfile(stack: Stack, state: StackState, api: ManagementClient): Promise<void> {
  for (const { urn, id = "" } of ofType(state, "ConnectionProfile")) {
    if ((await undefinedOn404(api.connectionProfiles.get(id))) !== undefined) continue;
    const app = called(state, "express-native-app-block")?.id;
    if (app !== undefined) await undefinedOn404(api.clients.update(app, { express_configuration: null }));
    await stack.forget(urn);
  }
}

/** What referred to the deleted objects would mislead a stack that is brought up again. */
async function forget(stack: Stack): Promise<Finding> {
  for (const setting of ["releaseOinClient", "adopt"]) await stack.removeConfiguration(keyOf(setting));
  return ok(
    "teardown",
    "Everything that the stack made is gone. The stack itself and its configuration stay. To remove them:",
    undefined,
    [`pulumi stack rm ${stack.name}`],
  );
}

function end(stack: Stack, json: boolean, findings: readonly Finding[]): ExitCode {
  report({ command: "teardown", stack: stack.name, findings }, json);
  return hasProblems(findings) ? EXIT.findings : EXIT.ok;
}
