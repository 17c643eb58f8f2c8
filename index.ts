/**
 * The stack: reads its configuration, looks up on the tenant what it names, and declares ExpressConfiguration in the
 * flavour that is wanted. One stack is one tenant.
 */
import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import { AppBlockProvider, ExpressConfiguration, type ExpressConfigurationArgs } from "./components/index.ts";
import { handOverText, nativeHandOverText } from "./components/shared/hand-over.ts";
import { oktasFlavour } from "./config/flavour.ts";
import { readStackConfiguration } from "./config/index.ts";
import { lookUp } from "./tenant/index.ts";
import { nameKeys } from "./tenant/key-names.ts";
import { refuseKeys, refuseLooseKeys } from "./tenant/loose-keys.ts";
import { managementApi } from "./tenant/management-api.ts";
import { findNativeTwin, refuseSecondNativeOinClient } from "./tenant/native-oin-client.ts";
import { findTwin, type OinClientGuard, refuseSecondOinClient } from "./tenant/oin-client.ts";
import { previousOutputs, refuseAnotherTenant, refuseOwnRole, stillToAdopt } from "./tenant/previous-outputs.ts";

/** The stack's outputs; what goes to Okta is among them, a secret is not. */
export default async function declareStack() {
  const stack = pulumi.getStack();
  const previous = await previousOutputs();
  const { configuration, credentials, providerArgs } = await readStackConfiguration(previous.held);
  const { domain, scim, flavour, releaseOinClient: released } = configuration;
  refuseAnotherTenant(stack, domain, previous);

  const api = managementApi(domain, credentials);
  const { serviceApp, adminRoleId, adminConnections, native: found } = await lookUp(api, configuration, stack);
  refuseOwnRole(stack, configuration.adminRole, adminRoleId, previous);
  const adopt = stillToAdopt(configuration.adopt, previous);

  const handedOver = previous.held?.oinClients ?? {};
  const guardOf = (clientId: string | undefined): OinClientGuard => ({
    stack,
    serviceAppClientId: serviceApp.clientId,
    handedOver: clientId,
    released,
  });
  const isReleased = (clientId: string | undefined): boolean => released !== undefined && released === clientId;
  const beforeKeys = (clientId: string, isFirst: boolean): Promise<void> =>
    (isFirst ? refuseKeys : refuseLooseKeys)(api, stack, clientId);
  const adminLoginDomain = configuration.adminLoginDomain ?? domain;

  const guide = async (): Promise<Pick<ExpressConfigurationArgs, "guide">> => {
    if (flavour === "native") return {};
    const guard = guardOf(handedOver.guide);
    return {
      guide: {
        initiateLoginUri: configuration.initiateLoginUri,
        oktaPublicKeys: await nameKeys(api, adopt?.client ?? handedOver.guide, configuration.oktaPublicKeys),
        adminConnections,
        release: isReleased(handedOver.guide),
        oinClientGuard: {
          beforeCreate: () => refuseSecondOinClient(api, guard),
          afterCreate: (clientId) => findTwin(api, guard, clientId),
          beforeKeys,
        },
      },
    };
  };

  const native = async (): Promise<Pick<ExpressConfigurationArgs, "native">> => {
    if (found === undefined) return {};
    const guard = guardOf(handedOver.native);
    const { userAttributeProfile, connectionProfile, adminsAppMetadataKey, domainAliasesMetadataKey } = configuration;
    return {
      native: {
        adminLoginDomain,
        initiateLoginUriTemplate: configuration.initiateLoginUriTemplate,
        oktaPublicKeys: await nameKeys(api, adopt?.nativeClient ?? handedOver.native, configuration.oktaPublicKeys),
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
        release: isReleased(handedOver.native),
        oinClientGuard: {
          beforeCreate: () => refuseSecondNativeOinClient(api, guard),
          afterCreate: (clientId) => findNativeTwin(api, guard, clientId),
          beforeKeys,
        },
      },
    };
  };

  const express = new ExpressConfiguration(
    "express",
    {
      domain,
      serviceAppClientId: serviceApp.clientId,
      scim,
      ...(await guide()),
      ...(await native()),
      ...(adminRoleId === undefined ? {} : { existingRoleId: adminRoleId }),
      consentDescriptions: configuration.consentDescriptions,
      ...(adopt === undefined ? {} : { adopt }),
    },
    {
      providers: [
        new auth0.Provider("auth0", providerArgs),
        ...(flavour === "guide" ? [] : [new AppBlockProvider("app-block", { ...providerArgs, domain })]),
      ],
    },
  );

  const { known, target } = oktasFlavour(flavour, previous.held, released);
  const [oktaKnows, handedToOkta] = [express[known], express[target]];
  if (oktaKnows === undefined || handedToOkta === undefined)
    throw new Error(`the flavours ${known} and ${target} are not both declared`);
  const replaces = known === target ? undefined : oktaKnows.oinClientId;

  return {
    flavour,
    /** Client ID that Okta uses; `oinClients` has those of both flavours. */
    oinClientId: oktaKnows.oinClientId,
    oinClients: {
      ...(express.guide === undefined ? {} : { guide: express.guide.oinClientId }),
      ...(express.native === undefined ? {} : { native: express.native.oinClientId }),
    },
    oktaKnows: known,
    ...(released === undefined ? {} : { releasedOinClient: released }),
    keyIds: oktaKnows.keyIds,
    ...(express.adminRoleId === undefined ? {} : { adminRole: express.adminRoleId }),
    /** The same where the role is the stack's own: `adminRole` may never name it. */
    ...(express.adminRoleId === undefined || adminRoleId !== undefined ? {} : { ownAdminRole: express.adminRoleId }),
    apiIdentifier: oktaKnows.apiIdentifier,
    managementApiAudience: express.managementApiAudience,
    /** What was taken over: see `npm run adopt`. */
    ...(configuration.adopt === undefined ? {} : { adopted: configuration.adopt }),
    /** Ready to be sent: `pulumi stack output handOver`. While a tenant moves, it asks Okta to switch. */
    handOver: pulumi
      .all([handedToOkta.oinClientId, handedToOkta.keyIds, replaces])
      .apply(([oinClientId, keyIds, former]) => {
        const values = { appName: serviceApp.name, domain, scim, oinClientId, keyIds, replaces: former };
        return target === "guide"
          ? handOverText(values)
          : nativeHandOverText({
              ...values,
              adminLoginDomain,
              initiateLoginUriTemplate: configuration.initiateLoginUriTemplate,
            });
      }),
  };
}
