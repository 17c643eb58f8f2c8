/** The setting `adopt`: what `npm run adopt` writes is taken, everything else is refused with its key and the way out. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigurationError, parseConfiguration } from "../../../config/index.ts";
import { rsaPublicKey } from "../../../packages/local-tenant/test/fixtures/keys.ts";

const folder = mkdtempSync(join(tmpdir(), "okta-express-adopt-"));
beforeAll(() => writeFileSync(join(folder, "okta.pem"), rsaPublicKey()));
afterAll(() => rmSync(folder, { recursive: true }));

const parse = (adopt: string) =>
  parseConfiguration(
    {
      "auth0:domain": "acme.us.auth0.com",
      "okta-express:serviceApp": "Acme SaaS",
      "okta-express:initiateLoginUri": "https://app.acme.example/login",
      "okta-express:oktaPublicKeys": '["okta.pem"]',
      "okta-express:adopt": adopt,
    },
    { stack: "dev", folder, now: new Date() },
  );

async function refusal(adopt: string): Promise<string> {
  const outcome: unknown = await parse(adopt).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(ConfigurationError);
  return (outcome as ConfigurationError).message;
}

describe("adopt", () => {
  it("is nothing where Pulumi hands over the empty default", async () => {
    expect((await parse("{}")).adopt).toBeUndefined();
  });

  it("takes every object by ID", async () => {
    const adopt = {
      resourceServer: "res1",
      role: "rol_1",
      rolePermissions: ["expressconfigure:sso"],
      client: "abc",
      clientGrant: "cgr_1",
      action: "5e34493d",
      binding: "post-login" as const,
    };
    expect((await parse(JSON.stringify(adopt))).adopt).toEqual(adopt);
  });

  it("tells every mistake at once", async () => {
    expect(await refusal('{"clinet":"abc","role":"","client":7,"binding":"pre-login","rolePermissions":["a b"]}')).toBe(
      [
        "5 problems in the configuration of stack dev. Nothing was changed.",
        "",
        "  okta-express:adopt.role is not set",
        "    Expected an ID, without spaces. The command adopt writes the right ones.",
        "    Fix:\n      pulumi config rm --path 'okta-express:adopt.role' --stack dev",
        "",
        '  okta-express:adopt.rolePermissions[0] = "a b"',
        "    Expected an ID, without spaces. The command adopt writes the right ones.",
        "    Fix:\n      pulumi config rm --path 'okta-express:adopt.rolePermissions' --stack dev",
        "",
        '  okta-express:adopt.client = "7"',
        "    Expected an ID. The command adopt writes the right ones.",
        "    Fix:\n      pulumi config rm --path 'okta-express:adopt.client' --stack dev",
        "",
        '  okta-express:adopt.binding = "pre-login"',
        '    Expected "post-login", the flow that the Action is bound to. The command adopt writes the right ones.',
        "    Fix:\n      pulumi config rm --path 'okta-express:adopt.binding' --stack dev",
        "",
        '  okta-express:adopt.clinet = "abc"',
        "    There is no such object; the objects are resourceServer, role, rolePermissions, client, clientGrant, action, binding, nativeClient, adminConnections, appBlock, userAttributeProfile, connectionProfile, adminsAction, adminsBinding, domainAliasesAction, domainAliasesBinding.",
        "    Fix:\n      pulumi config rm --path 'okta-express:adopt.clinet' --stack dev",
        "",
      ].join("\n"),
    );
  });

  it("refuses anything but a map", async () => {
    expect(await refusal("abc")).toContain('okta-express:adopt = "abc"\n    Expected a map from object to ID.\n');
  });
});
