import { describe, expect, it } from "vitest";
import { findEngine } from "../../../src/engine/index.ts";
import type { Engine, EngineSource } from "../../../src/engine/engine.ts";
import { installedEngine } from "../../../src/engine/installer.ts";
import { ENGINE_VERSION } from "../../../src/engine/version.ts";
import { fakePulumi, temporaryFolder } from "../../fixtures/scripts.ts";

const ENGINE: Engine = {
  command: "/opt/pulumi",
  version: "3.253.0",
  origin: "path",
  languageHost: "official",
  env: {},
};

const missing =
  (reason: string): EngineSource =>
  async () => ({ missing: reason });
const unreachable: EngineSource = () => {
  throw new Error("a later source was asked");
};

describe("findEngine", () => {
  it("takes the first that is ready, without output", async () => {
    const lines: string[] = [];
    const engine = await findEngine(
      (line) => lines.push(line),
      {},
      {
        ready: [missing("Not on the PATH."), async () => ENGINE, unreachable],
        obtainable: [unreachable],
      },
    );
    expect(engine).toBe(ENGINE);
    expect(lines).toEqual([]);
  });

  it("says why none is ready before it goes to get one", async () => {
    const lines: string[] = [];
    const engine = await findEngine(
      (line) => lines.push(line),
      {},
      {
        ready: [missing("Not on the PATH."), async () => undefined],
        obtainable: [
          missing("The installer is out of reach."),
          async ({ progress }) => {
            progress("Building.");
            return ENGINE;
          },
        ],
      },
    );
    expect(engine).toBe(ENGINE);
    expect(lines).toEqual(["Not on the PATH.", "The installer is out of reach.", "Building."]);
  });

  it("names all that was tried and three ways to mend it where there is none", async () => {
    const sources = { ready: [missing("No `pulumi` on the PATH.")], obtainable: [missing("No `go` on the PATH.")] };
    const failure = findEngine(() => undefined, {}, sources);
    await expect(failure).rejects.toThrow(
      [
        "There is no Pulumi CLI to run the stack with:",
        "  - No `pulumi` on the PATH.",
        "  - No `go` on the PATH.",
        "Any one of these mends it:",
        "  1. install Pulumi 3.252.0 or later (https://www.pulumi.com/docs/iac/download-install/) so that `pulumi` is on the PATH;",
        "  2. let this machine reach https://get.pulumi.com, and it is installed into the user's cache by itself;",
        "  3. install Go 1.21 or later (https://go.dev/dl/) with a Go module proxy in reach, and it is built once, in a few minutes.",
      ].join("\n"),
    );
    await expect(failure).rejects.toMatchObject({ name: "EngineNotFoundError" });
  });
});

describe("an installation of an earlier run", () => {
  it("is found in the user's cache", async () => {
    const cache = temporaryFolder();
    const command = fakePulumi(`${cache}/okta-express/installed-${ENGINE_VERSION}/bin`, ENGINE_VERSION);
    const engine = await installedEngine({ progress: () => undefined, environment: { XDG_CACHE_HOME: cache } });
    expect(engine).toMatchObject({ command, version: ENGINE_VERSION, origin: "installed" });
  });

  it("does not count where it is broken", async () => {
    const cache = temporaryFolder();
    fakePulumi(`${cache}/okta-express/installed-${ENGINE_VERSION}/bin`, "3.1.0");
    const engine = await installedEngine({ progress: () => undefined, environment: { XDG_CACHE_HOME: cache } });
    expect(engine).toBeUndefined();
  });
});
