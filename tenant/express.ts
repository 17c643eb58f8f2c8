import * as pulumi from "@pulumi/pulumi";
import { oktasFlavour, type OneFlavour } from "../config/flavour.ts";
import { madeSince } from "../config/engine-state.ts";
import type { StackConfiguration } from "../config/running-stack.ts";
import { lookUp } from "./index.ts";
import { nameKeys } from "./key-names.ts";
import {
  findDuplicateKeys,
  refuseKeys,
  refuseKeysWithoutFile,
  refuseUnattachedCredentials,
} from "./unattached-credentials.ts";
import { inWords, managementApi } from "./management-api.ts";
import { findNativeDuplicate, refuseSecondNativeOinClient } from "./native-oin-client.ts";
import { findDuplicate, NOTHING_CHANGED, type OinClientGuard, refuseSecondOinClient } from "./oin-client.ts";
import { refuseOwnRole, stillToAdopt } from "./own-objects.ts";

/** Resolves to what the components are declared with. */
export type Express = Awaited<ReturnType<typeof findExpress>>;

/**
 * Looks up on the tenant what the configuration names, and refuses there, before anything is declared, what a person has
 * to decide. Throws ConfigurationError with every problem of the configuration; else RunError.
 */
export async function findExpress(settings: StackConfiguration) {
  const { configuration, credentials, previous } = settings;
  const { domain, scim, flavour, releaseOinClient: released } = configuration;
  const stack = pulumi.getStack();
  const api = managementApi(domain, credentials);
  const { serviceApp, adminRoleId, adminConnections, native: found } = await lookUp(api, configuration, stack);
  refuseOwnRole(stack, configuration.adminRole, adminRoleId, previous);

  const adopt = stillToAdopt(configuration.adopt, previous);
  // It stays remembered when the setting is taken out again: else that alone would be a change to the stack.
  const adopted = configuration.adopt ?? previous.adopted;
  const oinClients = previous.held?.oinClients ?? {};
  const guardOf = (of: OneFlavour): OinClientGuard => ({
    stack,
    serviceAppClientId: serviceApp.clientId,
    handedOver: oinClients[of],
    released,
    displayName: configuration.displayName,
  });
  const refuseSecond = { guide: refuseSecondOinClient, native: refuseSecondNativeOinClient };
  const findSecond = { guide: findDuplicate, native: findNativeDuplicate };
  const clientOf = { guide: adopt?.client ?? oinClients.guide, native: adopt?.nativeClient ?? oinClients.native };

  const declared = flavour === "both" ? (["guide", "native"] as const) : [flavour];
  const toBeMade = declared.filter(
    (one) => !previous.inState.has(one) && (one === "guide" ? adopt?.client : adopt?.nativeClient) === undefined,
  );
  await refuseAll(toBeMade.map((one) => inWords(refuseSecond[one](api, guardOf(one)))));

  const madeSoFar = async (): Promise<string> => (pulumi.runtime.isDryRun() ? NOTHING_CHANGED : madeBy(previous));
  if (configuration.oktaPublicKeys.length === 0) {
    await refuseAll(declared.map((one) => inWords(refuseKeysWithoutFile(api, stack, clientOf[one], previous))));
  }
  const common = async (of: OneFlavour) => ({
    oktaPublicKeys: await nameKeys(api, clientOf[of], configuration.oktaPublicKeys),
    release: released !== undefined && released === oinClients[of],
    oinClientGuard: {
      beforeCreate: () => inWords(refuseSecond[of](api, { ...guardOf(of), changed: madeSoFar })),
      afterCreate: (clientId: string) => inWords(findSecond[of](api, guardOf(of), clientId)),
      beforeKeys: (clientId: string, isFirst: boolean) =>
        inWords((isFirst ? refuseKeys : refuseUnattachedCredentials)(api, stack, clientId)),
      afterKeys: (clientId: string) => inWords(findDuplicateKeys(api, stack, clientId)),
    },
  });

  const { userAttributeProfile, connectionProfile, adminsAppMetadataKey, domainAliasesMetadataKey } = configuration;
  const adminLoginDomain = configuration.adminLoginDomain ?? domain;
  const guide =
    flavour === "native"
      ? undefined
      : { ...(await common("guide")), initiateLoginUri: configuration.initiateLoginUri, adminConnections };
  const native =
    found === undefined
      ? undefined
      : {
          ...(await common("native")),
          displayName: configuration.displayName,
          adminLoginDomain,
          initiateLoginUriTemplate: configuration.initiateLoginUriTemplate,
          adminLoginFlow: configuration.adminLoginFlow,
          // With the organization asked for first, an admin signs in through that organization's connections.
          adminConnections: configuration.adminLoginFlow === "post_login_prompt" ? adminConnections : [],
          enableClient: configuration.enableClient,
          enableOrganization: configuration.enableOrganization,
          linkedClients: found.linkedClients,
          ...(userAttributeProfile === undefined ? {} : { userAttributeProfile }),
          ...(connectionProfile === undefined ? {} : { connectionProfile }),
          ...(adminsAppMetadataKey === undefined ? {} : { adminsAppMetadataKey }),
          ...(domainAliasesMetadataKey === undefined ? {} : { domainAliasesMetadataKey }),
          existingApiId: found.apiId,
        };

  return {
    args: {
      domain,
      serviceAppClientId: serviceApp.clientId,
      scim,
      ...(guide === undefined ? {} : { guide }),
      ...(native === undefined ? {} : { native }),
      ...(adminRoleId === undefined ? {} : { existingRoleId: adminRoleId }),
      consentDescriptions: configuration.consentDescriptions,
      ...(adopt === undefined ? {} : { adopt }),
      remember: {
        okta: oktasFlavour(flavour, previous.held, released),
        ...(released === undefined ? {} : { released }),
        ...(adopted === undefined ? {} : { adopted }),
      },
    },
    handOver: {
      appName: serviceApp.name,
      appClientId: serviceApp.clientId,
      stack,
      domain,
      scim,
      adminLoginDomain,
      initiateLoginUriTemplate: configuration.initiateLoginUriTemplate,
    },
  };
}

/** Waits for all, then throws what they were refused for in one RunError. */
async function refuseAll(looks: readonly Promise<void>[]): Promise<void> {
  const refusals = (await Promise.allSettled(looks)).flatMap((look) =>
    look.status === "rejected" ? [look.reason as Error] : [],
  );
  const unexpected = refusals.find((reason) => !(reason instanceof pulumi.RunError));
  if (unexpected !== undefined) throw unexpected;
  if (refusals.length > 0) throw new pulumi.RunError(refusals.map(({ message }) => message).join("\n\n"));
}

/** What an `up` has made by the time that it is refused, for a person: it stays, and the next `up` goes on with it. */
async function madeBy(previous: StackConfiguration["previous"]): Promise<string> {
  // What is refused, and why, is told in any case.
  const made = await madeSince(previous).catch(() => undefined);
  if (made === undefined)
    return "What this run has made so far is in the stack's state, and the next up goes on with it.";
  return made.length === 0
    ? "This run has made nothing on the tenant so far."
    : `This run had made ${made.join(", ")} by then; they are in the stack's state, and the next up goes on with them.`;
}
