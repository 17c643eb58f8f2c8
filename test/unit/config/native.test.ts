/** Proof 6 for the native flavour: its settings, every refusal to the letter, and which change of flavour is refused. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ConfigurationError,
  type PreviousFlavour,
  parseConfiguration,
  type RawConfiguration,
} from "../../../config/index.ts";
import { oktasFlavour } from "../../../config/flavour.ts";
import { keyOf, SETTINGS } from "../../../config/settings.ts";
import { webAddress } from "../../fixtures/arbitraries.ts";
import { rsaPublicKey } from "../../../packages/local-tenant/test/fixtures/keys.ts";

const folder = mkdtempSync(join(tmpdir(), "okta-express-native-config-"));
beforeAll(() => writeFileSync(join(folder, "okta.pem"), rsaPublicKey()));
afterAll(() => rmSync(folder, { recursive: true }));

const TEMPLATE = "https://{organization_name}.acme.example/login?connection={connection_name}";
const NATIVE: RawConfiguration = {
  "auth0:domain": "acme.us.auth0.com",
  "okta-express:flavour": "native",
  "okta-express:serviceApp": "Acme SaaS",
  "okta-express:initiateLoginUriTemplate": TEMPLATE,
  "okta-express:oktaPublicKeys": '["okta.pem"]',
};

const parse = (change: RawConfiguration = {}, held?: PreviousFlavour) =>
  parseConfiguration({ ...NATIVE, ...change }, { stack: "dev", folder, now: new Date("2026-11-23T12:00:00Z"), held });

/** The problems that a configuration is refused with: key, what it says, how to mend it. */
async function problems(change: RawConfiguration, held?: PreviousFlavour): Promise<string[]> {
  const outcome: unknown = await parse(change, held).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(ConfigurationError);
  return (outcome as ConfigurationError).problems.map(
    ({ key, found, expected, mend }) => `${key} ${found} | ${expected} | ${mend}`,
  );
}

describe("a good configuration", () => {
  it("needs no login URI of the guide, and has defaults", async () => {
    expect(await parse()).toMatchObject({
      flavour: "native",
      initiateLoginUri: "",
      initiateLoginUriTemplate: TEMPLATE,
      displayName: undefined,
      adminLoginDomain: undefined,
      adminLoginFlow: "pre_login_prompt",
      adminConnections: [],
      enableClient: true,
      enableOrganization: true,
      linkedClients: [],
      userAttributeProfile: undefined,
      connectionProfile: undefined,
    });
  });

  it("takes everything as Pulumi hands it over", async () => {
    const userAttributeProfile = {
      name: "Mine",
      userId: { oidcMapping: "sub", strategyOverrides: { waad: { oidcMapping: "oid" } } },
      userAttributes: {
        email: {
          label: "E",
          description: "E",
          auth0Mapping: "email",
          profileRequired: true,
          samlMapping: ["email"],
          strategyOverrides: { okta: { scimMapping: "x" } },
        },
      },
    };
    const connectionProfile = {
      name: "Mine",
      enabledFeatures: ["scim"],
      organization: { showAsButton: "required" },
      strategyOverrides: { okta: { enabledFeatures: ["universal_logout"] } },
      scimTokens: { scopes: ["get:users", "post:users"], defaultExpiry: 60, maxAllowedExpiry: 60 },
      crossAppAccess: { defaultValue: "disabled", allowedValues: ["disabled", "enabled"] },
    };
    expect(
      await parse({
        "okta-express:displayName": "Acme SaaS",
        "okta-express:adminLoginDomain": "login.acme.com",
        "okta-express:adminLoginFlow": "postLoginPrompt",
        "okta-express:adminConnections": '["staff"]',
        "okta-express:adminsAppMetadataKey": "is_admin",
        "okta-express:domainAliasesMetadataKey": "domains",
        "okta-express:enableClient": "false",
        "okta-express:enableOrganization": "false",
        "okta-express:linkedClients": '["one","two"]',
        "okta-express:userAttributeProfile": JSON.stringify(userAttributeProfile),
        "okta-express:connectionProfile": JSON.stringify(connectionProfile),
      }),
    ).toMatchObject({
      displayName: "Acme SaaS",
      adminLoginDomain: "login.acme.com",
      adminLoginFlow: "post_login_prompt",
      adminConnections: ["staff"],
      adminsAppMetadataKey: "is_admin",
      domainAliasesMetadataKey: "domains",
      enableClient: false,
      enableOrganization: false,
      linkedClients: ["one", "two"],
      userAttributeProfile,
      connectionProfile,
    });
  });

  it("takes existing profiles by their IDs", async () => {
    expect(
      await parse({
        "okta-express:userAttributeProfile": '{"id":"uap_1"}',
        "okta-express:connectionProfile": '{"id":"cop_1"}',
      }),
    ).toMatchObject({ userAttributeProfile: { id: "uap_1" }, connectionProfile: { id: "cop_1" } });
  });

  it.each([
    "https://acme.example/login",
    "https://{organization_name}.acme.example?connection={connection_name}",
    "https://acme.example/{organization_id}/login?org={organization_name}&c={connection_name}",
  ])("takes the template %s", async (template) => {
    expect((await parse({ "okta-express:initiateLoginUriTemplate": template })).initiateLoginUriTemplate).toBe(
      template,
    );
  });

  it("is declared to the engine: every setting stands in Pulumi.yaml, and nothing else", () => {
    const yaml = readFileSync(new URL("../../../Pulumi.yaml", import.meta.url), "utf8");
    const declared = [...yaml.slice(yaml.indexOf("\nconfig:")).matchAll(/^ {2}(\w+):$/gm)].map(([, name]) => name);
    expect(declared.toSorted()).toEqual(
      SETTINGS.filter((setting) => keyOf(setting).startsWith("okta-express:")).toSorted(),
    );
  });
});

