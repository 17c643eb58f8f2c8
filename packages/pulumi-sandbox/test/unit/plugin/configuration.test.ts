// Where the plugin goes, and how it signs in there.
import { decodeJwt, decodeProtectedHeader, exportPKCS8, generateKeyPair } from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createProvider } from "../../../src/plugin/provider.ts";
import type { Provider } from "../../../src/plugin/provider.ts";
import { playback } from "./playback.ts";
import type { Exchange, Playback } from "./playback.ts";

let tenant: Playback;
const opened: Provider[] = [];

beforeAll(async () => {
  tenant = await playback();
});

afterEach(() => {
  for (const provider of opened.splice(0)) provider.close();
});

afterAll(async () => {
  await tenant.stop();
});

async function configured(args: Record<string, string>, environment: NodeJS.ProcessEnv = {}): Promise<Provider> {
  const provider = createProvider({ caFile: tenant.caFile, environment });
  opened.push(provider);
  await provider.configure(args);
  return provider;
}

const ROLE = "urn:pulumi:dev::okta-express::auth0:index/role:Role::own";
const role: Exchange = {
  method: "GET",
  url: "/api/v2/roles/rol_1",
  status: 200,
  response: { id: "rol_1", name: "own" },
};
const token: Exchange = {
  method: "POST",
  url: "/oauth/token",
  status: 200,
  response: { access_token: "t", expires_in: 86_400 },
};

describe("a domain that is not of this machine", () => {
  for (const domain of ["acme.eu.auth0.com", "login.acme.com", "10.0.0.1", "localhost.acme.com", "128.0.0.1"]) {
    test(`is refused: ${domain}`, async () => {
      await expect(configured({ domain, apiToken: "t" })).rejects.toThrow(
        new Error(
          `The stand-in for the Auth0 plugin refuses the domain "${domain}": it only ever talks to a local tenant on this machine (localhost). ` +
            "For a real tenant use the official plugin: AUTH0_PLUGIN=official.",
        ),
      );
    });
  }

  for (const domain of ["localhost:4443", "127.0.0.1:4443", "https://localhost:4443/", "tenant.localhost"]) {
    test(`is not one such as ${domain}`, async () => {
      await expect(configured({ domain, apiToken: "t" })).resolves.toBeDefined();
    });
  }
});

describe("what is missing", () => {
  const refusal = (text: string) => new Error(`1 error occurred:\n\t* ${text}\n\n`);

  test("is the domain", async () => {
    await expect(configured({ apiToken: "t" })).rejects.toThrow(
      refusal("Missing required configuration: The 'AUTH0_DOMAIN' must be specified along with 'AUTH0_API_TOKEN'."),
    );
  });

  test("is what goes with the client ID", async () => {
    await expect(configured({ domain: "localhost", clientId: "c" })).rejects.toThrow(
      refusal(
        "Missing required configuration: When 'AUTH0_CLIENT_ID' is provided, either 'AUTH0_CLIENT_SECRET' or both 'AUTH0_CLIENT_ASSERTION_PRIVATE_KEY' and 'AUTH0_CLIENT_ASSERTION_SIGNING_ALG' must also be specified.",
      ),
    );
  });
});

describe("the access token", () => {
  test("is the one given, without a request for another", async () => {
    tenant.load([role]);
    const provider = await configured({}, { AUTH0_DOMAIN: tenant.domain, AUTH0_API_TOKEN: "given" });
    expect((await provider.read(ROLE, "rol_1", {}, {}))?.state["name"]).toBe("own");
    expect(tenant.surprises()).toEqual([]);
  });

  test("is fetched once, by the client's secret", async () => {
    const body = {
      grant_type: "client_credentials",
      audience: `https://${tenant.domain}/api/v2/`,
      client_id: "c",
      client_secret: "s",
    };
    tenant.load([{ ...token, request: body }, role, role]);
    const provider = await configured({ domain: tenant.domain, clientId: "c", clientSecret: "s" });
    await provider.read(ROLE, "rol_1", {}, {});
    await provider.read(ROLE, "rol_1", {}, {});
    expect([tenant.surprises(), tenant.unused()]).toEqual([[], []]);
  });

  test("is fetched by an assertion that the client's private key signs", async () => {
    const { privateKey } = await generateKeyPair("ES256", { extractable: true });
    tenant.load([token, role]);
    const provider = await configured({
      domain: tenant.domain,
      clientId: "c",
      clientAssertionPrivateKey: await exportPKCS8(privateKey),
      clientAssertionSigningAlg: "ES256",
    });
    await provider.read(ROLE, "rol_1", {}, {});
    const sent = tenant
      .surprises()
      .map(({ actual }) => actual as { client_id: string; client_assertion_type: string; client_assertion: string })[0];
    expect(sent).toMatchObject({
      client_id: "c",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    });
    expect(decodeProtectedHeader(sent?.client_assertion ?? "").alg).toBe("ES256");
    expect(decodeJwt(sent?.client_assertion ?? "")).toMatchObject({
      iss: "c",
      sub: "c",
      aud: `https://${tenant.domain}/`,
    });
  });
});

describe("the stack's configuration", () => {
  const check = (args: Record<string, string>) => createProvider({ environment: {} }).checkConfig(args);

  test("passes as it is", () => {
    expect(check({ domain: "localhost", apiToken: "t", version: "3.49.0" })).toEqual({
      inputs: { domain: "localhost", apiToken: "t", version: "3.49.0" },
      failures: [],
    });
  });

  test("is refused where two ways of signing in exclude each other, and where a key is none", () => {
    expect(check({ domain: "localhost", apiToken: "t", clientId: "c", region: "eu" }).failures).toEqual([
      "`auth0:region` is not a valid configuration key for the auth0 provider. If the referenced key is not intended for the provider, please choose a different namespace from `auth0:`.",
      'could not validate provider configuration: Conflicting configuration arguments. "client_id": conflicts with api_token. Check `pulumi config get auth0:clientId`.',
      'could not validate provider configuration: Conflicting configuration arguments. "api_token": conflicts with client_id. Check `pulumi config get auth0:apiToken`.',
    ]);
  });
});
