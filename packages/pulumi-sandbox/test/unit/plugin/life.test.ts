// Resources from creation to deletion on the local tenant: what is asked of it, and what is left when it fails.
import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PartialFailure } from "../../../src/plugin/engine.ts";
import { createProvider } from "../../../src/plugin/provider.ts";
import type { Provider } from "../../../src/plugin/provider.ts";
import { listOf, valuesOf } from "../../../src/plugin/schema/value.ts";
import type { Value, Values } from "../../../src/plugin/schema/value.ts";
import { startTenant } from "../../../../local-tenant/src/index.ts";
import type { Tenant } from "../../../../local-tenant/src/index.ts";

const rsaPublicKey = (): string =>
  generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ type: "spki", format: "pem" }).toString();
const [firstPem, secondPem] = [rsaPublicKey(), rsaPublicKey()];
const urn = (type: string) => `urn:pulumi:dev::okta-express::auth0:index/${type}::own`;
const ROLE = urn("role:Role");
const CLIENT = urn("client:Client");
const CREDENTIALS = urn("clientCredentials:ClientCredentials");
const ACTION = urn("action:Action");

let tenant: Tenant;
let provider: Provider;

beforeAll(async () => {
  tenant = await startTenant();
  provider = createProvider({
    environment: {
      AUTH0_DOMAIN: tenant.domain,
      AUTH0_API_TOKEN: tenant.managementToken,
      SSL_CERT_FILE: tenant.certificateFile,
    },
  });
  await provider.configure({});
});

afterAll(async () => {
  provider.close();
  await tenant.stop();
});

beforeEach(() => {
  tenant.reset();
});

/** The requests of the test so far: `POST /api/v2/roles 200`. */
const requests = () => tenant.journal.entries.map(({ method, path, status }) => `${method} ${path} ${String(status)}`);
const bodies = () => tenant.journal.writes().map(({ requestBody }) => requestBody);

async function failureOf(call: Promise<unknown>): Promise<Error> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error("The call did not fail.");
  return error;
}

async function partialFailureOf(call: Promise<unknown>): Promise<PartialFailure> {
  const error = await failureOf(call);
  if (!(error instanceof PartialFailure)) throw error;
  return error;
}

const action = (inputs: Values = {}): Values => ({
  name: "own",
  code: "exports.onExecutePostLogin = async () => {};",
  runtime: "node22",
  supportedTriggers: { id: "post-login", version: "v3" },
  ...inputs,
});
const client = () =>
  provider.create(CLIENT, { name: "Express", appType: "regular_web", jwtConfiguration: { alg: "RS256" } }, false);
const keys = (
  clientId: string,
  ...elements: readonly (readonly [name: string, pem: string | undefined])[]
): Values => ({
  clientId,
  authenticationMethod: "private_key_jwt",
  privateKeyJwt: {
    credentials: elements.map(([name, pem]) => ({
      credentialType: "public_key",
      algorithm: "RS256",
      name,
      pem: pem ?? "",
    })),
  },
});
const attached = (state: Values): Value[] =>
  listOf(valuesOf(state["privateKeyJwt"])["credentials"]).map((credential) => valuesOf(credential)["name"] ?? null);

