import { EXPRESS_CONFIGURE_API } from "../../contract/guide.ts";
import { NATIVE_API } from "../../contract/native.ts";
import { apiCommand } from "../../config/shell.ts";
import { type Finding, notice, problem } from "../findings.ts";
import type { Reading } from "./reading.ts";
import type { ExpectedState } from "./expected-state.ts";

/** The role counts in an organization; held for the whole tenant it lets its holder run Express Configuration in every one. */
export function roleMembers(
  { roleMembers: members, moreRoleMembers }: Reading,
  { roleId, ownRole, oinClients, stack }: ExpectedState,
): Finding[] {
  if (roleId === undefined || members.length === 0) return [];
  const users = members.map(({ user_id }) => user_id ?? "");
  const says = `${members.length}${moreRoleMembers ? " or more" : ""} ${members.length === 1 ? "user holds" : "users hold"} the admin role outside organizations: ${users.slice(0, 5).join(", ")}${users.length > 5 ? ", …" : ""}.`;
  const mend = [
    "It should be held in an organization only:",
    ...users
      .slice(0, 5)
      .map((user) => apiCommand(stack, "delete", `users/${encodeURIComponent(user)}/roles`, { roles: [roleId] })),
  ];
  const permissionsOf = oinClients.map(
    ({ flavour }) => (flavour === "guide" ? EXPRESS_CONFIGURE_API : NATIVE_API).identifier,
  );
  // A role that serves others too may well be held so for their sake.
  return [(ownRole ? problem : notice)("role.members", says, mend, { roleId, users, permissionsOf })];
}
