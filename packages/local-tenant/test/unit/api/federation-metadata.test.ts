// What Auth0 takes out of an identity provider's metadata document.
import { X509Certificate } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { thumbprintOf, withAdfsMetadata, withSamlMetadata } from "../../../src/resources/federation-metadata.ts";
import { certificate } from "../../fixtures/keys.ts";

let pem: string;
let base64: string;
beforeAll(async () => {
  pem = `${(await certificate(new Date(Date.now() + 86_400_000))).trim()}\n`;
  base64 = pem.replaceAll(/-----[A-Z ]+-----|\s/g, "");
});

const POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
const REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
const key = (use = ' use="signing"') =>
  `<md:KeyDescriptor${use}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>\n${base64}\n</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;
const provider = (inner: string, attributes = "") =>
  `<?xml version="1.0"?><md:EntityDescriptor entityID="https://idp.example"><md:IDPSSODescriptor${attributes} protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${inner}</md:IDPSSODescriptor></md:EntityDescriptor>`;

describe("SAML", () => {
  test("endpoints, certificate, binding and signature go over the other options; the document goes", () => {
    const metadataXml = provider(
      `${key()}<md:SingleLogoutService Binding="${POST}" Location="https://idp.example/out?a=1&amp;b=2"/>` +
        `<md:SingleSignOnService Binding="${POST}" Location="https://idp.example/post"/><md:SingleSignOnService Binding="${REDIRECT}" Location="https://idp.example/in"/>`,
      ' WantAuthnRequestsSigned="true"',
    );
    expect(withSamlMetadata({ metadataXml, signInEndpoint: "https://old.example", debug: true })).toEqual({
      debug: true,
      signInEndpoint: "https://idp.example/in",
      signOutEndpoint: "https://idp.example/out?a=1&b=2",
      signingCert: pem,
      signSAMLRequest: true,
      protocolBinding: REDIRECT,
    });
  });

  test("what the document does not say stays as it was", () => {
    const metadataXml = provider(
      `${key(' use="encryption"')}<SingleSignOnService Binding="${POST}" Location="https://idp.example/in"></SingleSignOnService>`,
    );
    expect(withSamlMetadata({ metadataXml, signingCert: "kept" })).toEqual({
      signingCert: "kept",
      signInEndpoint: "https://idp.example/in",
      protocolBinding: POST,
    });
    expect(withSamlMetadata({ signInEndpoint: "https://idp.example" })).toEqual({
      signInEndpoint: "https://idp.example",
    });
  });

  test.each([
    ["no XML", "x"],
    ["no provider", "<md:EntityDescriptor/>"],
    ["no endpoint", "<IDPSSODescriptor></IDPSSODescriptor>"],
  ])("%s", (_case, metadataXml) => {
    expect(() => withSamlMetadata({ metadataXml })).toThrow("options.metadataXml is not valid SAML metadata");
  });

  test("a certificate that is none", () => {
    const broken = provider(
      '<KeyDescriptor><X509Certificate>AAAA</X509Certificate></KeyDescriptor><SingleSignOnService Location="https://idp.example"/>',
    );
    expect(() => withSamlMetadata({ metadataXml: broken })).toThrow(
      "The metadata document holds an invalid certificate",
    );
  });
});

test("ADFS: sign-in endpoint and thumbprints, unless they are given", () => {
  const fedMetadataXml = `<EntityDescriptor><RoleDescriptor>${key()}<fed:PassiveRequestorEndpoint><wsa:EndpointReference><wsa:Address>https://adfs.example/adfs/ls/</wsa:Address></wsa:EndpointReference></fed:PassiveRequestorEndpoint></RoleDescriptor>${key()}</EntityDescriptor>`;
  const thumbprint = thumbprintOf(new X509Certificate(pem));
  expect(thumbprint).toMatch(/^[0-9a-f]{40}$/);
  expect(withAdfsMetadata({ fedMetadataXml })).toEqual({
    fedMetadataXml,
    signInEndpoint: "https://adfs.example/adfs/ls/",
    thumbprints: [thumbprint],
  });
  expect(withAdfsMetadata({ fedMetadataXml, signInEndpoint: "https://own.example" })).toMatchObject({
    signInEndpoint: "https://own.example",
  });
  expect(withAdfsMetadata({ adfs_server: "adfs.example" })).toEqual({ adfs_server: "adfs.example" });
});
