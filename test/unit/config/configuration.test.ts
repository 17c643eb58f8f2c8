/** Proof 6: every bad input and its exact text, all problems at once, never a key's content. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigurationError, parseConfiguration, parseStack, type RawConfiguration } from "../../../config/index.ts";
import { webAddress } from "../../fixtures/arbitraries.ts";
import {
  certificate,
  ecPublicKey,
  rsaPrivateKey,
  rsaPublicKey,
} from "../../../packages/local-tenant/test/fixtures/keys.ts";

const NOW = new Date("2026-11-23T12:00:00Z");
const folder = mkdtempSync(join(tmpdir(), "okta-express-config-"));
const privateKey = rsaPrivateKey();

const GOOD: RawConfiguration = {
  "auth0:domain": "acme.us.auth0.com",
  "okta-express:serviceApp": "Acme SaaS",
  "okta-express:initiateLoginUri": "https://app.acme.example/login",
  "okta-express:oktaPublicKeys": '["okta.pem"]',
};

beforeAll(async () => {
  const okta = rsaPublicKey();
  const files: Record<string, string> = {
    "okta.pem": okta,
    "okta-again.pem": okta.replaceAll("\n", "\r\n"),
    "okta-without-an-end.pem": okta.trimEnd(),
    "okta-by-mail.pem": `The key:\n\n${okta.replaceAll("\n", " \n")}\nRegards\n`,
    "next.pem": rsaPublicKey(),
    "largest.pem": rsaPublicKey(4096),
    "short.pem": rsaPublicKey(1024),
    "long.pem": rsaPublicKey(4104),
    "ec.pem": ecPublicKey(),
    "private.pem": privateKey,
    "private-pkcs1.pem": rsaPrivateKey("pkcs1"),
    "both.pem": okta + rsaPublicKey(),
    "certificate.pem": await certificate(new Date("2030-01-01T00:00:00Z")),
    "expired.pem": await certificate(new Date("2026-01-31T00:00:00Z")),
    "broken.pem": "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
    "broken-certificate.pem": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    "notes.txt": "the key is in the mail",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

const parse = (raw: RawConfiguration) => parseConfiguration(raw, { stack: "dev", folder, now: NOW });

/** The text of the error that a configuration is refused with. */
async function refusal(raw: RawConfiguration): Promise<string> {
  const outcome: unknown = await parse(raw).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(ConfigurationError);
  return (outcome as ConfigurationError).message;
}

function told(...blocks: string[]): string {
  const count = blocks.length === 1 ? "1 problem" : `${blocks.length} problems`;
  return `${count} in the configuration of stack dev. Nothing was changed.\n\n${blocks.join("\n\n")}\n`;
}

const DOMAIN = "Expected the tenant's own domain, without scheme or path, such as acme.us.auth0.com.";
const LOGIN = "Expected the https URL where end users begin to sign in to the app.";
const ASK_OKTA =
  "Use the public key that Okta's Express Configuration team sent, as a PEM file (-----BEGIN PUBLIC KEY-----).";
const setLogin = (url: string) => `    Fix:\n      pulumi config set okta-express:initiateLoginUri ${url} --stack dev`;

