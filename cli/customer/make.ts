import { randomBytes } from "node:crypto";
import type { ManagementClient } from "auth0";
import type { Missing, Plan } from "./plan.ts";
import type { CustomerReading, CustomerWanted } from "./reading.ts";

/** Makes what is missing, one after the other; `tell` hears of each once it is there. A second run goes on after a failure. */
export async function make(
  api: ManagementClient,
  { connection, account, missing }: Plan,
  reading: CustomerReading,
  wanted: CustomerWanted,
  tell: (done: Missing) => void,
): Promise<void> {
  let organizationId = reading.organization?.id ?? "";
  let userId = account?.userId ?? "";
  const work: Readonly<Record<Missing["kind"], () => Promise<unknown>>> = {
    organization: async () => {
      organizationId = (await api.organizations.create({ name: wanted.organization })).id ?? "";
    },
    "organization-connection": () =>
      api.organizations.enabledConnections.add(organizationId, {
        connection_id: connection.id,
        assign_membership_on_login: false,
      }),
    account: async () => {
      // Nobody knows it: the person sets one of their own by "forgot password" on the sign-in page.
      const password = `${randomBytes(32).toString("base64url")}aA1!`;
      const made = await api.users.create({
        connection: connection.name,
        email: wanted.admin,
        password,
        verify_email: true,
      });
      userId = made.user_id ?? "";
    },
    membership: () => api.organizations.members.create(organizationId, { members: [userId] }),
    role: () => api.organizations.members.roles.assign(organizationId, userId, { roles: [wanted.roleId ?? ""] }),
    "app-metadata": () => {
      const key = wanted.appMetadataKey ?? "";
      const before = account?.appMetadata[key];
      const ids = [...(Array.isArray(before) ? (before as unknown[]) : []), organizationId];
      return api.users.update(userId, { app_metadata: { [key]: ids } });
    },
  };
  for (const one of missing) {
    await work[one.kind]();
    tell(one);
  }
}
