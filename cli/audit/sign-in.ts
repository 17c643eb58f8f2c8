import { type Finding, notice, problem } from "../findings.ts";
import { setCommand } from "../../config/settings.ts";
import type { ExpectedState } from "./expected-state.ts";
import type { Reading } from "./reading.ts";

/** Where nobody at all could sign in. Before Okta's first key it is only told: nobody is to sign in yet. */
export function signIn({ signIn: reading }: Reading, { stack, keyIds }: ExpectedState): Finding[] {
  if (reading === undefined) return [];
  const told = keyIds.length === 0 ? notice : problem;
  return [
    ...(reading.connections === 0
      ? [
          told(
            "sign-in.connections",
            "The OIN client is enabled for no connection, so no Okta admin can sign in (Auth0 shows “no connections enabled for the client”). Name the connection that holds their accounts:",
            [setCommand(stack, "adminConnections"), `pulumi up --stack ${stack}`],
          ),
        ]
      : []),
    ...(reading.hasOrganization === false
      ? [
          told(
            "sign-in.organizations",
            "The tenant has no organization: only a member of one can run Express Configuration. Dashboard: Organizations > Create Organization.",
          ),
        ]
      : []),
    ...(reading.noCallLeft === true
      ? [
          notice("not-looked-at", "Whether the tenant has an organization was not looked at, to make few calls.", [
            "To look at everything:",
            `npm run audit -- --stack ${stack} --all-clients`,
          ]),
        ]
      : []),
    ...(reading.lacking.length > 0
      ? [
          notice(
            "not-looked-at",
            `Whether anybody can sign in to the OIN client was not looked at: the credentials lack ${reading.lacking.join(" and ")}, which the stack does not need.`,
            undefined,
            { lacking: reading.lacking },
          ),
        ]
      : []),
  ];
}
