import { generateKeyPairSync } from "node:crypto";
import { type Management, type ManagementClient, ManagementError } from "auth0";
import { type Finding, notice, ok, problem } from "../findings.ts";

const PROBE_NAME = "okta-express: may be deleted (doctor --probe)";

/**
 * Whether the plan has private_key_jwt, as far as reading can tell: no endpoint says it, but a client that signs in so
 * proves it.
 */
export async function checkPrivateKeyJwt(api: ManagementClient): Promise<Finding> {
  for await (const client of await api.clients.list({ fields: "client_id,client_authentication_methods", include_fields: true, per_page: 100 })) {
    if (signsInByKey(client)) return ok("plan.private-key-jwt", "The plan has private_key_jwt: an application of the tenant uses it.");
  }
  return notice(
    "plan.private-key-jwt",
    "Whether the plan has private_key_jwt cannot be told by reading: no application of the tenant uses it yet. It comes with Enterprise plans.",
    "npm run doctor -- --probe finds out: it makes an application, gives it a key, and deletes it. Without it, the first up says so and loses nothing.",
  );
}

function signsInByKey(client: Management.Client): boolean {
  return client.client_authentication_methods?.private_key_jwt !== undefined;
}

/** Finds out by doing: makes an application, gives it a key, deletes it again. Needs create:clients, create:client_credentials and delete:clients. */
export async function probePrivateKeyJwt(api: ManagementClient): Promise<Finding> {
  const { client_id: id } = await api.clients.create({ name: PROBE_NAME, app_type: "non_interactive", jwt_configuration: { alg: "RS256" } });
  if (id === undefined) throw new Error("The Management API made an application and did not say which.");
  try {
    const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    await api.clients.credentials.create(id, { credential_type: "public_key", name: "probe", pem: publicKey.export({ type: "spki", format: "pem" }).toString(), alg: "RS256" });
    return ok("plan.private-key-jwt", "The plan has private_key_jwt: an application was made, given a key and deleted.");
  } catch (error) {
    if (!(error instanceof ManagementError) || error.statusCode !== 403) throw error;
    return problem("plan.private-key-jwt", "The tenant's plan has no private_key_jwt, by which Okta signs in.", "Ask Auth0 for an Enterprise subscription: application credentials (Private Key JWT).");
  } finally {
    await api.clients.delete(id);
  }
}
