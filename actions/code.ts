import { readFileSync } from "node:fs";

/** The Actions as they are deployed: the files beside this one, to the letter. */
const codeOf = (file: string) => readFileSync(new URL(`./${file}`, import.meta.url), "utf8");

/** The guide's Action. */
export const EXPRESS_CONFIGURE_POST_LOGIN = codeOf("express-configure-post-login.cjs");

/** Auth0's own Express Configuration: who may run it, told by app_metadata. */
export const EXPRESS_CONFIGURATION_ADMINS = codeOf("express-configuration-admins.cjs");

/** Auth0's own Express Configuration: the e-mail domains of the admin's organization. */
export const EXPRESS_CONFIGURATION_DOMAIN_ALIASES = codeOf("express-configuration-domain-aliases.cjs");
