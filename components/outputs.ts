import * as pulumi from "@pulumi/pulumi";
import type { ExpressConfiguration } from "./express-configuration.ts";
import { type HandOver, handOverText, nativeHandOverText } from "./shared/hand-over.ts";

/** What the text for Okta says besides what was declared. */
export type HandOverValues = Pick<HandOver, "appName" | "appClientId" | "stack" | "domain" | "scim"> & {
  readonly adminLoginDomain: string;
  readonly initiateLoginUriTemplate: string;
};

/** The stack's outputs: what is remembered, and what a person or another stack reads. */
export function stackOutputs(express: ExpressConfiguration, values: HandOverValues) {
  const { known, target } = express.okta;
  const [oktaKnows, handedToOkta] = [flavourOf(express, known), flavourOf(express, target)];
  const replaces = known === target ? undefined : oktaKnows.oinClientId;
  return {
    ...express.remembered,
    ...(express.adminRoleId === undefined ? {} : { adminRole: express.adminRoleId }),
    apiIdentifier: oktaKnows.apiIdentifier,
    /** Ready to be sent: `pulumi stack output handOver`. While a tenant moves, it asks Okta to switch. */
    handOver: pulumi
      .all([handedToOkta.oinClientId, handedToOkta.keyIds, replaces])
      .apply(([oinClientId, keyIds, former]) =>
        (target === "guide" ? handOverText : nativeHandOverText)({ ...values, oinClientId, keyIds, replaces: former }),
      ),
  };
}

function flavourOf(express: ExpressConfiguration, name: "guide" | "native") {
  const flavour = express[name];
  if (flavour === undefined) throw new Error(`the flavour ${name} is not declared`);
  return flavour;
}
