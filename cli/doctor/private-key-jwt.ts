import { generateKeyPairSync } from "node:crypto";
import { type Management, type ManagementClient, ManagementError } from "auth0";
import { everyClient } from "../../tenant/every-client.ts";
import { undefinedOn404 } from "../../tenant/management-api.ts";
import { type Finding, notice, ok, problem } from "../findings.ts";
import { networkReason } from "../../tenant/fetch.ts";
import { refusal, type SignedIn } from "../tenant.ts";
import { deleteClientCommand } from "../../config/shell.ts";

const ABOUT = "plan.private-key-jwt";

/** Scopes of which one shows `client_authentication_methods`. */
const READ_KEYS = ["read:client_credentials", "read:client_keys"];

const PROBE_NAME = "okta-express: may be deleted (doctor --probe)";

/**
 * Whether the plan has private_key_jwt, as far as reading can tell: no endpoint says it, but a client that signs in so
 * proves it.
 */
export async function checkPrivateKeyJwt(
  { api, token }: Pick<SignedIn, "api" | "token">,
  stack: string,
): Promise<Finding> {
  // Without it no application shows how it signs in.
  if (!READ_KEYS.some((scope) => token.scopes.includes(scope))) {
    return notice(
      ABOUT,
      `Whether the plan has private_key_jwt was not looked at: that waits for ${READ_KEYS[0] ?? ""}.`,
    );
  }
  for await (const client of everyClient(api, "client_id,client_authentication_methods")) {
    if (signsInByKey(client)) return ok(ABOUT, "The plan has private_key_jwt: an application of the tenant uses it.");
  }
  return notice(
    ABOUT,
    "Whether the plan has private_key_jwt cannot be told by reading: no application of the tenant uses it yet. It comes with Enterprise plans.",
    [
      "The first up says so and loses nothing. To find out before, by making an application with a key and deleting it:",
      `npm run doctor -- --probe --stack ${stack}`,
    ],
  );
}

function signsInByKey(client: Management.Client): boolean {
  return client.client_authentication_methods?.private_key_jwt !== undefined;
}

/** What the probe takes, whatever else the stack needs. */
const PROBE_SCOPES = ["create:clients", "create:client_credentials", "delete:clients"] as const;

/**
 * Finds out by doing: makes an application, gives it a key, deletes it again. Without all of the scopes that this takes it
 * does nothing: what it made would stay. What goes wrong is a finding; nothing is thrown.
 */
export async function probePrivateKeyJwt(
  { api, token }: Pick<SignedIn, "api" | "token">,
  stack: string,
): Promise<Finding[]> {
  const missing = PROBE_SCOPES.filter((scope) => !token.scopes.includes(scope));
  if (missing.length > 0) {
    return [
      notice(
        ABOUT,
        `Whether the plan has private_key_jwt was not found out: the probe makes an application and deletes it, and the credentials lack ${missing.join(" and ")}. Nothing was done.`,
        "Probe with credentials that have them, or leave it: the first up says whether the plan has it, and loses nothing.",
        { missing },
      ),
    ];
  }
  let id: string | undefined;
  try {
    // Sent once: where only the answer was lost, a second one would be left over.
    ({ client_id: id } = await api.clients.create(
      { name: PROBE_NAME, app_type: "non_interactive", jwt_configuration: { alg: "RS256" } },
      { maxRetries: 0 },
    ));
  } catch (error) {
    return [
      failed(
        "no application could be made for the probe",
        error,
        `If the tenant has an application "${PROBE_NAME}" all the same, it may be deleted.`,
      ),
    ];
  }
  if (id === undefined)
    return [failed("no application could be made for the probe", new Error("the answer names none"))];
  return [await giveKey(api, id), ...(await takeBack(api, id, stack))];
}

async function giveKey(api: ManagementClient, id: string): Promise<Finding> {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  try {
    await api.clients.credentials.create(id, {
      credential_type: "public_key",
      name: "probe",
      pem: publicKey.export({ type: "spki", format: "pem" }).toString(),
      alg: "RS256",
    });
    return ok(ABOUT, "The plan has private_key_jwt: an application could be made and given a key.");
  } catch (error) {
    if (!isOfThePlan(error)) return failed("the application of the probe could not be given a key", error);
    return problem(
      ABOUT,
      "The tenant's plan has no private_key_jwt, by which Okta signs in.",
      "Ask Auth0 for an Enterprise subscription: application credentials (Private Key JWT).",
    );
  }
}

/** Auth0 answers 403 to a feature that the plan does not have, and to a scope that the token does not have. */
function isOfThePlan(error: unknown): boolean {
  if (!(error instanceof ManagementError) || error.statusCode !== 403) return false;
  return (error.body as { readonly errorCode?: string } | undefined)?.errorCode !== "insufficient_scope";
}

async function takeBack(api: ManagementClient, id: string, stack: string): Promise<Finding[]> {
  try {
    await undefinedOn404(api.clients.delete(id));
    return [];
  } catch (error) {
    return [
      problem(
        "probe",
        `The application ${id} ("${PROBE_NAME}") that the probe made is left on the tenant: it could not be deleted (${reasonOf(error)}).`,
        deleteClientCommand(stack, id),
        { clientId: id },
      ),
    ];
  }
}

function failed(what: string, error: unknown, mend?: string): Finding {
  return problem(ABOUT, `Whether the plan has private_key_jwt was not found out: ${what} (${reasonOf(error)}).`, mend);
}

function reasonOf(error: unknown): string {
  return error instanceof ManagementError && error.statusCode === undefined ? networkReason(error) : refusal(error);
}