describe("a good configuration", () => {
  it("is one typed value, with defaults", async () => {
    const configuration = await parse(GOOD);
    expect(configuration).toEqual({
      domain: "acme.us.auth0.com",
      flavour: "guide",
      serviceApp: "Acme SaaS",
      initiateLoginUri: "https://app.acme.example/login",
      oktaPublicKeys: [
        {
          file: "okta.pem",
          pem: expect.stringContaining("BEGIN PUBLIC KEY") as string,
          keyId: expect.stringMatching(/^[\w-]{43}$/) as string,
        },
      ],
      scim: false,
      adminRole: undefined,
      consentDescriptions: true,
      initiateLoginUriTemplate: "",
      adminLoginDomain: undefined,
      adminLoginFlow: "pre_login_prompt",
      adminConnections: [],
      adminsAppMetadataKey: undefined,
      domainAliasesMetadataKey: undefined,
      enableClient: true,
      enableOrganization: true,
      linkedClients: [],
      userAttributeProfile: undefined,
      connectionProfile: undefined,
      releaseOinClient: undefined,
    });
  });

  it("may name no key while the stack has never had one, and no longer once it had", async () => {
    const { "okta-express:oktaPublicKeys": _keys, ...withoutKeys } = GOOD;
    for (const raw of [withoutKeys, { ...GOOD, "okta-express:oktaPublicKeys": "[]" }]) {
      expect((await parse(raw)).oktaPublicKeys).toEqual([]);
      for (const keyIds of [undefined, ["kid-1"]]) {
        const held = { flavour: "guide", oinClients: { guide: "abc" }, oktaKnows: "guide", keyIds } as const;
        const outcome: unknown = await parseConfiguration(raw, { stack: "dev", folder, now: NOW, held }).catch(
          (error: unknown) => error,
        );
        if (keyIds === undefined) expect(outcome).toMatchObject({ oktaPublicKeys: [] });
        else {
          expect(outcome).toBeInstanceOf(ConfigurationError);
          expect((outcome as ConfigurationError).message).toBe(
            told(
              "  okta-express:oktaPublicKeys is not set\n    Expected the file of Okta's public key: the OIN client has the key kid-1, and without it Okta could no longer sign in.\n    Fix:\n      pulumi config set --path 'okta-express:oktaPublicKeys[0]' okta-public-key.pem --stack dev",
            ),
          );
        }
      }
    }
  });

  it.each([
    "acme.auth0.com",
    "acme-1.eu.auth0.com",
    "acme.prod.auth0app.com",
    "localhost:8443",
    "127.0.0.1:8443",
    "localhost",
  ])("takes the domain %s", async (domain) => {
    expect((await parse({ ...GOOD, "auth0:domain": domain })).domain).toBe(domain);
  });

  it("takes two keys, a certificate and the largest key", async () => {
    const { oktaPublicKeys } = await parse({
      ...GOOD,
      "okta-express:oktaPublicKeys": '["certificate.pem","largest.pem"]',
    });
    expect(oktaPublicKeys.map((key) => key.file)).toEqual(["certificate.pem", "largest.pem"]);
  });

  it("takes the other settings as Pulumi hands them over", async () => {
    const raw = {
      ...GOOD,
      "okta-express:scim": "true",
      "okta-express:consentDescriptions": "false",
      "okta-express:adminRole": "Org admins",
      "other:key": "x",
    };
    expect(await parse(raw)).toMatchObject({ scim: true, consentDescriptions: false, adminRole: "Org admins" });
  });
});

