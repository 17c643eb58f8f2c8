import { EXPRESS_CONFIGURE_API } from "../../components/guide.ts";
import { isOinClient } from "../../lookup/oin-client.ts";
import { type Finding, notice, problem } from "../findings.ts";
import { type Reading, serviceAppOf } from "./reading.ts";
import type { Yardstick } from "./yardstick.ts";

/** Any key on the client, attached or not, that is not one of Okta's configured ones; and a configured one that does not count. */
export function keys({ clients, credentials }: Reading, { oinClientId, keyIds, stack }: Yardstick): Finding[] {
  const client = clients.find(({ client_id }) => client_id === oinClientId);
  const attached = new Set((client?.client_authentication_methods?.private_key_jwt?.credentials ?? []).map(({ id }) => id));
  return credentials.flatMap(({ id = "", kid = "", name, created_at }) => {
    const signsIn = attached.has(id);
    const details = { clientId: oinClientId, credential: id, keyId: kid, name, createdAt: created_at, attached: signsIn };
    if (!keyIds.includes(kid)) {
      return [
        problem(
          "oin-client.keys",
          `The OIN client has a further key ${kid}${signsIn ? ", which can sign in" : ", not attached, so that it cannot sign in"}.`,
          signsIn ? `pulumi up --stack ${stack} takes it off.` : `auth0 api delete clients/${oinClientId}/credentials/${id}`,
          details,
        ),
      ];
    }
    if (signsIn) return [];
    return [problem("oin-client.keys", `Okta's key ${kid} is on the OIN client but not attached: Okta cannot sign in with it.`, `npm run adopt -- --stack ${stack} attaches it.`, details)];
  });
}

/** The client has one grant, for the Management API, with the scopes that Okta asks for. */
export function grants({ grants: found }: Reading, { oinClientId, audience, grantScopes, stack }: Yardstick): Finding[] {
  return found.flatMap(({ id = "", audience: granted, scope = [] }) => {
    if (granted !== audience) {
      return [
        problem(
          "oin-client.grants",
          `The OIN client has a further grant, for ${granted ?? "?"}${scope.length === 0 ? "" : ` (${scope.join(" ")})`}.`,
          `auth0 api delete client-grants/${id}`,
          { clientId: oinClientId, grant: id, audience: granted, scopes: scope },
        ),
      ];
    }
    const further = scope.filter((name) => !grantScopes.includes(name));
    if (further.length === 0) return [];
    return [problem("oin-client.scopes", `The OIN client may do more than Okta asks for: ${further.join(" ")}.`, `pulumi up --stack ${stack} takes ${further.length === 1 ? "it" : "them"} away.`, { clientId: oinClientId, grant: id, scopes: further })];
  });
}

/** Whether the client is there, and whether another one passes for the service app's OIN client. */
export function clients({ clients: found, moreClients }: Reading, { oinClientId, serviceApp, stack }: Yardstick): Finding[] {
  const findings: Finding[] = [];
  const own = found.find(({ client_id }) => client_id === oinClientId);
  if (own === undefined && !moreClients) {
    findings.push(problem("oin-client", `The OIN client ${oinClientId}, which Okta knows, is gone: Express Configuration does not work.`, `pulumi preview --stack ${stack} tells the way out.`));
  }
  const app = found.find(({ client_id, name }) => client_id === serviceApp || name === serviceApp)?.client_id ?? serviceApp;
  for (const client of found) {
    if (client.client_id === oinClientId || !isOinClient(client)) continue;
    const linkedTo = serviceAppOf(client);
    const details = { clientId: client.client_id, name: client.name, serviceApp: linkedTo };
    if (linkedTo === app) {
      findings.push(
        problem("oin-client.twins", `A further client ${client.client_id ?? ""} ("${client.name ?? ""}") is linked to the service app as if it were its OIN client.`, `If Okta does not use it: auth0 apps delete ${client.client_id ?? ""}`, details),
      );
    } else if (linkedTo === undefined) {
      findings.push(notice("oin-client.twins", `The client ${client.client_id ?? ""} ("${client.name ?? ""}") has Okta's callback but is linked to no service app.`, `If it is of no use: auth0 apps delete ${client.client_id ?? ""}`, details));
    }
  }
  if (moreClients) {
    findings.push(notice("clients", `Of the tenant's applications the first ${found.length} were looked at, to stay within 10 calls.`, `To look at all of them: npm run audit -- --stack ${stack} --all-clients`));
  }
  return findings;
}

/** The role counts in an organization; held for the whole tenant it lets its holder run Express Configuration in every one. */
export function roleMembers({ roleMembers: members, moreRoleMembers }: Reading, { roleId, ownRole }: Yardstick): Finding[] {
  if (roleId === undefined || members.length === 0) return [];
  const users = members.map(({ user_id }) => user_id ?? "");
  const says = `${members.length}${moreRoleMembers ? " or more" : ""} ${members.length === 1 ? "user holds" : "users hold"} the admin role outside organizations: ${users.slice(0, 5).join(", ")}${users.length > 5 ? ", …" : ""}.`;
  const mend = [
    "It should be held in an organization only:",
    ...users.slice(0, 5).map((user) => `auth0 api delete users/${encodeURIComponent(user)}/roles --data '{"roles":["${roleId}"]}'`),
  ];
  // A role that serves others too may well be held so for their sake.
  return [(ownRole ? problem : notice)("role.members", says, mend, { roleId, users, permissionsOf: EXPRESS_CONFIGURE_API.identifier })];
}
