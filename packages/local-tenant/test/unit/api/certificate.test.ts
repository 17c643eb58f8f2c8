// The certificates that the tenant writes itself, read by Node's OpenSSL and by a library.
import "reflect-metadata";
import { createPublicKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import * as x509 from "@peculiar/x509";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCertificate, signingCertificate, type Certificate } from "../../../src/core/certificate.ts";
import { oid, octets, time } from "../../../src/core/der.ts";
import { takeSigningKeys } from "../../../src/core/signing-keys.ts";

const DAY = 86_400_000;

describe("for loopback", () => {
  let made: Certificate;
  beforeAll(async () => {
    made = await makeCertificate();
  });
  afterAll(() => made.dispose());

  test("is its own issuer's, for this machine only, and in the file", () => {
    expect(readFileSync(made.file, "utf8")).toBe(made.cert);
    const certificate = new X509Certificate(made.cert);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkIssued(certificate)).toBe(true);
    expect(certificate.publicKey.equals(createPublicKey(made.key))).toBe(true);
    expect(certificate.checkHost("localhost")).toBe("localhost");
    expect(certificate.checkHost("example.com")).toBeUndefined();
    expect([certificate.checkIP("127.0.0.1"), certificate.checkIP("::1")]).toEqual(["127.0.0.1", "::1"]);
    expect(certificate.ca).toBe(true);
    expect(certificate.subject).toMatch(/^CN=localhost\nO=okta-express local tenant\nOU=[\da-f]{16}$/);
    expect(certificate.serialNumber).toMatch(/^[4-7][\dA-F]{31}$/);
    const [from, to] = [certificate.validFromDate.getTime(), certificate.validToDate.getTime()];
    expect(to - from).toBe(31 * DAY);
    expect(Math.abs(from + DAY - Date.now())).toBeLessThan(60_000);
  });

  test("has the extensions that it should, as a library reads them", async () => {
    const certificate = new x509.X509Certificate(made.cert);
    expect(await certificate.isSelfSigned()).toBe(true);
    const extensions = certificate.extensions.map(({ type, critical }) => [type, critical]);
    expect(extensions).toEqual([
      ["2.5.29.19", true],
      ["2.5.29.15", true],
      ["2.5.29.37", false],
      ["2.5.29.17", false],
    ]);
    expect(certificate.getExtension(x509.BasicConstraintsExtension)).toMatchObject({ ca: true, pathLength: 0 });
    expect(certificate.getExtension(x509.KeyUsagesExtension)?.usages).toBe(
      x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyCertSign,
    );
    expect(certificate.getExtension(x509.ExtendedKeyUsageExtension)?.usages).toEqual([
      x509.ExtendedKeyUsage.serverAuth,
    ]);
    expect(certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.toJSON()).toEqual([
      { type: "dns", value: "localhost" },
      { type: "ip", value: "127.0.0.1" },
      { type: "ip", value: expect.stringMatching(/^[0:]*1$/) as string },
    ]);
  });

  test("is another one each time, with a name of its own", async () => {
    const other = await makeCertificate();
    await other.dispose();
    expect(new X509Certificate(other.cert).subject).not.toBe(new X509Certificate(made.cert).subject);
  });
});

test("for the key that signs tokens: RSA, ten years, named after the tenant", async () => {
  const pem = signingCertificate(await takeSigningKeys(), "localhost:1234");
  const certificate = new X509Certificate(pem);
  expect(certificate.subject).toBe("CN=localhost:1234");
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.validToDate.getTime() - certificate.validFromDate.getTime()).toBe(3651 * DAY);
  expect(new x509.X509Certificate(pem).signatureAlgorithm).toMatchObject({ name: "RSASSA-PKCS1-v1_5" });
  expect(pem.split("\n").every((line) => line.length <= 64)).toBe(true);
});

describe("DER, by the examples of X.690 and RFC 5280", () => {
  test("object identifiers", () => {
    expect(oid("1.2.840.113549").toString("hex")).toBe("06062a864886f70d");
    expect(oid("2.5.29.19").toString("hex")).toBe("0603551d13");
  });

  test("lengths of one, two, three and four bytes", () => {
    const head = (length: number) => octets(Buffer.alloc(length)).subarray(0, 5).toString("hex");
    expect(head(127).slice(0, 4)).toBe("047f");
    expect(head(128).slice(0, 6)).toBe("048180");
    expect(head(256).slice(0, 8)).toBe("04820100");
    expect(head(65_536)).toBe("0483010000");
  });

  test("times: two digits of the year up to 2049", () => {
    expect(time(Date.UTC(2049, 11, 31, 23, 59, 59)).toString("latin1")).toBe("\x17\x0d491231235959Z");
    expect(time(Date.UTC(2050, 0, 1)).toString("latin1")).toBe("\x18\x0f20500101000000Z");
  });
});
