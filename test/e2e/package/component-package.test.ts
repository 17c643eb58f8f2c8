/**
 * The component package as people who write other languages get it: the engine starts it from its source, its schema
 * makes SDKs, and a program with the Node SDK makes a tenant ready.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { managementApiScopes, OIN_CLIENT } from "../../../contract/guide.ts";
import { NATIVE_OIN_CLIENT } from "../../../contract/native.ts";
import manifest from "../../../package.json" with { type: "json" };
import { SERVICE_APP_CLIENT_ID, serviceApp } from "../support/native-world.ts";
import { keyText, OKTA_KEY, openWorld, PROJECT, refused, succeeded, type World } from "../support/world.ts";

const PACKAGE = join(PROJECT, "component-package");
const PROGRAM = fileURLToPath(new URL("../../fixtures/component-package", import.meta.url));
const EXPRESS = "okta-express:index:ExpressConfiguration";
const OFFLINE = { npm_config_prefer_offline: "true", npm_config_audit: "false", npm_config_fund: "false" };

interface Property {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: Property;
  readonly plain?: boolean;
  readonly description?: string;
}

interface Schema {
  readonly name: string;
  readonly version: string;
  readonly resources: Readonly<
    Record<
      string,
      {
        readonly inputProperties: Readonly<Record<string, Property>>;
        readonly requiredInputs: readonly string[];
        readonly properties: Readonly<Record<string, Property>>;
      }
    >
  >;
  readonly types: Readonly<
    Record<string, { readonly properties: Readonly<Record<string, Property>>; readonly required?: readonly string[] }>
  >;
}

let folder: string;
let world: World;
let schema: Schema;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "component-package-"));
  await cp(PROGRAM, folder, { recursive: true });
  const config = { serviceApp: SERVICE_APP_CLIENT_ID, oktaKey: keyText(OKTA_KEY) };
  world = await openWorld({ program: folder, config });
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

describe("the component package", () => {
  it("has a schema of plain data, with the product's name and version, and a text for every argument", async () => {
    const { exitCode, stdout, output } = await world.session.pulumi(["package", "get-schema", PACKAGE]);
    expect(exitCode, output).toBe(0);
    schema = JSON.parse(stdout) as Schema;
    expect({ name: schema.name, version: schema.version }).toEqual({ name: "okta-express", version: manifest.version });
    expect(Object.keys(schema.resources)).toEqual([EXPRESS]);
    const { inputProperties, requiredInputs } = schema.resources[EXPRESS]!;
    expect(requiredInputs).toEqual(["domain", "serviceAppClientId"]);
    expect(inputProperties["serviceAppClientId"]?.plain).toBeUndefined();
    const described = [inputProperties, ...Object.values(schema.types).map(({ properties }) => properties)];
    const undescribed = described.flatMap((properties) =>
      Object.entries(properties).flatMap(([name, { description }]) => (description === undefined ? [name] : [])),
    );
    expect(undescribed).toEqual([]);
  });

  it("has the arguments and outputs that the examples for other languages use", async () => {
    const page = await readFile(join(PROJECT, "docs/other-languages.md"), "utf8");
    const [, yaml = ""] = /```yaml\n(name: [^`]+)```/.exec(page) ?? [];
    const program = parse(yaml) as {
      resources: { express: { type: string; properties: Record<string, unknown> } };
      outputs: Record<string, string>;
    };
    const { properties, type } = program.resources.express;
    expect(type.replace(":", ":index:")).toBe(EXPRESS);
    const { inputProperties, requiredInputs, properties: outputs } = schema.resources[EXPRESS]!;
    const wrong = (given: Record<string, unknown>, known: Readonly<Record<string, Property>>): string[] =>
      Object.entries(given).flatMap(([name, value]) => {
        const property = known[name];
        if (property === undefined) return [name];
        const type = (property.items ?? property).$ref?.replace("#/types/", "");
        const inner = type === undefined ? undefined : schema.types[type]?.properties;
        const values = Array.isArray(value) ? value : [value];
        return inner === undefined ? [] : values.flatMap((one: Record<string, unknown>) => wrong(one, inner));
      });
    expect(wrong(properties, inputProperties)).toEqual([]);
    expect(Object.keys(properties)).toEqual(expect.arrayContaining([...requiredInputs]));
    for (const output of Object.values(program.outputs)) expect(outputs).toHaveProperty(output.slice(10, -1));

    const [, python = ""] = /```python\n([^`]+)```/.exec(page) ?? [];
    const names = [...python.matchAll(/^ +(\w+)=|"(\w+)":/gm)].map(([, argument, key]) => argument ?? key ?? "");
    const known = [inputProperties, ...Object.values(schema.types).map((one) => one.properties)].flatMap(Object.keys);
    expect(names.length).toBeGreaterThanOrEqual(5);
    expect(names.filter((name) => !known.includes(camelCase(name)))).toEqual([]);
    const [, read = ""] = /express\.(\w+)\)/.exec(python) ?? [];
    expect(outputs).toHaveProperty(camelCase(read));
  });

  it("gives a program its Node SDK", async () => {
    const add = ["package", "add", PACKAGE, "--cwd", folder];
    const { exitCode, output } = await world.session.pulumi(add, { env: OFFLINE });
    expect(exitCode, output).toBe(0);
    expect(output).toContain('import * as oktaExpress from "@pulumi/okta-express";');
    const { dependencies } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    expect(dependencies["@pulumi/okta-express"]).toBe("file:sdks/okta-express");
  });

  it("refuses a program that declares neither flavour, and writes nothing", async () => {
    world.tenant.journal.clear();
    expect(refused(await world.session.up())).toContain(
      'express: neither "guide" nor "native" is given. Give the arguments of at least one of them.',
    );
    expect(world.tenant.journal.writes()).toEqual([]);
  });

  it("makes the tenant ready by the guide, and nothing is left to do", async () => {
    await world.session.setConfig("guide", "true");
    succeeded(await world.session.up());
    succeeded(await world.session.preview({ args: ["--expect-no-changes"] }));
    const outputs = await world.session.outputs();
    expect(clientName(outputs["guideOinClientId"])).toBe(OIN_CLIENT.name);
    expect(outputs["guideKeyIds"]).toHaveLength(1);
    expect(outputs["adminRoleId"]).toMatch(/^rol_/);
    const grants = world.tenant.snapshot()["client_grants"] as unknown as { client_id: string; scope: string[] }[];
    const scope = grants.find(({ client_id }) => client_id === outputs["guideOinClientId"])?.scope;
    expect(scope?.toSorted()).toEqual([...managementApiScopes(true)].toSorted());
  });

  it("moves it to Auth0's own Express Configuration", async () => {
    const plugins = `plugins:\n  providers:\n    - name: auth0-app-block\n      path: ${join(PROJECT, "provider")}\n`;
    await writeFile(join(folder, "Pulumi.yaml"), (await readFile(join(folder, "Pulumi.yaml"), "utf8")) + plugins);
    await world.session.setConfig("native", "true");
    succeeded(await world.session.up());
    succeeded(await world.session.preview({ args: ["--expect-no-changes"] }));
    const { nativeOinClientId } = await world.session.outputs();
    expect(clientName(nativeOinClientId)).toBe(NATIVE_OIN_CLIENT.name);
    expect(serviceApp(world.tenant)["express_configuration"]).toMatchObject({ okta_oin_client_id: nativeOinClientId });
  });

  it("keeps the OIN clients from a destroy", async () => {
    world.tenant.journal.clear();
    expect(refused(await world.session.destroy())).toContain("express-okta-knows-the-oin-client");
    expect(world.tenant.journal.writes()).toEqual([]);
  });
});

const camelCase = (name: string): string => name.replace(/_(\w)/g, (_dash, letter: string) => letter.toUpperCase());

function clientName(id: unknown): string | undefined {
  const clients = world.tenant.snapshot()["clients"] as unknown as { client_id: string; name: string }[];
  return clients.find(({ client_id }) => client_id === id)?.name;
}