describe("a resource", () => {
  test("is made, read, changed and removed by one request and a reading each", async () => {
    const made = await provider.create(ROLE, { name: "reader", description: "Reads" }, false);
    expect(made.state).toMatchObject({ id: made.id, name: "reader", description: "Reads" });
    const changed = await provider.update(
      ROLE,
      made.id,
      made.state,
      { name: "reader", description: "Reads much" },
      [],
      false,
    );
    expect(changed.state["description"]).toBe("Reads much");
    const read = await provider.read(ROLE, made.id, changed.state, { name: "reader", description: "Reads much" });
    expect(read?.inputs).toEqual({ name: "reader", description: "Reads much" });
    await provider.delete(ROLE, made.id, changed.state);
    const path = `/api/v2/roles/${made.id}`;
    expect(requests()).toEqual([
      "POST /api/v2/roles 200",
      `GET ${path} 200`,
      `PATCH ${path} 200`,
      `GET ${path} 200`,
      `GET ${path} 200`,
      `DELETE ${path} 200`,
    ]);
  });

  test("that is gone leaves the state at a refresh, stays deleted at a deletion, and makes an update fail", async () => {
    const { id, state } = await provider.create(ROLE, { name: "reader" }, false);
    await tenant.api("DELETE", `/api/v2/roles/${id}`);
    expect(await provider.read(ROLE, id, state, { name: "reader" })).toBeUndefined();
    await expect(provider.delete(ROLE, id, state)).resolves.toBeUndefined();
    expect((await failureOf(provider.update(ROLE, id, state, { name: "writer" }, [], false))).message).toBe(
      `Resource provider reported that the resource did not exist while updating ${ROLE}.\n\n` +
        "This is usually a result of the resource having been deleted outside of Pulumi, and can often be fixed by running `pulumi refresh` before updating.",
    );
  });

  test("is imported with the inputs that say more than leaving them out", async () => {
    const { id } = await provider.create(ROLE, { name: "reader", description: "Reads" }, false);
    expect((await provider.read(ROLE, id, {}, {}))?.inputs).toEqual({
      __defaults: [],
      name: "reader",
      description: "Reads",
    });
    expect(await provider.read(ROLE, "rol_0000000000000000", {}, {})).toBeUndefined();
  });
});

describe("a tenant in trouble", () => {
  const made = () => provider.create(ROLE, { name: "reader" }, false);

  test("is asked again after a failing answer, three times more at most", async () => {
    tenant.faults.add({ method: "POST", path: "/api/v2/roles", times: 3, kind: "503" });
    await made();
    expect(requests().slice(0, 4)).toEqual([
      "POST /api/v2/roles 503",
      "POST /api/v2/roles 503",
      "POST /api/v2/roles 503",
      "POST /api/v2/roles 200",
    ]);
    tenant.journal.clear();
    tenant.faults.add({ method: "POST", path: "/api/v2/roles", times: 9, kind: "500" });
    expect((await failureOf(made())).message).toBe(
      "1 error occurred:\n\t* 500 Internal Server Error: An internal server error occurred\n\n",
    );
    expect(requests()).toHaveLength(4);
  });

  test("that drops a connection after its work leaves a role of that name behind", async () => {
    tenant.faults.add({ method: "POST", path: "/api/v2/roles", kind: "drop-after" });
    expect((await failureOf(made())).message).toContain("409 Conflict");
  });
});

describe("a creation that fails halfway", () => {
  test("keeps the resource in the state, marked as the official plugin does", async () => {
    const { id } = await client();
    tenant.faults.add({ method: "POST", path: /credentials$/, times: 9, kind: "500" });
    const failure = await partialFailureOf(provider.create(CREDENTIALS, keys(id, ["Production", firstPem]), false));
    expect(failure.message).toBe(
      `creating ${CREDENTIALS}: 1 error occurred:\n\t* 500 Internal Server Error: An internal server error occurred\n\n`,
    );
    expect(failure.outcome.id).toBe(id);
    expect(failure.outcome.state).toMatchObject({
      __meta: '{"schema_version":"1"}',
      id,
      clientId: id,
      authenticationMethod: "private_key_jwt",
    });
    expect(attached(failure.outcome.state)).toEqual(["Production"]);
  });
});

