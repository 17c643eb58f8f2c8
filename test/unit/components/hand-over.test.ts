import { describe, expect, it } from "vitest";
import { handOverText } from "../../../components/shared/hand-over.ts";

const SSO = {
  appName: "Acme SaaS",
  domain: "acme.us.auth0.com",
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
});
