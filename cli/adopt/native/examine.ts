import type { Management } from "auth0";
import type { Configuration } from "../../../config/index.ts";
import type { NativeFound as LookedUp } from "../../../tenant/native.ts";
import type { StackState } from "../../state.ts";
import { type Chosen, keysText, pick, type Picked } from "../choice.ts";
import type { Clients } from "../clients.ts";
import type { Part } from "../examination.ts";
import { nativeDifferences } from "./differences.ts";
import { type NativeJudging, nativeFindings } from "./findings.ts";
import type { NativeFound } from "./found.ts";
import { nativePlanOf } from "./plan.ts";
import { nativeObjects } from "./text.ts";
import type { InferredSettings } from "../settings.ts";

/**
 * The native OIN client: the stack's own; else the one that the service app's block names; else one that no application
 * names, whatever it is called. One that another application names is never taken.
 */
export function pickNativeClient(
  { native, named, unnamed }: Clients,
  own: string | undefined,
  chosen: Chosen,
): Picked<Management.Client> {
  const wanted = chosen.nativeClient ?? own;
  const free = native.filter((client) => client === named || unnamed.includes(client) || client.client_id === own);
  return pick(
    "nativeClient",
    wanted === undefined && named !== undefined ? [named] : free,
    ({ client_id }) => client_id,
    describe,
    wanted === undefined ? {} : { nativeClient: wanted },
  );

  function describe(client: Management.Client): string {
    return `"${client.name ?? ""}", ${keysText(client)}, ${client === named ? "named by the service app" : "named by no application"}`;
  }
}

/** What the native part follows from. */
export interface NativeExamination extends Pick<NativeJudging, "stack" | "keys" | "otherRoles"> {
  /** With the offers. */
  readonly configuration: Configuration;
  readonly inferred: InferredSettings;
  readonly lookedUp: LookedUp | undefined;
  readonly sharedRole: boolean;
  readonly state: StackState;
  readonly now: Date;
}

/** What was found of the native flavour, how it differs from what is declared, and what is to be written. */
export function nativePart(found: NativeFound, examination: NativeExamination): Part {
  const { configuration, inferred, lookedUp, sharedRole } = examination;
  const plan = nativePlanOf(found, examination);
  // What the tenant offers are client IDs already.
  const linkedClients =
    inferred.linkedClients === undefined ? (lookedUp?.linkedClients ?? []) : configuration.linkedClients;
  return {
    title: "Auth0's own Express Configuration",
    objects: nativeObjects(found, configuration),
    differences: nativeDifferences(found, {
      configuration,
      linkedClients,
      sharedRole,
      besideGuide: configuration.flavour === "both",
    }),
    plan,
    findings: nativeFindings(found, { ...examination, takesClient: plan.adopt?.nativeClient !== undefined }),
  };
}