describe("rotation of keys", () => {
  test("adds the new key before it takes the old one away, and the client names every key that works", async () => {
    const { id } = await client();
    const before = await provider.create(CREDENTIALS, keys(id, ["Old", firstPem]), false);
    tenant.journal.clear();
    const after = await provider.update(CREDENTIALS, id, before.state, keys(id, ["New", secondPem]), [], false);
    expect(attached(after.state)).toEqual(["New"]);
    expect(requests().filter((request) => !request.startsWith("GET"))).toEqual([
      `POST /api/v2/clients/${id}/credentials 201`,
      `PATCH /api/v2/clients/${id} 200`,
      `PATCH /api/v2/clients/${id} 200`,
      expect.stringMatching(new RegExp(`^DELETE /api/v2/clients/${id}/credentials/cred_\\w+ 204$`)) as string,
    ]);
  });

  test("knows a key that an import found by its thumbprint", async () => {
    const { id } = await client();
    await provider.create(CREDENTIALS, keys(id, ["Production", firstPem]), false);
    const imported = await provider.read(CREDENTIALS, id, {}, {});
    tenant.journal.clear();
    await provider.update(CREDENTIALS, id, imported?.state ?? {}, keys(id, ["Production", firstPem]), [], false);
    expect(tenant.journal.writes()).toEqual([]);
  });
});

describe("secrets of an action", () => {
  test("go out all together, and are refused where somebody else's would be lost", async () => {
    const { id, state } = await provider.create(ACTION, action({ secrets: [{ name: "OWN", value: "1" }] }), false);
    await tenant.api("PATCH", `/api/v2/actions/actions/${id}`, {
      secrets: [
        { name: "OWN", value: "1" },
        { name: "THEIRS", value: "2" },
      ],
    });
    const update = provider.update(ACTION, id, state, action({ secrets: [{ name: "OWN", value: "3" }] }), [], false);
    expect((await failureOf(update)).message).toBe(
      `updating ${ACTION}: 1 error occurred:\n\t* [secrets] Unmanaged Action Secret: Detected an action secret not managed though Terraform: THEIRS. If you proceed, this secret will get deleted. ` +
        "It is required to add this secret to your action configuration to prevent unintentionally destructive results.\n\n",
    );
  });

  test("that are written only are in no state", async () => {
    const { state } = await provider.create(
      ACTION,
      action({ secretsWos: [{ name: "OWN", value: "hidden" }], secretsWoVersion: 1 }),
      false,
    );
    expect(state["secretsWos"]).toEqual([{ name: "OWN", value: null }]);
    expect(bodies()).toEqual([expect.objectContaining({ secrets: [{ name: "OWN", value: "hidden" }] })]);
  });
});

describe("the tenant's settings", () => {
  const TENANT = urn("tenant:Tenant");

  test("made anew take away the error page and mTLS setting that the program does not mention", async () => {
    await provider.create(TENANT, { flags: { useScopeDescriptionsForConsent: true } }, false);
    expect(bodies()).toEqual([
      { flags: { use_scope_descriptions_for_consent: true } },
      {
        default_token_quota: null,
        mtls: null,
        error_page: null,
        skip_non_verifiable_callback_uri_confirmation_prompt: null,
      },
    ]);
  });

  test("say sessions of less than an hour in minutes, and longer ones in whole hours", async () => {
    await provider.create(TENANT, { sessionLifetime: 0.5, idleSessionLifetime: 10.4 }, false);
    expect(bodies()[0]).toMatchObject({ session_lifetime_in_minutes: 30, idle_session_lifetime: 10 });
  });
});

describe("a grant that is there already", () => {
  test("is taken over as it is", async () => {
    const { id } = await client();
    const audience = `${tenant.url}/api/v2/`;
    const { body } = await tenant.api<{ id: string }>("POST", "/api/v2/client-grants", {
      client_id: id,
      audience,
      scope: ["read:roles"],
    });
    const made = await provider.create(
      urn("clientGrant:ClientGrant"),
      { clientId: id, audience, scopes: ["read:clients"] },
      false,
    );
    expect(made.id).toBe(body.id);
    expect(made.state["scopes"]).toEqual(["read:roles"]);
  });
});
