import type { ManagementClient } from "auth0";
import { ManagementError } from "auth0";
import { describe, expect, it } from "vitest";
import { nameKeys } from "../../../tenant/key-names.ts";

const key = (keyId: string) => ({ file: `${keyId}.pem`, pem: `PEM of ${keyId}`, keyId });
const A = key("aaaaaaaaaaaa");
const B = key("bbbbbbbbbbbb");

/** A Management API whose one client has these credentials. */
function withCredentials(credentials: readonly { kid: string; name?: string }[] | "no such client"): ManagementClient {
  const list = async () => {
    if (credentials === "no such client")
      throw new ManagementError({ statusCode: 404, message: "The client does not exist" });
    return credentials;
  };
  return { clients: { credentials: { list } } } as unknown as ManagementClient;
}
const names = async (
  api: ManagementClient,
  keys: Parameters<typeof nameKeys>[2],
  client: string | undefined = "client",
) => (await nameKeys(api, client, keys)).map(({ name }) => name);

describe("the names of Okta's keys", () => {
  it("are the guide's for the first, and one of its own for the second, before there is a client", async () => {
    expect(await names(withCredentials("no such client"), [A, B], undefined)).toEqual([
      "OIN Public Key",
      "OIN Public Key bbbbbbbb",
    ]);
    expect(await names(withCredentials("no such client"), [A, B])).toEqual([
      "OIN Public Key",
      "OIN Public Key bbbbbbbb",
    ]);
  });

  it("stay through a rotation: beside the old key, alone, and when the old one comes back", async () => {
    const both = [
      { kid: A.keyId, name: "OIN Public Key" },
      { kid: B.keyId, name: "OIN Public Key bbbbbbbb" },
    ];
    expect(await names(withCredentials(both.slice(0, 1)), [A, B])).toEqual([
      "OIN Public Key",
      "OIN Public Key bbbbbbbb",
    ]);
    expect(await names(withCredentials(both), [B])).toEqual(["OIN Public Key bbbbbbbb"]);
    expect(await names(withCredentials(both.slice(1)), [B, A])).toEqual(["OIN Public Key bbbbbbbb", "OIN Public Key"]);
  });

  it("do not collide when one key is swapped for the other at once", async () => {
    expect(await names(withCredentials([{ kid: A.keyId, name: "OIN Public Key" }]), [B])).toEqual([
      "OIN Public Key bbbbbbbb",
    ]);
  });

  it("are what somebody gave the key by hand, or none", async () => {
    expect(await names(withCredentials([{ kid: A.keyId, name: "okta 2024" }]), [A])).toEqual(["okta 2024"]);
    expect(await names(withCredentials([{ kid: A.keyId }]), [A])).toEqual([""]);
  });
});
