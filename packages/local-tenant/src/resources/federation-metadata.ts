// Metadata documents of identity providers, as they are sent inline: what Auth0 takes out of them. Documents that are only
// named by a URL are not fetched.
import { X509Certificate } from "node:crypto";
import { badRequest } from "../core/errors.ts";
import type { Options } from "../rows/connections.ts";

const BINDINGS = "urn:oasis:names:tc:SAML:2.0:bindings:";

/**
 * A SAML connection's options with what `metadataXml` says put over them. The document itself is not kept
 * (documentation of `ConnectionOptionsSaml`).
 */
export function withSamlMetadata({ metadataXml: xml, ...options }: Options): Options {
  if (typeof xml !== "string") return xml === undefined ? options : { ...options, metadataXml: xml };
  const provider = elements(xml, "IDPSSODescriptor")[0];
  const signOn = provider === undefined ? undefined : service(provider.inner, "SingleSignOnService");
  if (provider === undefined || signOn?.location === undefined)
    throw badRequest("options.metadataXml is not valid SAML metadata");
  const signOut = service(provider.inner, "SingleLogoutService");
  const [certificate] = signingCertificates(provider.inner);
  const signed = provider.attributes["WantAuthnRequestsSigned"];
  return {
    ...options,
    signInEndpoint: signOn.location,
    ...(signOut?.location === undefined ? {} : { signOutEndpoint: signOut.location }),
    ...(certificate === undefined ? {} : { signingCert: certificate }),
    ...(signed === undefined ? {} : { signSAMLRequest: signed === "true" }),
    ...(signOn.binding === undefined ? {} : { protocolBinding: signOn.binding }),
  };
}

/** An ADFS connection's options with the sign-in endpoint and the thumbprints that `fedMetadataXml` gives. */
export function withAdfsMetadata(options: Options): Options {
  const xml = options["fedMetadataXml"];
  if (typeof xml !== "string") return options;
  const endpoint = elements(xml, "PassiveRequestorEndpoint").flatMap(({ inner }) => elements(inner, "Address"))[0];
  const thumbprints = new Set(signingCertificates(xml).map((pem) => thumbprintOf(new X509Certificate(pem))));
  return {
    ...(endpoint === undefined ? {} : { signInEndpoint: unescaped(endpoint.inner.trim()) }),
    ...(thumbprints.size === 0 ? {} : { thumbprints: [...thumbprints] }),
    ...options,
  };
}

/** SHA-1 over the certificate, in lower-case hexadecimal digits. */
export const thumbprintOf = (certificate: X509Certificate): string =>
  certificate.fingerprint.replaceAll(":", "").toLowerCase();

interface Element {
  readonly attributes: Readonly<Record<string, string>>;
  readonly inner: string;
}

/** Elements of that local name, whatever their prefix; none of those that are looked for holds one of its own name. */
function elements(xml: string, name: string): Element[] {
  const pattern = new RegExp(
    `<(?:[\\w.-]+:)?${name}(?<attributes>(?:\\s[^>]*?)?)(?:/>|>(?<inner>[\\s\\S]*?)</(?:[\\w.-]+:)?${name}\\s*>)`,
    "g",
  );
  return [...xml.matchAll(pattern)].map(({ groups }) => ({
    attributes: Object.fromEntries(
      [...(groups?.["attributes"] ?? "").matchAll(/([\w:.-]+)\s*=\s*"([^"]*)"/g)].map(([, key = "", value = ""]) => [
        key,
        unescaped(value),
      ]),
    ),
    inner: groups?.["inner"] ?? "",
  }));
}

/** The endpoint by redirect if there is one, else by POST. */
function service(xml: string, name: string): { location: string | undefined; binding: string | undefined } | undefined {
  const all = elements(xml, name).map(({ attributes }) => ({
    location: attributes["Location"],
    binding: attributes["Binding"],
  }));
  const by = (binding: string) => all.find((endpoint) => endpoint.binding === `${BINDINGS}${binding}`);
  return by("HTTP-Redirect") ?? by("HTTP-POST") ?? all[0];
}

/** PEMs of the keys that are for signing, or for nothing in particular. */
function signingCertificates(xml: string): string[] {
  return elements(xml, "KeyDescriptor")
    .filter(({ attributes }) => attributes["use"] === undefined || attributes["use"] === "signing")
    .flatMap(({ inner }) => elements(inner, "X509Certificate"))
    .map(({ inner }) => pem(inner.replaceAll(/\s/g, "")));
}

function pem(base64: string): string {
  const text = `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}(?=.)/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
  try {
    new X509Certificate(text);
  } catch {
    throw badRequest("The metadata document holds an invalid certificate");
  }
  return text;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|apos);/g, (_whole, name: string) => ENTITIES[name] ?? "");
