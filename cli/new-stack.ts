/** Makes a stack for a tenant: asks, or takes options, checks each answer against the tenant, and writes Pulumi.<stack>.yaml. */
import { Option } from "commander";
import { run, stacklessCommandLine } from "./command.ts";
import type { Options } from "./new-stack/main.ts";

const each = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export const command = stacklessCommandLine(
  "new-stack",
  "Makes a stack for a tenant: asks for what is not given, checks each answer against the tenant, and writes Pulumi.<stack>.yaml. A secret is never written in plain text. The tenant is only read.",
)
  .argument("[stack]", "name of the new stack, such as production-eu")
  .option("--domain <domain>", "the tenant's own domain (or AUTH0_DOMAIN)")
  .option(
    "--client-id <ID>",
    "the application that the stack signs in with (or AUTH0_CLIENT_ID); its secret: AUTH0_CLIENT_SECRET",
  )
  .addOption(new Option("--flavour <flavour>", "Okta's guide, or Auth0's own").choices(["guide", "native"]))
  .option("--service-app <app>", "the app that is published in the OIN: client ID, or exact name")
  .option("--initiate-login-uri <URL>", "flavour guide: where end users begin to sign in to it")
  .option("--initiate-login-uri-template <URL>", "flavour native: the same with {organization_name}")
  .option("--key <file>", "PEM file with Okta's public key, its path seen from where you are; may be repeated", each)
  .addOption(new Option("--scim <boolean>", "whether Okta admins can set up SCIM too").choices(["true", "false"]))
  .option("--admin-role <role>", "an existing role: ID or exact name")
  .option("--admin-connection <name>", "a connection with the admins' accounts; may be repeated", each)
  .option(
    "--environment <name>",
    "keep the credentials in this Pulumi ESC environment, such as okta-express/production-eu",
  )
  .option("--without-credentials", "keep the credentials nowhere: AUTH0_* variables bring them to each run")
  .option(
    "--secrets-provider <provider>",
    "what encrypts the secret: passphrase, or a cloud's key such as awskms://… (default: the backend's)",
  )
  .option("-y, --yes", "write without being asked");

if (import.meta.main) await run<Options>(command, () => import("./new-stack/main.ts"));
