import { OIN_CLIENT } from "../../contract/guide.ts";
import type { Flavour } from "../../config/index.ts";
import { setCommand } from "../../config/settings.ts";
import { type Finding, notice, problem } from "../findings.ts";
import type { Clients } from "./clients.ts";

/** What a flavour's OIN client is called in a sentence. */
const CLIENT_OF = {
  guide: "OIN client of Okta's guide",
  native: "OIN client of Auth0's own Express Configuration",
} as const;

/**
 * The tenant has an OIN client of the flavour that the stack does not declare. Where it has none of the declared one,
 * the stack would make a client that Okta does not know: that is refused. Where it has both, the other stays.
 */
export function flavourFindings(
  flavour: Flavour,
  { guide, named }: Clients,
  hasDeclared: boolean,
  serviceAppClientId: string,
  stack: string,
): Finding[] {
  if (flavour === "both") return [];
  const linked = guide.find(
    ({ client_metadata }) => client_metadata?.[OIN_CLIENT.serviceAppMetadataKey] === serviceAppClientId,
  );
  const [other, found] = flavour === "guide" ? (["native", named] as const) : (["guide", linked] as const);
  if (found === undefined) return [];
  const clientId = found.client_id ?? "";
  const details = { flavour, found: other, clientId };
  if (hasDeclared) {
    return [
      notice(
        "flavour",
        `The service app has the ${CLIENT_OF[other]} too, ${clientId}, which flavour ${flavour} leaves alone. Both are managed by flavour both: docs/moving-to-native.md.`,
        undefined,
        details,
      ),
    ];
  }
  return [
    problem(
      "flavour",
      `The service app was set up in the other flavour: it has the ${CLIENT_OF[other]}, ${clientId}, and none of flavour ${flavour}. up would make a second one, which Okta does not know.`,
      [
        "To take over what is there, then adopt again:",
        setCommand(stack, "flavour", other),
        `To move to flavour ${flavour} with Okta (docs/moving-to-native.md), then adopt again:`,
        setCommand(stack, "flavour", "both"),
        `To set up flavour ${flavour} anew beside it, nothing is to be adopted:`,
        `pulumi up --stack ${stack}`,
      ],
      details,
    ),
  ];
}
