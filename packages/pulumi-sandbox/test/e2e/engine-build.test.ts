import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildEngine, builtEngine } from "../../src/engine/build.ts";
import type { EngineContext } from "../../src/engine/engine.ts";
import { ENGINE_VERSION } from "../../src/engine/version.ts";
import { script, temporaryFolder } from "../fixtures/scripts.ts";

/** A `go` that lists three packages and "builds" a pulumi of the given version; it keeps a record of its calls. */
function fakeGo(version: string = ENGINE_VERSION): {
  context: EngineContext;
  bin: string;
  calls: () => string[];
  lines: string[];
} {
  const folder = temporaryFolder();
  const calls = join(folder, "calls");
  script(
    join(folder, "go"),
    `echo "$* [$GOFLAGS $GOWORK $CGO_ENABLED] $(basename "$PWD")" >> ${calls}`,
    'if [ "$1" = list ]; then echo "go: downloading example.com/a v1.0.0" >&2; printf "a\\nb\\nc\\n"; exit; fi',
    "echo fmt >&2; echo example.com/a >&2",
    'while [ "$1" != -o ]; do shift; done',
    `printf '#!/bin/sh\\necho v${version}\\n' > "$2"; chmod +x "$2"`,
  );
  const lines: string[] = [];
  return {
    context: {
      progress: (line) => lines.push(line),
      environment: { PATH: `${folder}:/usr/bin:/bin`, XDG_CACHE_HOME: folder },
    },
    bin: join(folder, "okta-express", `engine-${ENGINE_VERSION}`, "bin"),
    calls: () => readFileSync(calls, "utf8").trim().split("\n"),
    lines,
  };
}

describe("building the CLI from its Go module", () => {
  it("asks Go for exactly what go.sum pins, with the version linked in, and says what it does", async () => {
    const { context, bin, calls, lines } = fakeGo();
    expect(await buildEngine(context)).toMatchObject({
      command: join(bin, "pulumi"),
      version: ENGINE_VERSION,
      origin: "built",
    });
    const tool = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
    const version = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${ENGINE_VERSION}`;
    const partial = join(bin, `pulumi.${process.pid}.partial`);
    expect(calls()).toEqual([
      `list -deps ${tool} [-mod=readonly off 0] go`,
      `build -v -trimpath -ldflags ${version} -o ${partial} ${tool} [-mod=readonly off 0] go`,
    ]);
    expect(lines).toEqual([
      `Fetching the Go modules of Pulumi ${ENGINE_VERSION}: 0 downloaded`,
      `Building Pulumi ${ENGINE_VERSION} from source, once: 0 of at most 3 packages compiled`,
      `Pulumi ${ENGINE_VERSION} is built: ${join(bin, "pulumi")}`,
    ]);
    expect(readdirSync(bin)).toEqual(["pulumi"]);
  });

  it("finds what it built at once the next time", async () => {
    const { context, calls } = fakeGo();
    expect(await builtEngine(context)).toBeUndefined();
    await buildEngine(context);
    expect(await builtEngine(context)).toMatchObject({ origin: "built" });
    expect(calls()).toHaveLength(2);
  });

  it("builds once where two runs want it at the same time", async () => {
    const { context, calls } = fakeGo();
    const [one, two] = await Promise.all([buildEngine(context), buildEngine(context)]);
    expect(one).toEqual(two);
    expect(calls()).toHaveLength(2);
  });

  it("clears away what an interrupted build left", async () => {
    const { context, bin } = fakeGo();
    await buildEngine(context);
    script(join(bin, "pulumi"), "exit 1");
    writeFileSync(join(bin, "pulumi.1.partial"), "half");
    await buildEngine(context);
    expect(readdirSync(bin)).toEqual(["pulumi"]);
  });

  it("never puts in place what does not report the right version", async () => {
    const { context, bin } = fakeGo("3.0.0");
    expect(await buildEngine(context)).toEqual({
      missing: `Building Pulumi ${ENGINE_VERSION} from source failed: the executable that was built reports version 3.0.0`,
    });
    expect(readdirSync(bin)).not.toContain("pulumi");
  });

  it("repeats Go's own last words where Go fails", async () => {
    const { context } = fakeGo();
    script(join(context.environment["PATH"]?.split(":")[0] ?? "", "go"), "echo 'go: no such module' >&2", "exit 1");
    expect(await buildEngine(context)).toEqual({
      missing: `Building Pulumi ${ENGINE_VERSION} from source failed: go list ended with exit code 1:\n    go: no such module`,
    });
  });

  it("is impossible without Go", async () => {
    const environment = { PATH: temporaryFolder(), XDG_CACHE_HOME: temporaryFolder() };
    expect(await buildEngine({ progress: () => undefined, environment })).toEqual({
      missing: "Pulumi cannot be built from source: no `go` on the PATH.",
    });
  });
});
