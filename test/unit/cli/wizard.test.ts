/** What is entered into Okta's OIN Wizard, field by field. */
import { describe, expect, it } from "vitest";
import { sectionsMarkdown, sectionsText } from "../../../cli/handover/format.ts";
import { withIntegrationVariables, wizardSections, type WizardValues } from "../../../cli/handover/wizard.ts";

const VALUES: WizardValues = {
  displayName: "Okta OIN Express Configuration",
  appClientId: "app1",
  oinClientId: "oin1",
  domain: "acme.us.auth0.com",
  adminLoginDomain: "acme.us.auth0.com",
  initiateLoginUriTemplate: "https://{organization_name}.acme.example/login?connection={connection_name}",
  scim: false,
  universalLogout: true,
  app: { usesRefreshTokens: false, hasBackChannelLogout: false, logoutUrls: ["https://acme.example/bye"] },
};

/** `Field: value`, of all sections or of the one whose title ends so. */
function fields(change: Partial<WizardValues> = {}, title = ""): string[] {
  return wizardSections({ ...VALUES, ...change })
    .filter((section) => section.title.endsWith(title))
    .flatMap((section) => section.fields.map(({ name, value = "-" }) => `${name}: ${value}`));
}

describe("the sections", () => {
  const titles = (change: Partial<WizardValues>) =>
    wizardSections({ ...VALUES, ...change }).map(({ title }) => title.replace("Configure your integration: ", ""));

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
    const [, , partial] = wizardSections(unread).find(({ title }) => title.endsWith("Logout"))?.fields ?? [];
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
    expect(sectionsText(sections).split("\n").slice(4)).toEqual([
      "Page",
      "  A | B  x`y|z",
      "  Guide  (yours)",
      "         Yours.",
      "",
    ]);
  });

  it("as Markdown, with every value as it is", () => {
    expect(sectionsMarkdown(sections).split("\n").slice(-4)).toEqual([
      "| --- | --- | --- |",
      "| A \\| B | ``x`y\\|z`` |  |",
      "| Guide |  | Yours. |",
      "",
    ]);
  });
});
