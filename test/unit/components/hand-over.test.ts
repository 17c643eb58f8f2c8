import { describe, expect, it } from "vitest";
import { handOverText, nativeHandOverText } from "../../../components/shared/hand-over.ts";

const SSO = {
  appName: "Acme SaaS",
  appClientId: "app456",
  stack: "dev",
  domain: "acme.us.auth0.com",
  adminLoginDomain: "acme.us.auth0.com",
  oinClientId: "abc123",
  keyIds: ["kid-1"],
  scim: false,
};

describe("the text for Okta", () => {
  it("names the app, the tenant, the client ID and the key", () => {
    expect(handOverText(SSO)).toBe(`To Okta's Express Configuration team

Express Configuration is on for our app "Acme SaaS" in the Okta Integration Network.

  Auth0 tenant    acme.us.auth0.com
  OIN client ID   abc123
  Key ID (kid)    kid-1
  Protocols       SSO (OIDC)
`);
  });

  it("adds the OIN Wizard's values with SCIM, and a second key", () => {
    expect(handOverText({ ...SSO, scim: true, keyIds: ["kid-1", "kid-2"] })).toBe(`To Okta's Express Configuration team

Express Configuration is on for our app "Acme SaaS" in the Okta Integration Network.

  Auth0 tenant    acme.us.auth0.com
  OIN client ID   abc123
  Key ID (kid)    kid-1
                  kid-2
  Protocols       SSO (OIDC) and SCIM

In the OIN Wizard, before the app is submitted again:

  Integration variable label   scim_base_url
  Integration variable name    scim_base_url
  SCIM property Base URL       app.scim_base_url
`);
  });

  it("asks Okta's team for the key while there is none", () => {
    expect(handOverText({ ...SSO, keyIds: [], adminLoginDomain: "login.acme.example" }))
      .toBe(`To Okta's Express Configuration team, expressconfig@okta.com

We are enabling Express Configuration for our app "Acme SaaS" in the Okta Integration Network.
Please send us the public key (PEM) for it.

  Integrator org   (your Okta Integrator org: its URL)
  App in the OIN   Acme SaaS
  App client ID    app456
  OIN client ID    abc123
  Auth0 tenant     acme.us.auth0.com
  Custom domain    login.acme.example

-- Not part of the mail: once the key is here --
npm run key -- --file okta-public-key.pem --stack dev
pulumi up --stack dev
`);
  });

  it("gives the OIN Wizard's values while the native client has no key", () => {
    const native = { ...SSO, keyIds: [], initiateLoginUriTemplate: "https://{organization_name}.acme.example/login" };
    expect(nativeHandOverText(native))
      .toBe(`Okta's OIN Wizard, app "Acme SaaS": choose "Enable Express Configuration" and enter:

  OIN client ID           abc123
  Application client ID   app456
  Tenant domain           acme.us.auth0.com
  Admin login domain      acme.us.auth0.com
  Initiate login URI      https://{organization_name}.acme.example/login

The OIN client has no key yet. The wizard then offers "Download PEM key". With that file:
npm run key -- --file okta-public-key.pem --stack dev
pulumi up --stack dev
`);
  });
});
