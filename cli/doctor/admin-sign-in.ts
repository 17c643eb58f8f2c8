import type { ManagementClient } from "auth0";
import type { Configuration } from "../../config/index.ts";
import { setCommand } from "../../config/settings.ts";
import { OIN_CLIENT_RESOURCES } from "../../contract/stack.ts";
import { enabledConnections } from "../../tenant/enabled-connections.ts";
import { type Finding, notice } from "../findings.ts";
import { called, type StackState } from "../state.ts";

/**
 * Whether there will be a connection that an Okta admin can sign in through. The guide's OIN client asks for the
 * credentials first, so it needs one of its own; the native flavour's configuration demands one where it needs one. A
 * connection that somebody enabled by hand counts, where the credentials may see it (`read:connections`).
 */
export async function checkAdminSignIn(
  api: ManagementClient,
  { flavour, adminConnections }: Configuration,
  state: StackState,
  { scopes, stack }: { readonly scopes: readonly string[]; readonly stack: string },
): Promise<Finding[]> {
  if (flavour === "native" || adminConnections.length > 0) return [];
  const made = called(state, OIN_CLIENT_RESOURCES.guide)?.id;
  if (made !== undefined && scopes.includes("read:connections")) {
    const enabled = (await enabledConnections(api, made, 1)) ?? [];
    if (enabled.length > 0) return [];
  }
  return [
    notice(
      "sign-in.connections",
      "No connection is named for the people who run Express Configuration, so none of them can sign in to the OIN client. Name the connection that holds their accounts:",
      setCommand(stack, "adminConnections"),
    ),
  ];
}
