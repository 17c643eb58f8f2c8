import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { StackConfig } from "../../../src/session/stack-config.ts";
import { temporaryFolder } from "../../fixtures/scripts.ts";

it("keeps the salt, and gives keys without a namespace the project's", async () => {
  const file = join(temporaryFolder(), "Pulumi.sandbox.yaml");
  writeFileSync(file, "encryptionsalt: v1:salt:v1:check:text==\n");
  const config = await StackConfig.open(file, "okta-express");
  await config.set({ "auth0:domain": "localhost:1", scim: true, oktaPublicKeys: ["a.pem", "b.pem"] });
  await config.remove("scim");
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
    encryptionsalt: "v1:salt:v1:check:text==",
    config: { "auth0:domain": "localhost:1", "okta-express:oktaPublicKeys": ["a.pem", "b.pem"] },
  });
});

it("refuses a file without a salt: the engine would write one elsewhere", async () => {
  const file = join(temporaryFolder(), "Pulumi.sandbox.yaml");
  writeFileSync(file, "config: {}\n");
  await expect(StackConfig.open(file, "okta-express")).rejects.toThrow(`${file} has no encryptionsalt`);
});
