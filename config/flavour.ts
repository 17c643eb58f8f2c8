import { advise, text } from "./advice.ts";
import { setCommand } from "./settings.ts";

/** Okta's guide, Auth0's own Express Configuration, or both side by side while a tenant moves from one to the other. */
export type Flavour = "guide" | "both" | "native";

const FLAVOURS: readonly Flavour[] = ["guide", "both", "native"];

/** The flavours that have an OIN client of their own. */
export type OneFlavour = Exclude<Flavour, "both">;

/** What the stack holds already, by its last successful `up`. */
export interface PreviousFlavour {
  readonly flavour: Flavour;
  /** Client IDs of the OIN clients. */
  readonly oinClients: { readonly guide?: string; readonly native?: string };
  /** Which of them Okta used by then. */
  readonly oktaKnows: OneFlavour;
  /** Key IDs of Okta's keys on the OIN client that Okta uses; absent while it has none yet. */
  readonly keyIds?: readonly string[] | undefined;
  /** The client ID that a person had released by then. */
  readonly released?: string | undefined;
}

/** A stack without the setting keeps the flavour that it has, so that no upgrade changes it; a new one is `guide`. */
export function flavourOf(value: unknown, held: PreviousFlavour | undefined): Flavour {
  return FLAVOURS.find((flavour) => flavour === value) ?? held?.flavour ?? "guide";
}

/** Whether a value names a flavour, or leaves it to the stack. */
export function isFlavour(value: unknown): boolean {
  return value === undefined || value === "" || FLAVOURS.some((flavour) => flavour === value);
}

/** `flavour`: refuses a change that would take away the OIN client that Okta knows. */
export function flavourSchema(stack: string, held: PreviousFlavour | undefined) {
  return text().transform((value, ctx): Flavour => {
    if (!isFlavour(value)) {
      return advise(
        ctx,
        "Expected guide, native, or both while the tenant moves from one to the other.",
        setCommand(stack, "flavour", "guide"),
      );
    }
    const wanted = flavourOf(value, held);
    if (held === undefined || wanted === held.flavour || wanted === "both") return wanted;
    if (held.flavour !== "both") {
      return advise(
        ctx,
        `This stack holds the ${held.flavour} flavour, and Okta knows its OIN client ${held.oinClients[held.flavour] ?? ""}. ` +
          "It moves by way of both flavours side by side, so that Express Configuration never stops: docs/moving-to-native.md.",
        setCommand(stack, "flavour", "both"),
      );
    }
    const leaving = wanted === "native" ? "guide" : "native";
    const clientId = held.oinClients[leaving] ?? "";
    if (held.released === clientId) return wanted;
    return advise(
      ctx,
      `That would delete the ${leaving} flavour's OIN client ${clientId}, which has not been released. ` +
        `Once Okta uses ${held.oinClients[wanted] ?? "the other one"}, release it with both flavours still there, and up.`,
      [
        setCommand(stack, "flavour", "both"),
        setCommand(stack, "releaseOinClient", clientId),
        `pulumi up --stack ${stack}`,
      ].join("\n"),
    );
  });
}

/**
 * Which flavour's OIN client Okta uses, and which one it is to use. They differ only while both are there: Okta goes on
 * with the one that it knows until a person has released that.
 */
export function oktasFlavour(
  flavour: Flavour,
  held: PreviousFlavour | undefined,
  released: string | undefined,
): { readonly known: OneFlavour; readonly target: OneFlavour } {
  if (flavour !== "both") return { known: flavour, target: flavour };
  if (released !== undefined && released === held?.oinClients.guide) return { known: "native", target: "native" };
  if (released !== undefined && released === held?.oinClients.native) return { known: "guide", target: "guide" };
  const known = held?.oktaKnows ?? "guide";
  return { known, target: known === "guide" ? "native" : "guide" };
}