describe("a bad value is told with key, value, expectation and the way to mend it", () => {
  it.each<[string, RawConfiguration, string]>([
    [
      "no domain",
      { "auth0:domain": "" },
      `  auth0:domain is not set\n    ${DOMAIN}\n    Fix:\n      pulumi config set auth0:domain acme.us.auth0.com --stack dev (or set the environment variable AUTH0_DOMAIN)`,
    ],
    [
      "domain as URL",
      { "auth0:domain": "https://acme.eu.auth0.com/" },
      `  auth0:domain = "https://acme.eu.auth0.com/"\n    ${DOMAIN} This is more than the domain.\n    Fix:\n      pulumi config set auth0:domain acme.eu.auth0.com --stack dev`,
    ],
    [
      "domain with a path",
      { "auth0:domain": "acme.eu.auth0.com/api/v2" },
      `  auth0:domain = "acme.eu.auth0.com/api/v2"\n    ${DOMAIN} This is more than the domain.\n    Fix:\n      pulumi config set auth0:domain acme.eu.auth0.com --stack dev`,
    ],
    [
      "domain in capitals",
      { "auth0:domain": "ACME.us.auth0.com" },
      `  auth0:domain = "ACME.us.auth0.com"\n    ${DOMAIN} This is more than the domain.\n    Fix:\n      pulumi config set auth0:domain acme.us.auth0.com --stack dev`,
    ],
    [
      "custom domain",
      { "auth0:domain": "login.acme.example" },
      `  auth0:domain = "login.acme.example"\n    ${DOMAIN} This is not one of Auth0's: a custom domain does not name the tenant to the Management API.\n    Fix:\n      pulumi config set auth0:domain acme.us.auth0.com --stack dev, with the domain that the Auth0 dashboard shows for any application of the tenant`,
    ],
    [
      "a domain that only ends like Auth0's",
      { "auth0:domain": "evilauth0.com" },
      `  auth0:domain = "evilauth0.com"\n    ${DOMAIN} This is not one of Auth0's: a custom domain does not name the tenant to the Management API.\n    Fix:\n      pulumi config set auth0:domain acme.us.auth0.com --stack dev, with the domain that the Auth0 dashboard shows for any application of the tenant`,
    ],
    [
      "no service app",
      { "okta-express:serviceApp": "" },
      '  okta-express:serviceApp is not set\n    Expected the client ID, or the exact name, of the app that is published in the OIN.\n    Fix:\n      pulumi config set okta-express:serviceApp "<client ID or exact name of your app in the OIN>" --stack dev',
    ],
    [
      "service app in quotes",
      { "okta-express:serviceApp": '"Acme SaaS"' },
      '  okta-express:serviceApp = "\\"Acme SaaS\\""\n    The value has spaces or quote marks around it.\n    Fix:\n      pulumi config set okta-express:serviceApp \'Acme SaaS\' --stack dev',
    ],
    [
      "service app in quotes, with what a shell reads",
      { "okta-express:serviceApp": '"Bob\'s $HOME"' },
      `  okta-express:serviceApp = "\\"Bob's $HOME\\""\n    The value has spaces or quote marks around it.\n    Fix:\n      pulumi config set okta-express:serviceApp 'Bob'\\''s $HOME' --stack dev`,
    ],
    [
      "no login URI",
      { "okta-express:initiateLoginUri": "" },
      `  okta-express:initiateLoginUri is not set\n    ${LOGIN}\n${setLogin("https://app.example.com/login")}`,
    ],
    [
      "login URI not https",
      { "okta-express:initiateLoginUri": "http://app.acme.example/login?x=1" },
      `  okta-express:initiateLoginUri = "http://app.acme.example/login?x=1"\n    ${LOGIN} This one is not https.\n${setLogin("'https://app.acme.example/login?x=1'")}`,
    ],
    [
      "login URI not https, with two parameters",
      { "okta-express:initiateLoginUri": "http://app.acme.example/login?x=1&y=2" },
      `  okta-express:initiateLoginUri = "http://app.acme.example/login?x=1&y=2"\n    ${LOGIN} This one is not https.\n${setLogin("'https://app.acme.example/login?x=1&y=2'")}`,
    ],
    [
      "login URI in stray quotes",
      { "okta-express:initiateLoginUri": '"https://app.acme.example/login"' },
      `  okta-express:initiateLoginUri = "\\"https://app.acme.example/login\\""\n    ${LOGIN} Quote marks or spaces around it would become part of the URL.\n${setLogin("https://app.acme.example/login")}`,
    ],
    [
      "login URI that is no URL",
      { "okta-express:initiateLoginUri": "app.acme.example" },
      `  okta-express:initiateLoginUri = "app.acme.example"\n    ${LOGIN} This is not a URL.\n${setLogin("https://app.example.com/login")}`,
    ],
    [
      "login URI with a quote inside",
      { "okta-express:initiateLoginUri": 'https://app.acme.example/"login' },
      `  okta-express:initiateLoginUri = "https://app.acme.example/\\"login"\n    ${LOGIN} This is not a URL.\n${setLogin("https://app.example.com/login")}`,
    ],
    [
      "login URI with credentials",
      { "okta-express:initiateLoginUri": "https://me:pw@app.acme.example/login" },
      `  okta-express:initiateLoginUri = "https://me:pw@app.acme.example/login"\n    ${LOGIN} This one carries credentials.\n${setLogin("https://app.acme.example/login")}`,
    ],
    [
      "login URI with a fragment",
      { "okta-express:initiateLoginUri": "https://app.acme.example/#/login" },
      `  okta-express:initiateLoginUri = "https://app.acme.example/#/login"\n    ${LOGIN} This one has a fragment (#), which Auth0 does not allow.\n${setLogin("https://app.acme.example/")}`,
    ],
    [
      "keys not as a list",
      { "okta-express:oktaPublicKeys": "okta.pem" },
      "  okta-express:oktaPublicKeys = \"okta.pem\"\n    Expected a list of one or two PEM files.\n    Fix:\n      pulumi config set --path 'okta-express:oktaPublicKeys[0]' okta-public-key.pem --stack dev",
    ],
    [
      "three keys",
      { "okta-express:oktaPublicKeys": '["okta.pem","next.pem","largest.pem"]' },
      '  okta-express:oktaPublicKeys = "[\\"okta.pem\\",\\"next.pem\\",\\"largest.pem\\"]"\n    Expected one or two files, found 3: Auth0 keeps at most two keys on a client.\n    Fix:\n      pulumi config rm --path \'okta-express:oktaPublicKeys[2]\' --stack dev',
    ],
    [
      "key file missing",
      { "okta-express:oktaPublicKeys": '["gone.pem"]' },
      `  okta-express:oktaPublicKeys[0] = "gone.pem"\n    There is no such file (looked in the project's folder).\n    Fix:\n      ${ASK_OKTA}`,
    ],
    [
      "key file unreadable",
      { "okta-express:oktaPublicKeys": '["."]' },
      `  okta-express:oktaPublicKeys[0] = "."\n    The file cannot be read (looked in the project's folder).\n    Fix:\n      ${ASK_OKTA}`,
    ],
    [
      "not PEM",
      { "okta-express:oktaPublicKeys": '["notes.txt"]' },
      `  okta-express:oktaPublicKeys[0] = "notes.txt"\n    The file is not PEM: it has no -----BEGIN line.\n    Fix:\n      ${ASK_OKTA}`,
    ],
    [
      "PEM without a key",
      { "okta-express:oktaPublicKeys": '["broken.pem"]' },
      `  okta-express:oktaPublicKeys[0] = "broken.pem"\n    The file looks like PEM but holds no public key that can be read.\n    Fix:\n      ${ASK_OKTA}`,
    ],
    [
      "a broken certificate",
      { "okta-express:oktaPublicKeys": '["broken-certificate.pem"]' },
      `  okta-express:oktaPublicKeys[0] = "broken-certificate.pem"\n    The file is a certificate that cannot be read.\n    Fix:\n      ${ASK_OKTA}`,
    ],
    [
      "a private key",
      { "okta-express:oktaPublicKeys": '["private.pem"]' },
      '  okta-express:oktaPublicKeys[0] = "private.pem"\n    The file holds a private key. Okta keeps the private key; the tenant needs the public one only.\n    Fix:\n      Remove the file, treat that key as disclosed, and ask Okta\'s Express Configuration team for the public key.',
    ],
    [
      "a PKCS#1 private key",
      { "okta-express:oktaPublicKeys": '["private-pkcs1.pem"]' },
      '  okta-express:oktaPublicKeys[0] = "private-pkcs1.pem"\n    The file holds a private key. Okta keeps the private key; the tenant needs the public one only.\n    Fix:\n      Remove the file, treat that key as disclosed, and ask Okta\'s Express Configuration team for the public key.',
    ],
    [
      "a key's text in place of a file",
      { "okta-express:oktaPublicKeys": JSON.stringify([privateKey]) },
      "  okta-express:oktaPublicKeys[0] is not shown, for it could be key material\n    Expected the name of a PEM file, found the text of a key.\n    Fix:\n      Write the text to a file and set the file's name.",
    ],
    [
      "two keys in one file",
      { "okta-express:oktaPublicKeys": '["both.pem"]' },
      '  okta-express:oktaPublicKeys[0] = "both.pem"\n    The file holds more than one PEM block; expected one public key.\n    Fix:\n      Put each key in a file of its own.',
    ],
    [
      "an EC key",
      { "okta-express:oktaPublicKeys": '["ec.pem"]' },
      `  okta-express:oktaPublicKeys[0] = "ec.pem"\n    The key is of type ec; expected RSA, which RS256 needs.\n    Fix:\n      ${ASK_OKTA}`,
    ],
    [
      "a short key",
      { "okta-express:oktaPublicKeys": '["short.pem"]' },
      `  okta-express:oktaPublicKeys[0] = "short.pem"\n    The RSA key has 1024 bits; expected 2048 to 4096.\n    Fix:\n      ${ASK_OKTA}`,
    ],
    [
      "a long key",
      { "okta-express:oktaPublicKeys": '["long.pem"]' },
      `  okta-express:oktaPublicKeys[0] = "long.pem"\n    The RSA key has 4104 bits; expected 2048 to 4096.\n    Fix:\n      ${ASK_OKTA}`,
    ],
    [
      "an expired certificate",
      { "okta-express:oktaPublicKeys": '["expired.pem"]' },
      `  okta-express:oktaPublicKeys[0] = "expired.pem"\n    The certificate expired on 2026-01-31.\n    Fix:\n      Ask Okta's Express Configuration team for its successor and name that file in its place: one up changes the keys without a moment in which none is valid.`,
    ],
    [
      "the same key twice",
      { "okta-express:oktaPublicKeys": '["okta.pem","okta-again.pem"]' },
      "  okta-express:oktaPublicKeys[1] = \"okta-again.pem\"\n    Both files hold the same key.\n    Fix:\n      pulumi config rm --path 'okta-express:oktaPublicKeys[1]' --stack dev",
    ],
    [
      "scim neither true nor false",
      { "okta-express:scim": "yes" },
      '  okta-express:scim = "yes"\n    Expected true or false.\n    Fix:\n      pulumi config set okta-express:scim true --stack dev',
    ],
    [
      "a role in spaces",
      { "okta-express:adminRole": " Org admins " },
      "  okta-express:adminRole = \" Org admins \"\n    The value has spaces or quote marks around it.\n    Fix:\n      pulumi config set okta-express:adminRole 'Org admins' --stack dev",
    ],
    [
      "a misspelt setting",
      { "okta-express:initiateLoginURL": "https://a.example" },
      "  okta-express:initiateLoginURL is not a setting\n    okta-express:initiateLoginUri is near.\n    Fix:\n      pulumi config rm okta-express:initiateLoginURL --stack dev",
    ],
    [
      "an unknown setting",
      { "okta-express:colour": "blue" },
      "  okta-express:colour is not a setting\n    The settings are auth0:domain, okta-express:flavour, okta-express:serviceApp, okta-express:initiateLoginUri, okta-express:oktaPublicKeys, okta-express:scim, okta-express:adminRole, okta-express:consentDescriptions, okta-express:initiateLoginUriTemplate, okta-express:displayName, okta-express:adminLoginDomain, okta-express:adminLoginFlow, okta-express:adminConnections, okta-express:adminsAppMetadataKey, okta-express:domainAliasesMetadataKey, okta-express:enableClient, okta-express:enableOrganization, okta-express:linkedClients, okta-express:userAttributeProfile, okta-express:connectionProfile, okta-express:adopt, okta-express:releaseOinClient.\n    Fix:\n      pulumi config rm okta-express:colour --stack dev",
    ],
  ])("%s", async (_what, change, text) => {
    expect(await refusal({ ...GOOD, ...change })).toBe(told(text));
  });

  it("all at once, in the order of the settings, unknown ones first", async () => {
    const text = await refusal({
      "okta-express:colour": "blue",
      "okta-express:scim": "1",
      "okta-express:oktaPublicKeys": '["ec.pem","gone.pem"]',
    });
    expect(text.match(/^ {2}\S+/gm)).toEqual([
      "  okta-express:colour",
      "  auth0:domain",
      "  okta-express:serviceApp",
      "  okta-express:initiateLoginUri",
      "  okta-express:oktaPublicKeys[0]",
      "  okta-express:oktaPublicKeys[1]",
      "  okta-express:scim",
    ]);
    expect(text.startsWith("7 problems in the configuration of stack dev. Nothing was changed.\n")).toBe(true);
  });
});

