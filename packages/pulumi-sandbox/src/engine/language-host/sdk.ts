// The SDK of a package for a Node program (`pulumi package add`, `pulumi package gen-sdk`): written by the engine's own
// generator, which is a small Go program of its module, and entered in the program's package.json by npm.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import type * as language from "@pulumi/pulumi/proto/language_pb.js";
import { z } from "zod";
import { cacheFolder } from "../cache.ts";
import { ENGINE_GO_MODULE, runGo } from "../go.ts";
import { withLock } from "../lock.ts";
import { findOnPath } from "../path.ts";
import { ENGINE_VERSION } from "../version.ts";
import { npm } from "./npm.ts";

/** Writes the SDK of a package whose schema is given into a folder. */
export async function generateSdk(request: language.GeneratePackageRequest, env: NodeJS.ProcessEnv): Promise<void> {
  const generator = spawn(
    await sdkGenerator(env),
    [request.getLoaderTarget(), request.getDirectory(), ...(request.getLocal() ? ["--local"] : [])],
    { stdio: ["pipe", "ignore", "pipe"] },
  );
  let problem = "";
  generator.stderr.setEncoding("utf8").on("data", (text: string) => (problem += text));
  // A generator that is gone says why by itself.
  generator.stdin.once("error", () => undefined).end(request.getSchema());
  const code = await new Promise<number | null>((resolve, reject) =>
    generator.once("error", reject).once("close", resolve),
  );
  if (code !== 0) throw new Error(`The SDK could not be generated: ${problem.trim()}`);
}

/** Enters SDKs in the program's package.json, and tells how they are imported. */
export async function linkSdks(request: language.LinkRequest, programDirectory: string): Promise<string> {
  const imports: string[] = [];
  for (const dependency of request.getPackagesList()) {
    const folder = resolve(programDirectory, dependency.getPath());
    const { name } = z
      .object({ name: z.string() })
      .parse(JSON.parse(await readFile(join(folder, "package.json"), "utf8")));
    const path = relative(programDirectory, folder).replaceAll("\\", "/");
    await npm(["pkg", "set", `dependencies.${name}=file:${path}`], programDirectory, () => undefined);
    imports.push(`  import * as ${camelCase(dependency.getPackage()?.getName() ?? name)} from "${name}";\n`);
  }
  return `You can import the SDK in your program with:\n\n${imports.join("")}`;
}

/** The generator, built once into the user's cache: the engine that it belongs to has been built there before. */
async function sdkGenerator(env: NodeJS.ProcessEnv): Promise<string> {
  const bin = join(cacheFolder(`engine-${ENGINE_VERSION}`, env), "bin");
  const source = await readFile(join(ENGINE_GO_MODULE, "generate-node-sdk", "main.go"));
  const name = `generate-node-sdk-${createHash("sha256").update(source).digest("hex").slice(0, 12)}`;
  const command = join(bin, process.platform === "win32" ? `${name}.exe` : name);
  const go = await findOnPath("go", env["PATH"]);
  await mkdir(bin, { recursive: true });
  await withLock(
    `${command}.lock`,
    () => undefined,
    async () => {
      if (existsSync(command)) return;
      if (go === undefined) throw new Error("The SDK generator cannot be built: no `go` on the PATH.");
      const partial = `${command}.${process.pid}.partial`;
      const build = ["build", "-trimpath", "-ldflags", "-s -w", "-o", partial, "./generate-node-sdk"];
      await runGo(go, build, { module: ENGINE_GO_MODULE, environment: env }, () => undefined);
      // It appears under its name whole, or not at all.
      await rename(partial, command);
    },
  );
  return command;
}

const camelCase = (name: string): string => name.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
