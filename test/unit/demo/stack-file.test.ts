// What a rehearsal takes from a stack's configuration file.
import { expect, it } from "vitest";
import { stackIn } from "../../../demo/rehearsal/stack-file.ts";

const NATIVE = `
encryptionsalt: v1:abc
config:
  auth0:domain: acme.us.auth0.com
  auth0:clientSecret:
    secure: v1:xyz
  okta-express:flavour: native
  okta-express:scim: "true"
  okta-express:serviceApp: Acme Payroll
  okta-express:initiateLoginUriTemplate: https://payroll.acme.example/{organization_name}
  okta-express:adminConnections: [employees]
  okta-express:oktaPublicKeys: [okta.pem]
`;

it("takes app, login address, flavour and SCIM, and nothing that names objects of the stack's own tenant", () => {
  const { config, ...stack } = stackIn(NATIVE);
  expect(stack).toEqual({
    flavour: "native",
    scim: true,
    serviceApp: "Acme Payroll",
    loginUri: "https://payroll.acme.example/{organization_name}",
  });
  expect(config).toEqual({
    flavour: "native",
    scim: "true",
    serviceApp: "Acme Payroll",
    initiateLoginUriTemplate: "https://payroll.acme.example/{organization_name}",
    oktaPublicKeys: ["test/fixtures/okta-public-key.pem"],
  });
});

it("takes a file without namespaces and with the defaults: guide, SSO alone", () => {
  const text = "config:\n  serviceApp: Acme\n  initiateLoginUri: https://a.example/login\n  scim: false\n";
  expect(stackIn(text)).toMatchObject({ flavour: "guide", scim: false, loginUri: "https://a.example/login" });
});

it.each([
  ["config: {}", /^serviceApp: /],
  ["config:\n  serviceApp: Acme", /^initiateLoginUri: is needed in the flavour guide$/],
  ["config:\n  serviceApp: Acme\n  flavour: native", /^initiateLoginUriTemplate: is needed in the flavour native$/],
  ["config:\n  serviceApp: Acme\n  flavour: both", /^flavour: .*guide.*native/],
  ["config:\n  serviceApp: {secure: x}", /^serviceApp: /],
])("says which setting cannot be played: %j", (text, message) => {
  expect(() => stackIn(text)).toThrow(message);
});
