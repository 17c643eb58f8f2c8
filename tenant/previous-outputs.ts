import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { managementApiAudience } from "../contract/guide.ts";
import type { AdoptedIds } from "../config/adopt.ts";
import { ConfigurationError, type Held } from "../config/index.ts";
import { holds } from "../config/problems.ts";
import { keyOf, removeCommand, setCommand } from "../config/settings.ts";

/** What the stack's last successful `up` left as outputs; nothing before the first. */
export interface PreviousOutputs {
  readonly oinClientId?: string;
  readonly managementApiAudience?: string;
  /** ID of the admin role, where it is the stack's own. */
  readonly ownAdminRole?: string;
  /** What the stack had taken over by then: the setting `adopt` as it was. */
  readonly adopted?: unknown;
  /** The flavour and its OIN clients. */
  readonly held?: Held;
}

/**
 * Reads the stack's own outputs from its state: the only memory of what was handed to Okta, and of the tenant that the
 * stack belongs to, that outlives an object deleted by hand.
 */
export async function previousOutputs(): Promise<PreviousOutputs> {
  const self = new pulumi.StackReference(`${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`);
  const read = async (name: string): Promise<unknown> => {
    const { value } = (await self.getOutputDetails(name)) as { readonly value?: unknown };
    return value;
  };
  const readText = async (name: "oinClientId" | "managementApiAudience" | "ownAdminRole"): Promise<PreviousOutputs> => {
    const value = await read(name);
    return typeof value === "string" && value !== "" ? { [name]: value } : {};
  };
  const { oinClientId } = await readText("oinClientId");
  const names = ["flavour", "oinClients", "oktaKnows", "releasedOinClient"] as const;
  const values = await Promise.all(names.map(read));
  const held = heldIn({ oinClientId, ...Object.fromEntries(names.map((name, index) => [name, values[index]])) });
  return {
    ...(oinClientId === undefined ? {} : { oinClientId }),
    ...(await readText("managementApiAudience")),
    ...(await readText("ownAdminRole")),
    adopted: await read("adopted"),
    ...(held === undefined ? {} : { held }),
  };
}

/**
 * What a stack holds, by its outputs; nothing before its first successful `up`. A stack from before there were flavours
 * holds the guide's.
 */
export function heldIn({
  oinClientId,
  flavour,
  oinClients,
  oktaKnows,
  releasedOinClient,
}: Readonly<Record<string, unknown>>): Held | undefined {
  if (flavour !== "guide" && flavour !== "both" && flavour !== "native") {
    return typeof oinClientId === "string"
      ? { flavour: "guide", oinClients: { guide: oinClientId }, oktaKnows: "guide" }
      : undefined;
  }
  return {
    flavour,
    oinClients: typeof oinClients === "object" && oinClients !== null ? oinClients : {},
    oktaKnows: oktaKnows === "native" ? "native" : "guide",
    released: typeof releasedOinClient === "string" ? releasedOinClient : undefined,
  };
}

/**
 * What is still to be taken over: nothing once an `up` has done it, so that an object that is deleted afterwards is made
 * anew like any other instead of being looked for under its old ID.
 */
export function stillToAdopt(adopt: AdoptedIds | undefined, previous: PreviousOutputs): AdoptedIds | undefined {
  return isDeepStrictEqual(adopt, previous.adopted) ? undefined : adopt;
}

/** Throws ConfigurationError where a stack that holds one tenant's objects is pointed at another tenant. */
export function refuseAnotherTenant(stack: string, domain: string, previous: PreviousOutputs): void {
  const before = previous.managementApiAudience;
  if (before === undefined || before === managementApiAudience(domain)) return;
  throw new ConfigurationError(stack, [
    {
      key: keyOf("domain"),
      found: holds(domain),
      expected: `This stack holds the objects of ${new URL(before).host}; a stack belongs to one tenant for good.`,
      mend: `pulumi stack init <name> makes a stack for the other tenant; for this one: ${setCommand(stack, "domain", new URL(before).host)}`,
    },
  ]);
}

/**
 * Throws ConfigurationError where the stack's own role is named as an existing one: the stack would let go of it, which
 * deletes it, and nobody would hold the role any more.
 */
export function refuseOwnRole(
  stack: string,
  adminRole: string | undefined,
  adminRoleId: string | undefined,
  { ownAdminRole }: PreviousOutputs,
): void {
  if (adminRoleId === undefined || adminRoleId !== ownAdminRole) return;
  throw new ConfigurationError(stack, [
    {
      key: keyOf("adminRole"),
      found: holds(adminRole),
      expected:
        "This role is the stack's own. As an existing one it would be deleted, and nobody would hold it any more.",
      mend: `${removeCommand(stack, "adminRole")} (the stack keeps its role)`,
    },
  ]);
}
