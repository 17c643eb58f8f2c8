/** What doctor finds on the tenant. It only reads, unless it is to probe. */
import { ManagementError } from "auth0";
import type { Configuration } from "../../config/index.ts";
import { type Finding, notice, problem } from "../findings.ts";
import { operationsOf, scopesOf, type TenantCommand } from "../scopes.ts";
import { namesIn, type StackState } from "../state.ts";
import { refusal, type SignedIn } from "../tenant.ts";
import { checkAdminLoginDomain } from "./admin-login-domain.ts";
import { checkAdminSignIn } from "./admin-sign-in.ts";
import { asAdopted, handMade, otherOinClients } from "./hand-made.ts";
import { checkLimits } from "./limits.ts";
import { checkPrivateKeyJwt, probePrivateKeyJwt } from "./private-key-jwt.ts";
import { checkScopes } from "./scopes.ts";
import { checkDomain, checkLookUps, checkOrganizations, checkServiceApp } from "./tenant.ts";

/** What doctor is asked of a tenant. */
export interface Asked {
  readonly configuration: Configuration;
  readonly state: StackState;
  /** Name of the stack. */
  readonly stack: string;
  /** The commands whose scopes are to be there. */
  readonly commands: readonly TenantCommand[];
  /** Whether to find out what the plan has by making an application with a key and deleting it. */
  readonly probe: boolean;
}

const NEW_TOKEN = "Get a new token, or use a client's credentials: AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET.";

/**
 * Adds what is found to `findings`, so that it is told whatever comes after. What the tenant refuses to show is said, and
 * the rest is looked at all the same. Gives whether the token can be used at all.
 */
export async function examineTenant(
  tenant: SignedIn,
  { configuration, state, stack, commands, probe }: Asked,
  findings: Finding[],
): Promise<boolean> {
  const { api, domain, token } = tenant;
  let isRefused = false;
  const look = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> => {
    if (isRefused) return undefined;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ManagementError) || error.statusCode === undefined) throw error;
      isRefused = error.statusCode === 401;
      findings.push(
        isRefused
          ? problem("tenant.refused", `${domain} refuses the token (${refusal(error)}).`, NEW_TOKEN)
          : notice("not-looked-at", `${what} was not looked at (${refusal(error)}).`),
      );
      return undefined;
    }
  };

  findings.push(checkDomain(tenant, stack));
  const app = token.scopes.includes("read:clients")
    ? await look("The service app", () => checkServiceApp(api, configuration.serviceApp, stack))
    : undefined;
  const appId = app?.clientId;
  const others =
    appId === undefined
      ? undefined
      : await look("Other OIN clients", () => otherOinClients(api, appId, state, configuration.displayName));
  const adopted =
    others === undefined
      ? configuration
      : ((await look("What adopt would find", () => asAdopted(api, configuration, others))) ?? configuration);
  const needed = (wanted: readonly TenantCommand[], by: Configuration) => operationsOf(wanted, by, namesIn(state));
  findings.push(
    await checkScopes(tenant, needed(commands, adopted)),
    ...(await checkAdminLoginDomain(configuration, stack)),
  );
  // Without read:clients nothing below can be looked at.
  if (app === undefined) return !isRefused;

  const lacking = scopesOf(needed(["preview"], configuration)).filter((scope) => !token.scopes.includes(scope));
  const add = async (what: string, work: () => Promise<readonly Finding[]>): Promise<void> =>
    void findings.push(...((await look(what, work)) ?? []));
  await add("What the configuration names", () => checkLookUps(api, configuration, lacking, stack));
  // The look-ups have told already where it is not there.
  if (app.clientId !== undefined || lacking.length > 0) findings.push(...app.findings);
  const made = others === undefined ? [] : handMade(others, configuration.flavour, stack);
  findings.push(...made);
  if (lacking.length === 0) {
    // What an OIN client made by hand came with is adopted along with it.
    const isAdopted = made.some(({ about }) => about === "hand-made");
    await add("Limits", async () =>
      (await checkLimits(api, configuration, state, stack)).filter(
        ({ about, severity }) => !(isAdopted && about === "names.taken" && severity === "notice"),
      ),
    );
  }
  await add("Whether an Okta admin can sign in", () =>
    checkAdminSignIn(api, configuration, state, { scopes: token.scopes, stack: stack }),
  );
  await add("Whether the plan has private_key_jwt", async () =>
    probe ? probePrivateKeyJwt(tenant, stack) : [await checkPrivateKeyJwt(tenant, stack)],
  );
  await add("Whether the plan has organizations", async () => [await checkOrganizations(tenant)]);
  return !isRefused;
}