describe("adminConnections", () => {
  const connections = { "okta-express:adminConnections": '["staff"]' };
  it.each<readonly [string, RawConfiguration]>([
    ["are the guide's own choice", {}],
    [
      "serve the guide's client while both are there",
      {
        "okta-express:flavour": "both",
        "okta-express:initiateLoginUriTemplate": "https://app.acme.example/{organization_id}",
      },
    ],
  ])("%s", async (_what, more) => {
    expect((await parse({ ...GOOD, ...more, ...connections })).adminConnections).toEqual(["staff"]);
    expect((await parse({ ...GOOD, ...more })).adminConnections).toEqual([]);
  });
});

describe("credentials", () => {
  const parseAll = (raw: RawConfiguration, env: NodeJS.ProcessEnv) =>
    parseStack(raw, env, { stack: "dev", folder, now: NOW });

  it("missing ones are told together with every other problem", async () => {
    const error: unknown = await parseAll({ ...GOOD, "auth0:domain": "https://acme.us.auth0.com/" }, {}).catch(
      (thrown: unknown) => thrown,
    );
    expect((error as ConfigurationError).problems.map(({ key, found }) => `${key} ${found}`)).toEqual([
      'auth0:domain = "https://acme.us.auth0.com/"',
      "auth0:clientId is not set",
    ]);
  });

  const EXPECTED_ONE = "The Auth0 provider takes a token or a client, not both.";
  it.each<readonly [string, RawConfiguration, NodeJS.ProcessEnv, string]>([
    [
      "a token beside a client, as the local tenant's exports have it",
      {},
      { AUTH0_API_TOKEN: "t", AUTH0_CLIENT_ID: "i", AUTH0_CLIENT_SECRET: "s" },
      `AUTH0_API_TOKEN is set, and so are AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET | ${EXPECTED_ONE} | unset AUTH0_API_TOKEN\nor:\nunset AUTH0_CLIENT_ID AUTH0_CLIENT_SECRET`,
    ],
    [
      "a token in the stack beside a client's ID in the environment",
      { "auth0:apiToken": "t" },
      { AUTH0_CLIENT_ID: "i" },
      `auth0:apiToken is set, and so is AUTH0_CLIENT_ID | ${EXPECTED_ONE} | pulumi config rm auth0:apiToken --stack dev\nor:\nunset AUTH0_CLIENT_ID`,
    ],
    [
      "a secret beside a private key",
      { "auth0:clientSecret": "s" },
      { AUTH0_CLIENT_ID: "i", AUTH0_CLIENT_ASSERTION_PRIVATE_KEY: "k", AUTH0_CLIENT_ASSERTION_SIGNING_ALG: "RS256" },
      "auth0:clientSecret is set, and so are AUTH0_CLIENT_ASSERTION_PRIVATE_KEY, AUTH0_CLIENT_ASSERTION_SIGNING_ALG | The Auth0 provider takes a client's secret or its private key, not both. | " +
        "pulumi config rm auth0:clientSecret --stack dev\nor:\nunset AUTH0_CLIENT_ASSERTION_PRIVATE_KEY AUTH0_CLIENT_ASSERTION_SIGNING_ALG",
    ],
    [
      "a private key without its algorithm",
      {},
      { AUTH0_CLIENT_ID: "i", AUTH0_CLIENT_ASSERTION_PRIVATE_KEY: "k" },
      "auth0:clientAssertionSigningAlg is not set | The Auth0 provider wants the algorithm beside the client's private key. | export AUTH0_CLIENT_ASSERTION_SIGNING_ALG=RS256 (or RS384, RS512, PS256, as the key was registered)",
    ],
  ])("%s is told, and how to mend it", async (_what, raw, env, told) => {
    const error: unknown = await parseAll({ ...GOOD, ...raw }, env).catch((thrown: unknown) => thrown);
    expect(
      (error as ConfigurationError).problems.map(
        ({ key, found, expected, mend }) => `${key} ${found} | ${expected} | ${mend}`,
      ),
    ).toEqual([told]);
  });

  it("come from the variables where the stack has none", async () => {
    const { configuration, credentials } = await parseAll(GOOD, {
      AUTH0_CLIENT_ID: "id",
      AUTH0_CLIENT_SECRET: "secret",
    });
    expect(configuration.domain).toBe(GOOD["auth0:domain"]);
    expect(credentials).toEqual({ clientId: "id", clientSecret: "secret" });
  });
});

