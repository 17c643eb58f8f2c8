import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { managementApiScopes, OIN_CLIENT } from "../../../contract/guide.ts";
import {
  expressConfigureToken,
  oinClientCallbacks,
  oinClientGrant,
  oinClientKeys,
  oinClientNoSecret,
  oinClientProtected,
} from "../../../policy/index.ts";
import { TYPES } from "../../../policy/resources.ts";
import { type Given, UNKNOWN, violations } from "./violations.ts";

const API = "https://acme.us.auth0.com/api/v2/";
const PEM = readFileSync("test/fixtures/okta-public-key.pem", "utf8");

function guide(props: Record<string, unknown> = {}, id = "client1"): Given {
  const callbacks = [...OIN_CLIENT.callbacks];
  return { type: TYPES.client, name: "oin", props: { name: OIN_CLIENT.name, callbacks, id, ...props }, protect: true };
}
const NATIVE: Given = {
  type: TYPES.client,
  name: "native",
  props: { name: "Acme", appType: "express_configuration", id: "client2" },
  protect: true,
};
const OTHER: Given = {
  type: TYPES.client,
  name: "other",
  props: { name: "Acme", callbacks: ["https://acme.example"] },
};

function grant(props: Record<string, unknown> = {}): Given {
  const scopes = [...managementApiScopes(true)];
  return { type: TYPES.clientGrant, name: "grant", props: { clientId: "client1", audience: API, scopes, ...props } };
}
function credentials(keys: readonly object[], props: Record<string, unknown> = {}): Given {
  return {
    type: TYPES.clientCredentials,
    name: "keys",
    props: {
      clientId: "client1",
      authenticationMethod: "private_key_jwt",
      privateKeyJwt: { credentials: keys },
      ...props,
    },
  };
}

describe("oin-client-protected", () => {
  const unprotected = { ...guide(), protect: false };
  const guard: Given = {
    type: "pulumi:index:Stash",
    name: "acme-okta-knows-the-oin-client",
    props: { input: "client1" },
  };

  it.each<[string, readonly Given[], string[]]>([
    ["a protected client", [guide(), NATIVE, { ...guard, protect: true }], []],
    ["another client without protection", [OTHER], []],
    ["an unprotected client of the guide", [unprotected], ["oin: oin is not protected (client ID client1)."]],
    ["one that is yet to be made", [{ ...guide({ id: UNKNOWN }), protect: false }], ["oin: oin is not protected."]],
    [
      "an unprotected client of Auth0's own Express Configuration",
      [{ ...NATIVE, protect: false }],
      ["native: native is not protected (client ID client2)."],
    ],
    [
      "an unprotected deletion guard of a component of any name",
      [guard],
      [`${guard.name}: ${guard.name} is not protected (client ID client1).`],
    ],
    ["another stash without protection", [{ ...guard, name: "acme-notes" }], []],
  ])("judges %s", async (_what, resources, expected) => {
    expect((await violations(oinClientProtected, resources)).map((found) => found.split("\n")[0])).toEqual(expected);
  });

  it("gives the commands that release it, each on a line of its own", async () => {
    const [message] = await violations(oinClientProtected, [unprotected]);
    expect(message).toContain("\n  pulumi config set releaseOinClient client1\n");
    expect(message).toContain('\n  { "oin-client-protected": { "released": ["client1"] } }');
  });

  it("lets a person release a client by its ID: by the pack's configuration, or by what the stack remembers", async () => {
    const release = (releasedOinClient: string): Given => ({
      type: "pulumi:index:Stash",
      name: "acme-memory",
      props: { input: { releasedOinClient } },
    });
    const all = [unprotected, guard];
    expect(await violations(oinClientProtected, all, { released: ["client1"] })).toEqual([]);
    expect(await violations(oinClientProtected, [...all, release("client1")])).toEqual([]);
    expect(await violations(oinClientProtected, all, { released: ["client9"] })).toHaveLength(2);
    expect(await violations(oinClientProtected, [...all, release("client9")])).toHaveLength(2);
  });
});

