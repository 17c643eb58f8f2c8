import { readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EngineSource } from "../../../src/engine/engine.ts";
import { engineOnPath } from "../../../src/engine/path.ts";
import { ENGINE_VERSION, MINIMUM_VERSION, isNewEnough } from "../../../src/engine/version.ts";
import { fakePulumi, script, temporaryFolder } from "../../fixtures/scripts.ts";

const look = (PATH: string): ReturnType<EngineSource> =>
  engineOnPath({ progress: () => undefined, environment: { PATH } });

describe("the CLI on the PATH", () => {
  it("is taken with its absolute path, and this Node goes first on its PATH", async () => {
    const folder = temporaryFolder();
    const command = fakePulumi(folder, "3.260.1");
    script(join(folder, "pulumi-language-nodejs"));
    expect(await look(`/nowhere:${folder}`)).toEqual({
      command,
      version: "3.260.1",
      origin: "path",
      languageHost: "official",
      env: { PATH: `${dirname(process.execPath)}:${folder}:/nowhere:${folder}` },
    });
  });

  it("finds the official language host beside the executable that a link points to", async () => {
    const [installation, links] = [temporaryFolder(), temporaryFolder()];
    fakePulumi(installation, "3.253.0");
    script(join(installation, "pulumi-language-nodejs"));
    symlinkSync(join(installation, "pulumi"), join(links, "pulumi"));
    expect(await look(links)).toMatchObject({ command: join(links, "pulumi"), languageHost: "official" });
  });

  it("gets the sandbox's language host on its PATH where it brings none", async () => {
    const folder = temporaryFolder();
    fakePulumi(folder, "3.253.0");
    const engine = await look(folder);
    expect(engine).toMatchObject({ languageHost: "sandbox" });
    expect(engine && "env" in engine && engine.env["PATH"]).toMatch(/:[^:]+\/src\/engine\/language-host:[^:]+$/);
  });

  it("is refused with the version needed, and why, where it is too old", async () => {
    const command = fakePulumi(temporaryFolder(), "3.251.9");
    expect(await look(dirname(command))).toEqual({
      missing:
        `${command} is Pulumi 3.251.9; 3.252.0 or later is needed: ` +
        "earlier ones delete a resource imported under another ID than its own at a later update.",
    });
  });

  it("is refused where it does not run", async () => {
    const command = script(join(temporaryFolder(), "pulumi"), "exit 3");
    expect(await look(dirname(command))).toEqual({ missing: `${command} does not run: \`pulumi version\` fails.` });
  });

  it("may be absent", async () => {
    expect(await look(temporaryFolder())).toEqual({ missing: "No `pulumi` on the PATH." });
  });
});

describe("versions", () => {
  it.each([
    ["3.252.0", true],
    ["3.252.0-alpha.1", true],
    ["3.253.0+dirty", true],
    ["3.1000.0", true],
    ["3.251.99", false],
    ["2.999.0", false],
    ["4.0.0", false],
  ])("%s is new enough: %s", (version, expected) => {
    expect(isNewEnough(version)).toBe(expected);
  });

  it("are the same in go.mod and here", () => {
    const goMod = readFileSync(new URL("../../../src/engine/go/go.mod", import.meta.url), "utf8");
    expect(goMod).toContain(`\tgithub.com/pulumi/pulumi/pkg/v3 v${ENGINE_VERSION} `);
    expect(isNewEnough(ENGINE_VERSION)).toBe(true);
    expect(isNewEnough(MINIMUM_VERSION)).toBe(true);
  });
});