describe("a bad value is told with key, value, expectation and the way to mend it", () => {
  const URL_EXPECTED = "Expected the https URL where end users begin to sign in to the app.";
  const TEMPLATE_EXAMPLE =
    "pulumi config set okta-express:initiateLoginUriTemplate 'https://app.example.com/login?organization={organization_name}' --stack dev";

  it.each<readonly [string, RawConfiguration, string]>([
    [
      "a flavour that is none",
      { "okta-express:flavour": "natve" },
      'okta-express:flavour = "natve" | Expected guide, native, or both while the tenant moves from one to the other. | pulumi config set okta-express:flavour guide --stack dev',
    ],
    [
      "no template",
      { "okta-express:initiateLoginUriTemplate": "" },
      `okta-express:initiateLoginUriTemplate is not set | ${URL_EXPECTED} It may hold {organization_name}, {organization_id} and {connection_name}. | ${TEMPLATE_EXAMPLE}`,
    ],
    [
      "an unknown placeholder",
      { "okta-express:initiateLoginUriTemplate": "https://acme.example/?o={org_name}" },
      `okta-express:initiateLoginUriTemplate = "https://acme.example/?o={org_name}" | {org_name} is not a placeholder; they are {organization_name}, {organization_id} and {connection_name}. | pulumi config set okta-express:initiateLoginUriTemplate 'https://acme.example/?o={organization_name}' --stack dev`,
    ],
    [
      "a brace without a partner",
      { "okta-express:initiateLoginUriTemplate": "https://acme.example/{organization_id" },
      `okta-express:initiateLoginUriTemplate = "https://acme.example/{organization_id" | ${URL_EXPECTED} A brace in it has no partner. | ${TEMPLATE_EXAMPLE}`,
    ],
    [
      "a template that is not https",
      { "okta-express:initiateLoginUriTemplate": "http://acme.example/login" },
      `okta-express:initiateLoginUriTemplate = "http://acme.example/login" | ${URL_EXPECTED} This one is not https. | pulumi config set okta-express:initiateLoginUriTemplate https://acme.example/login --stack dev`,
    ],
    [
      "a template in stray quotes",
      { "okta-express:initiateLoginUriTemplate": '"https://acme.example/{organization_id}"' },
      `okta-express:initiateLoginUriTemplate = "\\"https://acme.example/{organization_id}\\"" | ${URL_EXPECTED} Quote marks or spaces around it would become part of the URL. | pulumi config set okta-express:initiateLoginUriTemplate 'https://acme.example/{organization_id}' --stack dev`,
    ],
    [
      "a template with a fragment",
      { "okta-express:initiateLoginUriTemplate": "https://acme.example/#{organization_id}" },
      `okta-express:initiateLoginUriTemplate = "https://acme.example/#{organization_id}" | ${URL_EXPECTED} This one has a fragment (#), which Auth0 does not allow. | ${TEMPLATE_EXAMPLE}`,
    ],
    [
      "a display name that Auth0 refuses",
      { "okta-express:displayName": "<b>Acme</b>" },
      'okta-express:displayName = "<b>Acme</b>" | Expected a name without < and >, which Auth0 refuses. | pulumi config set okta-express:displayName bAcme/b --stack dev',
    ],
    [
      "an admin login domain as URL",
      { "okta-express:adminLoginDomain": "https://login.acme.com/" },
      'okta-express:adminLoginDomain = "https://login.acme.com/" | Expected a domain of the tenant, without scheme or path: its own, or a custom domain such as login.acme.com. | pulumi config set okta-express:adminLoginDomain login.acme.com --stack dev',
    ],
    [
      "an admin login domain that is none",
      { "okta-express:adminLoginDomain": "acme" },
      'okta-express:adminLoginDomain = "acme" | Expected a domain of the tenant, without scheme or path: its own, or a custom domain such as login.acme.com. | pulumi config set okta-express:adminLoginDomain login.example.com --stack dev',
    ],
    [
      "an admin login flow that is none",
      { "okta-express:adminLoginFlow": "pre_login_prompt" },
      'okta-express:adminLoginFlow = "pre_login_prompt" | Expected preLoginPrompt (the organization first) or postLoginPrompt (the credentials first). | pulumi config set okta-express:adminLoginFlow preLoginPrompt --stack dev',
    ],
    [
      "the credentials first, and nowhere to check them",
      { "okta-express:adminLoginFlow": "postLoginPrompt" },
      "okta-express:adminConnections is not set | With postLoginPrompt an admin signs in before the organization is known: expected the connections that hold the admins' accounts. | pulumi config set --path 'okta-express:adminConnections[0]' \"<name of a connection>\" --stack dev",
    ],
    [
      "connections that nobody uses",
      { "okta-express:adminConnections": '["staff"]' },
      'okta-express:adminConnections = "[\\"staff\\"]" | Only postLoginPrompt uses them: with preLoginPrompt an admin signs in through the organization\'s own connections. | pulumi config set okta-express:adminLoginFlow postLoginPrompt --stack dev',
    ],
    [
      "a role and app_metadata",
      { "okta-express:adminRole": "Org admins", "okta-express:adminsAppMetadataKey": "is_admin" },
      'okta-express:adminsAppMetadataKey = "is_admin" | The admins are told by app_metadata or by the role in adminRole, not by both. | pulumi config rm okta-express:adminRole --stack dev',
    ],
    [
      "the same app linked twice",
      { "okta-express:linkedClients": '["one","one"]' },
      "okta-express:linkedClients[1] = \"one\" | This one is in the list already. | pulumi config rm --path 'okta-express:linkedClients[1]' --stack dev",
    ],
    [
      "a profile that is no map",
      { "okta-express:connectionProfile": "cop_1" },
      'okta-express:connectionProfile = "cop_1" | Expected a map: an id, or the fields of a profile. | pulumi config set okta-express:connectionProfile <fields of a profile, or its id> --stack dev',
    ],
    [
      "a profile without attributes",
      { "okta-express:userAttributeProfile": '{"name":"Mine"}' },
      "okta-express:userAttributeProfile.userAttributes is not set | Expected a map. | pulumi config set --path 'okta-express:userAttributeProfile.userAttributes' <value> --stack dev (docs/native.md lists the fields)",
    ],
    [
      "a profile with a misspelt field",
      { "okta-express:connectionProfile": '{"name":"Mine","enabledFeature":["scim"]}' },
      'okta-express:connectionProfile.enabledFeature = "[\\"scim\\"]" | There is no such field. | pulumi config rm --path \'okta-express:connectionProfile.enabledFeature\' --stack dev',
    ],
    [
      "a feature that is none",
      { "okta-express:connectionProfile": '{"name":"Mine","enabledFeatures":["sso"]}' },
      "okta-express:connectionProfile.enabledFeatures[0] = \"sso\" | Expected one of scim, universal_logout. | pulumi config set --path 'okta-express:connectionProfile.enabledFeatures[0]' <value> --stack dev (docs/native.md lists the fields)",
    ],
    [
      "a prefix that is too long",
      { "okta-express:connectionProfile": '{"name":"Mine","connectionNamePrefixTemplate":"express-{org_id}"}' },
      "okta-express:connectionProfile.connectionNamePrefixTemplate = \"express-{org_id}\" | Expected at most 15 characters. | pulumi config set --path 'okta-express:connectionProfile.connectionNamePrefixTemplate' <value> --stack dev (docs/native.md lists the fields)",
    ],
    [
      "a prefix of other characters",
      { "okta-express:connectionProfile": '{"name":"Mine","connectionNamePrefixTemplate":"ec_{org_id}"}' },
      "okta-express:connectionProfile.connectionNamePrefixTemplate = \"ec_{org_id}\" | Expected letters, digits and single hyphens, {org_id} or {org_name}, not beginning with a hyphen. | pulumi config set --path 'okta-express:connectionProfile.connectionNamePrefixTemplate' <value> --stack dev (docs/native.md lists the fields)",
    ],
    [
      "a user ID that OIDC does not carry",
      { "okta-express:userAttributeProfile": '{"name":"Mine","userAttributes":{},"userId":{"oidcMapping":"upn"}}' },
      "okta-express:userAttributeProfile.userId.oidcMapping = \"upn\" | Expected one of sub. | pulumi config set --path 'okta-express:userAttributeProfile.userId.oidcMapping' <value> --stack dev (docs/native.md lists the fields)",
    ],
    [
      "an existing profile with further fields",
      { "okta-express:userAttributeProfile": '{"id":"uap_1","name":"Mine"}' },
      "okta-express:userAttributeProfile.name = \"Mine\" | There is no such field. | pulumi config rm --path 'okta-express:userAttributeProfile.name' --stack dev",
    ],
  ])("%s", async (_what, change, problem) => {
    expect(await problems(change)).toEqual([problem]);
  });

  it("both flavours need both login URIs", async () => {
    const { "okta-express:initiateLoginUriTemplate": _template, ...rest } = NATIVE;
    const outcome: unknown = await parseConfiguration(
      { ...rest, "okta-express:flavour": "both" },
      { stack: "dev", folder, now: new Date() },
    ).catch((error: unknown) => error);
    expect((outcome as ConfigurationError).problems.map(({ key }) => key)).toEqual([
      "okta-express:initiateLoginUri",
      "okta-express:initiateLoginUriTemplate",
    ]);
  });

  it("gives a value or a ConfigurationError, whatever is configured (property)", async () => {
    const keys = SETTINGS.map(keyOf);
    const anyValue = fc.oneof(
      fc.string(),
      fc.json(),
      webAddress(),
      fc.constantFrom(
        "[1]",
        "{}",
        "null",
        '{"id":1}',
        '{"name":"x","userAttributes":{"a":{}}}',
        '[""]',
        "{organization_name}",
        "both",
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...keys), anyValue), async (raw) => {
        const outcome: unknown = await parse(raw).catch((error: unknown) => error);
        if (outcome instanceof Error) {
          expect(outcome).toBeInstanceOf(ConfigurationError);
          expect(outcome.message).not.toMatch(/^\s+at |node:internal|\.ts:\d+:\d|undefined/m);
        } else {
          expect(outcome).toHaveProperty("flavour");
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("the flavour of a stack", () => {
  const guide: PreviousFlavour = { flavour: "guide", oinClients: { guide: "G" }, oktaKnows: "guide" };
  const native: PreviousFlavour = { flavour: "native", oinClients: { native: "N" }, oktaKnows: "native" };
  const both: PreviousFlavour = { flavour: "both", oinClients: { guide: "G", native: "N" }, oktaKnows: "guide" };
  const ALL = { "okta-express:initiateLoginUri": "https://app.acme.example/login" };
  const flavour = async (value: string, held?: PreviousFlavour) =>
    (await parse({ ...ALL, "okta-express:flavour": value }, held)).flavour;

  it("is the guide's for a new stack, and what the stack has for any other: an upgrade alone never changes it", async () => {
    expect(await flavour("")).toBe("guide");
    for (const held of [guide, native, both]) expect(await flavour("", held)).toBe(held.flavour);
  });

  it.each<readonly [PreviousFlavour, string]>([
    [guide, "both"],
    [native, "both"],
    [{ ...both, released: "G" }, "native"],
    [{ ...both, released: "N" }, "guide"],
    [guide, "guide"],
    [native, "native"],
  ])("moves one step at a time: $flavour, then %s", async (held, wanted) => {
    expect(await flavour(wanted, held)).toBe(wanted);
  });

  it.each<readonly [PreviousFlavour, string, string]>([
    [
      guide,
      "native",
      'okta-express:flavour = "native" | This stack holds the guide flavour, and Okta knows its OIN client G. It moves by way of both flavours side by side, so that Express Configuration never stops: docs/moving-to-native.md. | pulumi config set okta-express:flavour both --stack dev',
    ],
    [
      native,
      "guide",
      'okta-express:flavour = "guide" | This stack holds the native flavour, and Okta knows its OIN client N. It moves by way of both flavours side by side, so that Express Configuration never stops: docs/moving-to-native.md. | pulumi config set okta-express:flavour both --stack dev',
    ],
    [
      both,
      "native",
      'okta-express:flavour = "native" | That would delete the guide flavour\'s OIN client G, which has not been released. Once Okta uses N, release it with both flavours still there, and up. | pulumi config set okta-express:flavour both --stack dev\npulumi config set okta-express:releaseOinClient G --stack dev\npulumi up --stack dev',
    ],
    [
      { ...both, released: "N" },
      "native",
      'okta-express:flavour = "native" | That would delete the guide flavour\'s OIN client G, which has not been released. Once Okta uses N, release it with both flavours still there, and up. | pulumi config set okta-express:flavour both --stack dev\npulumi config set okta-express:releaseOinClient G --stack dev\npulumi up --stack dev',
    ],
    [
      both,
      "guide",
      'okta-express:flavour = "guide" | That would delete the native flavour\'s OIN client N, which has not been released. Once Okta uses G, release it with both flavours still there, and up. | pulumi config set okta-express:flavour both --stack dev\npulumi config set okta-express:releaseOinClient N --stack dev\npulumi up --stack dev',
    ],
  ])("is refused a step that would take away what Okta knows: $flavour, then %s", async (held, wanted, problem) => {
    expect(await problems({ ...ALL, "okta-express:flavour": wanted }, held)).toEqual([problem]);
  });

  it("tells which OIN client Okta uses, and which one it is to use", () => {
    expect(oktasFlavour("guide", undefined, undefined)).toEqual({ known: "guide", target: "guide" });
    expect(oktasFlavour("native", guide, "G")).toEqual({ known: "native", target: "native" });
    expect(oktasFlavour("both", undefined, undefined)).toEqual({ known: "guide", target: "native" });
    expect(oktasFlavour("both", guide, undefined)).toEqual({ known: "guide", target: "native" });
    expect(oktasFlavour("both", both, "G")).toEqual({ known: "native", target: "native" });
    expect(oktasFlavour("both", native, undefined)).toEqual({ known: "native", target: "guide" });
    expect(oktasFlavour("both", { ...both, oktaKnows: "native" }, "N")).toEqual({ known: "guide", target: "guide" });
    expect(oktasFlavour("both", both, "another")).toEqual({ known: "guide", target: "native" });
  });
});