describe("oin-client-callbacks", () => {
  it.each<[string, Given, number]>([
    ["Okta's", guide(), 0],
    ["none", guide({ callbacks: [] }), 1],
    ["none at all", guide({ callbacks: undefined }), 1],
    ["another besides", guide({ callbacks: [...OIN_CLIENT.callbacks, "https://acme.example"] }), 1],
    [
      "another, known by its metadata",
      { ...OTHER, props: { ...OTHER.props, clientMetadata: { express_configure_sp_client_id: "app" } } },
      1,
    ],
    ["one that only up will know", guide({ callbacks: [UNKNOWN] }), 0],
    ["Auth0's own, left out", NATIVE, 0],
    ["Auth0's own, overridden", { ...NATIVE, props: { ...NATIVE.props, callbacks: ["https://acme.example"] } }, 1],
    ["that of another app", OTHER, 0],
  ])("judges %s", async (_what, client, count) => {
    expect(await violations(oinClientCallbacks, [client])).toHaveLength(count);
  });
});

describe("oin-client-grant", () => {
  const excess = async (...given: Given[]) =>
    (await violations(oinClientGrant, given)).map((found) => found.split("\n")[0]);

  it("allows the guide's scopes, with SCIM or without, and whatever other clients have", async () => {
    expect(await excess(guide(), grant())).toEqual([]);
    expect(await excess(guide(), grant({ scopes: [...managementApiScopes(false)] }))).toEqual([]);
    expect(await excess(guide(), grant({ clientId: "client9", scopes: ["delete:users"] }))).toEqual([]);
  });

  it("names what is too much", async () => {
    expect(await excess(guide(), grant({ scopes: ["read:connections", "delete:users", "read:users"] }))).toEqual([
      "grant: grant: it gives delete:users, read:users.",
    ]);
    expect(await excess(guide(), grant({ scopes: [], allowAllScopes: true }))).toEqual([
      "grant: grant: it gives every scope there is.",
    ]);
    expect(await excess(guide(), grant({ audience: "https://billing.acme.example" }))).toEqual([
      "grant: grant: the grant is for https://billing.acme.example.",
    ]);
  });

  it("finds the client by the program where its ID is not known yet", async () => {
    const ofNew = { ...grant({ clientId: UNKNOWN, scopes: ["delete:users"] }), from: { clientId: "oin" } };
    expect(await excess(guide({ id: UNKNOWN }), ofNew)).toEqual(["grant: grant: it gives delete:users."]);
  });

  it("allows none at all to the client of Auth0's own Express Configuration", async () => {
    expect(await excess(NATIVE, grant({ clientId: "client2" }))).toEqual([
      "grant: grant: the OIN client of Auth0's own Express Configuration has a grant.",
    ]);
  });
});

describe("oin-client-no-secret", () => {
  const KEY = { credentialType: "public_key", algorithm: "RS256", pem: PEM };
  it.each<[string, readonly Given[], string[]]>([
    ["keys and a grant", [guide(), credentials([KEY]), grant()], []],
    ["a new client, without keys and without a grant", [guide({ id: UNKNOWN })], []],
    ["a new client of Auth0's own Express Configuration", [NATIVE], []],
    ["a grant without keys", [guide(), grant()], ["grant: grant gives rights to an OIN client without keys."]],
    [
      "a secret",
      [guide(), credentials([], { authenticationMethod: "client_secret_post", clientSecret: "s3cret" })],
      ["keys: keys lets the OIN client authenticate by client_secret_post."],
    ],
    ["another client's secret", [guide(), credentials([], { clientId: "x", authenticationMethod: "none" })], []],
  ])("judges %s", async (_what, resources, expected) => {
    const found = await violations(oinClientNoSecret, resources);
    expect(found.map((message) => message.split("\n")[0])).toEqual(expected);
    expect(found.join()).not.toContain("s3cret");
  });
});

