/** What is entered into Okta's OIN Wizard, field by field. */
import { describe, expect, it } from "vitest";
import { formMarkdown, formText } from "../../../cli/handover/format.ts";
import { withIntegrationVariables, wizardForm, type WizardValues } from "../../../cli/handover/wizard.ts";

const VALUES: WizardValues = {
  native: { displayName: "Okta OIN Express Configuration", oinClientId: "oin1" },
  appClientId: "app1",
  domain: "acme.us.auth0.com",
  adminLoginDomain: "acme.us.auth0.com",
  initiateLoginUri: "https://{organization_name}.acme.example/login?connection={connection_name}",
  scim: false,
  universalLogout: true,
  app: { usesRefreshTokens: false, hasBackChannelLogout: false, logoutUrls: ["https://acme.example/bye"] },
};

/** `Field: value`, of all sections or of the one whose title ends so. */
function fields(change: Partial<WizardValues> = {}, title = ""): string[] {
  return wizardForm({ ...VALUES, ...change })
    .sections.filter((section) => section.title.endsWith(title))
    .flatMap((section) => section.fields.map(({ name, value = "-" }) => `${name}: ${value}`));
}

describe("the sections", () => {
  const titles = (change: Partial<WizardValues>) =>
    wizardForm({ ...VALUES, ...change }).sections.map(({ title }) => title.replace("Configure your integration: ", ""));

  it.each<[Partial<WizardValues>, string[]]>([
    [{ universalLogout: false }, []],
    [{}, ["Universal Logout"]],
    [{ universalLogout: false, scim: true }, ["SCIM"]],
    [{ scim: true }, ["Universal Logout", "SCIM"]],
  ])("are those that the stack offers: %o", (change, more) => {
    expect(titles(change)).toEqual([
      "Express Configuration for Auth0 apps",
      "OIDC",
      ...more,
      "Get started with testing",
    ]);
  });
});

it("in the guide's flavour there is no block of Express Configuration and no integration variable of a template", () => {
  const { native: _none, ...values } = VALUES;
  const { way, sections } = wizardForm({
    ...values,
    initiateLoginUri: "https://app.acme.example/login",
    universalLogout: false,
    scim: true,
  });
  expect(sections.map(({ title }) => title)).toEqual([
    "Configure your integration: OIDC",
    "Configure your integration: SCIM",
    "Get started with testing",
  ]);
  expect(sections[0]?.fields.map(({ name, value = "-" }) => `${name}: ${value}`)).toEqual([
    "Redirect URI: https://acme.us.auth0.com/login/callback",
    "Initiate login URI: https://app.acme.example/login",
    "Post-logout URL (optional): https://acme.example/bye",
    "Configuration guide URL: -",
  ]);
  expect(way.join(" ")).not.toContain("Enable Express Configuration");
});

it("the block of Express Configuration is the dashboard's; the values in it are named", () => {
  expect(fields({}, "for Auth0 apps")).toEqual([
    "Express Configuration information: -",
    "Display name: Okta OIN Express Configuration",
    "Initiate login URI template: https://{organization_name}.acme.example/login?connection={connection_name}",
    "OIN client ID: oin1",
    "Application client ID: app1",
    "Tenant domain: acme.us.auth0.com",
    "Admin login domain: acme.us.auth0.com",
  ]);
});

describe("OIDC", () => {
  it("has Auth0's placeholders as integration variables", () => {
    expect(fields({}, "OIDC")).toEqual([
      "Redirect URI: https://acme.us.auth0.com/login/callback",
      "Integration variable: organization_name",
      "Integration variable: connection_name",
      "Initiate login URI: https://{app.organization_name}.acme.example/login?connection={app.connection_name}",
      "Post-logout URL (optional): https://acme.example/bye",
      "Configuration guide URL: -",
    ]);
    expect(withIntegrationVariables("https://a.example/{organization_id}/{other}")).toBe(
      "https://a.example/{app.organization_id}/{other}",
    );
  });

  it("has the custom domain first, where there is one", () => {
    expect(fields({ adminLoginDomain: "login.acme.example" }, "OIDC").slice(0, 2)).toEqual([
      "Redirect URI: https://login.acme.example/login/callback",
      "Redirect URI, where the app signs its users in on the tenant's own domain: https://acme.us.auth0.com/login/callback",
    ]);
  });
});

describe("Universal Logout", () => {
  it.each<[string, WizardValues["app"], string]>([
    ["is partial with refresh tokens alone", app(true, false), "yes"],
    ["is whole with back-channel logout", app(true, true), "no"],
    ["is whole without refresh tokens", app(false, false), "no"],
  ])("%s", (_, of, partial) => {
    expect(fields(of === undefined ? {} : { app: of }, "Universal Logout")).toEqual([
      "Global token revocation endpoint: https://acme.us.auth0.com/oauth/global-token-revocation/connection/{app.connection_name}",
      "Subject format: Issuer and Subject Identifier",
      `Partial support: ${partial}`,
    ]);
  });

  it("is the person's to judge where the app could not be read", () => {
    const { app: _read, ...unread } = VALUES;
    const [, , partial] = wizardForm(unread).sections.find(({ title }) => title.endsWith("Logout"))?.fields ?? [];
    expect(partial).toEqual({
      name: "Partial support",
      note: "Check it where the app uses refresh tokens and no OIDC back-channel logout between Auth0 and itself.",
    });
  });
});

function app(usesRefreshTokens: boolean, hasBackChannelLogout: boolean): WizardValues["app"] {
  return { usesRefreshTokens, hasBackChannelLogout, logoutUrls: [] };
}

it("SCIM has its base URL as an integration variable", () => {
  expect(fields({ scim: true }, "SCIM")).toEqual([
    "Integration variable: scim_base_url",
    "Base URL: app.scim_base_url",
    "Operations: Create, Read, Update, Deactivate",
  ]);
});

describe("laid out", () => {
  const sections = [
    {
      title: "Page",
      fields: [
        { name: "A | B", value: "x`y|z" },
        { name: "Guide", note: "Yours." },
      ],
    },
  ];

  it("as text, in columns", () => {
    expect(formText({ way: ["New app: there."], sections }).split("\n")).toEqual([
      "In Okta's OIN Wizard:",
      "  New app: there.",
      "",
      "Page",
      "  A | B  x`y|z",
      "  Guide  (yours)",
      "         Yours.",
      "",
    ]);
  });

  it("as Markdown, with every value as it is", () => {
    expect(
      formMarkdown({ way: ["New app: there."], sections })
        .split("\n")
        .slice(-4),
    ).toEqual(["| --- | --- | --- |", "| A \\| B | ``x`y\\|z`` |  |", "| Guide |  | Yours. |", ""]);
  });
});