it.each(["okta-again.pem", "okta-without-an-end.pem", "okta-by-mail.pem"])(
  "a key is sent as the same text from whatever file holds it: %s",
  async (file) => {
    const pem = async (name: string) =>
      (await parse({ ...GOOD, "okta-express:oktaPublicKeys": JSON.stringify([name]) })).oktaPublicKeys[0]?.pem;
    expect(await pem(file)).toBe(await pem("okta.pem"));
  },
);

describe("whatever is configured (properties)", () => {
  const keys = Object.keys(GOOD).concat([
    "okta-express:scim",
    "okta-express:adminRole",
    "okta-express:releaseOinClient",
    "okta-express:other",
  ]);
  const anyValue = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.json(),
    webAddress(),
    fc.constantFrom("[1]", "{}", "null", '["private.pem","ec.pem"]', "[[]]", '[""]', '["\\u0000"]'),
  );

  it("a value or a ConfigurationError comes back, never another error or a stack trace", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...keys), anyValue), async (raw) => {
        const outcome: unknown = await parse({ ...GOOD, ...raw }).catch((error: unknown) => error);
        if (outcome instanceof Error) {
          expect(outcome).toBeInstanceOf(ConfigurationError);
          expect(outcome.message).not.toMatch(/^\s+at |node:internal|\.ts:\d+:\d/m);
          expect((outcome as ConfigurationError).problems.length).toBeGreaterThan(0);
        } else {
          expect(outcome).toHaveProperty("domain");
        }
      }),
      { numRuns: 300 },
    );
  });

  it("no client secret is ever told, wherever it was put", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...keys),
        fc.uint8Array({ minLength: 36, maxLength: 48 }),
        async (key, bytes) => {
          const secret = Buffer.from(bytes).toString("base64url");
          const outcome: unknown = await parse({ ...GOOD, [key]: secret }).catch((error: unknown) => error);
          if (outcome instanceof Error) expect(outcome.message).not.toContain(secret);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("no part of a private key is ever told, wherever it was put", async () => {
    const body = privateKey.split("\n").slice(1, -2);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...keys),
        fc.constantFrom<(key: string) => string>(
          (key) => key,
          (key) => JSON.stringify([key]),
          (key) => key.replaceAll("\n", ""),
          (key) => key.split("\n").slice(1).join("\n"),
          (key) => `"${key}"`,
          (key) => JSON.stringify({ key }),
        ),
        async (key, put) => {
          const outcome: unknown = await parse({ ...GOOD, [key]: put(privateKey) }).catch((error: unknown) => error);
          if (!(outcome instanceof Error)) return;
          for (const line of body) expect(outcome.message).not.toContain(line.slice(0, 32));
        },
      ),
      { numRuns: 60 },
    );
  });
});