describe("oin-client-keys", () => {
  const pair = (bits: number) => generateKeyPairSync("rsa", { modulusLength: bits });
  const spki = { type: "spki", format: "pem" } as const;
  const of = async (keys: readonly object[], id?: string): Promise<string[]> =>
    (await violations(oinClientKeys, [guide({}, id), credentials(keys)])).map((found) => found.split("\n")[0] ?? "");

  it("allows one or two strong keys, also with what only up will know", async () => {
    const next = readFileSync("test/fixtures/okta-next-public-key.pem", "utf8");
    expect(await of([{ pem: PEM, algorithm: "RS256" }, { pem: next }])).toEqual([]);
    expect(await of([{ pem: PEM, algorithm: "RS256", expiresAt: UNKNOWN }])).toEqual([]);
    // What the state has of a key that somebody changed on the tenant.
    expect(await of([{ pem: "", algorithm: "RS256" }])).toEqual([]);
    expect(await of([{ pem: UNKNOWN }])).toEqual([]);
  });

  it.each<[string, object, string]>([
    ["a weak one", { pem: pair(1024).publicKey.export(spki) }, "has 1024 bits"],
    [
      "one that is not RSA",
      { pem: generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export(spki) },
      "is of type ec; RS256 needs RSA",
    ],
    ["another algorithm", { pem: PEM, algorithm: "RS384" }, "is for RS384; Okta signs with RS256"],
    ["an expired one", { pem: PEM, expiresAt: "2020-01-31T00:00:00Z" }, "expired on 2020-01-31"],
    [
      "a private one",
      { pem: pair(2048).privateKey.export({ type: "pkcs8", format: "pem" }) },
      "is a private key, which only Okta may have: treat it as disclosed",
    ],
    ["no key", { pem: "hello" }, "cannot be read: it is not the PEM text of a public key or certificate"],
  ])("refuses %s, and never quotes it", async (_what, key, problem) => {
    expect(await of([key])).toEqual([`keys: keys: the key ${problem}.`]);
    expect(await of([{ pem: PEM }, key])).toEqual([`keys: keys: key 2 of 2 ${problem}.`]);
    expect((await violations(oinClientKeys, [guide(), credentials([key])])).join()).not.toContain("-----BEGIN");
  });

  it("refuses a third one, and leaves other clients' keys alone", async () => {
    const key = { pem: PEM };
    expect(await of([key, key, key])).toEqual(["keys: keys: there are 3 keys; Auth0 keeps at most 2."]);
    expect(await of([{ pem: "hello" }], "client9")).toEqual([]);
  });
});

describe("express-configure-token", () => {
  const api = (props: Record<string, unknown>): Given => ({
    type: TYPES.resourceServer,
    name: "api",
    props: { identifier: "https://system.okta.com/actions/express-configure/v1", tokenLifetime: 300, ...props },
  });
  it.each<[string, Given, string[]]>([
    ["five minutes", api({}), []],
    ["less", api({ tokenLifetime: 60 }), []],
    ["more", api({ tokenLifetime: 301 }), ["api: api sets 301 seconds."]],
    ["none", api({ tokenLifetime: undefined }), ["api: api sets no lifetime, and Auth0's own is a day."]],
    ["what only up will know", api({ tokenLifetime: UNKNOWN }), []],
    ["refresh tokens", api({ allowOfflineAccess: true }), ["api: api allows refresh tokens."]],
    ["another API", api({ identifier: "https://acme.example", tokenLifetime: 86400 }), []],
    ["Auth0's own API", api({ identifier: "urn:auth0:express-configure", tokenLifetime: undefined }), []],
  ])("judges %s", async (_what, given, expected) => {
    expect((await violations(expressConfigureToken, [given])).map((found) => found.split("\n")[0])).toEqual(expected);
  });
});
