/**
 * The stack: reads its configuration, looks up on the tenant what it names, and declares ExpressConfiguration in the
 * flavour that is wanted. One stack is one tenant.
 */
import * as auth0 from "@pulumi/auth0";
import { AppBlockProvider, ExpressConfiguration, stackOutputs } from "./components/index.ts";
import { readStackConfiguration } from "./config/running-stack.ts";
import { findExpress } from "./tenant/express.ts";
import { managementApi } from "./tenant/management-api.ts";
import { sayWhereNamesAreTaken } from "./tenant/name-taken.ts";
import { watchPostLoginFlow } from "./tenant/post-login-flow.ts";

/** The stack's outputs; what goes to Okta is among them, a secret is not. */
export default async function declareStack() {
  const settings = await readStackConfiguration();
  const { args, handOver } = await findExpress(settings);
  const { providerArgs, configuration, credentials, previous } = settings;
  const express = new ExpressConfiguration("express", args, {
    providers: [
      new auth0.Provider("auth0", providerArgs),
      ...(args.native === undefined ? [] : [new AppBlockProvider("app-block", providerArgs)]),
    ],
    transformations: [
      sayWhereNamesAreTaken(),
      watchPostLoginFlow(managementApi(configuration.domain, credentials), previous.names),
    ],
  });
  return stackOutputs(express, handOver);
}
