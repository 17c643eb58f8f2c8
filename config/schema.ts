import { z } from "zod";
import {
  adminConnectionsSchema,
  adminLoginDomainSchema,
  displayNameSchema,
  adminLoginFlowSchema,
  adminsAppMetadataKeySchema,
  names,
} from "./admin-login.ts";
import { adoptSchema } from "./adopt.ts";
import { advise, text } from "./advice.ts";
import { trimmedName, optionalName } from "./names.ts";
import { domainSchema } from "./domain.ts";
import { flavourOf, flavourSchema, type PreviousFlavour, isFlavour } from "./flavour.ts";
import { initiateLoginUriSchema } from "./initiate-login-uri.ts";
import { initiateLoginUriTemplateSchema } from "./initiate-login-uri-template.ts";
import { connectionProfileSchema, userAttributeProfileSchema } from "./profiles.ts";
import { publicKeysSchema } from "./public-keys.ts";
import { type Setting, setCommand } from "./settings.ts";

/** What values are checked against; all of it can be injected. */
export interface ParseContext {
  /** Name of the stack, for the commands in error texts. */
  readonly stack: string;
  /** Folder that key files are relative to. */
  readonly folder: string;
  /** The moment that certificates are checked against. */
  readonly now: Date;
  /** What the stack holds already. Default: nothing, it is new. */
  readonly held?: PreviousFlavour | undefined;
}

/** The whole configuration of a stack: raw values in, one typed value out, every problem reported together. */
export function configurationSchema(
  { stack, folder, now, held }: ParseContext,
  raw: Partial<Record<Setting, unknown>> = {},
) {
  // A flavour that is none asks for neither URI: that is one mistake, not two.
  const flavour = isFlavour(raw.flavour) ? flavourOf(raw.flavour, held) : undefined;
  return z.object({
    domain: domainSchema(stack),
    flavour: flavourSchema(stack, held),
    serviceApp: text().transform((value, ctx) =>
      value === ""
        ? advise(
            ctx,
            "Expected the client ID, or the exact name, of the app that is published in the OIN.",
            setCommand(stack, "serviceApp"),
          )
        : trimmedName(value, ctx, stack, "serviceApp"),
    ),
    initiateLoginUri: initiateLoginUriSchema(stack, flavour === "guide" || flavour === "both"),
    oktaPublicKeys: publicKeysSchema(stack, folder, now, held),
    scim: booleanSetting(false),
    adminRole: optionalName(stack, "adminRole"),
    consentDescriptions: booleanSetting(true),
    initiateLoginUriTemplate: initiateLoginUriTemplateSchema(stack, flavour === "native" || flavour === "both"),
    displayName: displayNameSchema(stack),
    adminLoginDomain: adminLoginDomainSchema(stack),
    adminLoginFlow: adminLoginFlowSchema(stack),
    adminConnections: adminConnectionsSchema(stack, flavour, raw.adminLoginFlow),
    adminsAppMetadataKey: adminsAppMetadataKeySchema(stack, flavour, raw.adminRole),
    domainAliasesMetadataKey: optionalName(stack, "domainAliasesMetadataKey"),
    enableClient: booleanSetting(true),
    enableOrganization: booleanSetting(true),
    linkedClients: names(stack, "linkedClients", "applications"),
    userAttributeProfile: userAttributeProfileSchema(stack),
    connectionProfile: connectionProfileSchema(stack),
    adopt: adoptSchema(stack),
    releaseOinClient: optionalName(stack, "releaseOinClient"),
  });
}

/** One parsed, typed value: all that the stack knows of its configuration. */
export type Configuration = z.output<ReturnType<typeof configurationSchema>>;

/** Pulumi hands booleans over as the words `true` and `false`. */
function booleanSetting(byDefault: boolean) {
  return z
    .union([z.boolean(), z.stringbool({ truthy: ["true"], falsy: ["false"] })], { error: "Expected true or false." })
    .default(byDefault);
}
