// The parts of the language host that concern Node and npm themselves: `pulumi about` and `pulumi install`.
import { spawn } from "node:child_process";
import { readFile, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import languageMessages from "@pulumi/pulumi/proto/language_pb.js";
import type * as language from "@pulumi/pulumi/proto/language_pb.js";
import { z } from "zod";
import { findOnPath } from "../path.ts";
import type { Output } from "./output.ts";

// npm is a batch file on Windows, which only a shell starts.
const shell = process.platform === "win32";

/** Node and npm as `pulumi about` shows them; the engine also asks before each run. */
export async function about(): Promise<language.AboutResponse> {
  const response = new languageMessages.AboutResponse().setExecutable(process.execPath).setVersion(process.version);
  const metadata = response.getMetadataMap().set("packagemanager", "npm");
  const version = await npmVersion();
  if (version !== undefined) metadata.set("packagemanagerVersion", version);
  return response;
}

/** From npm's own package.json, as `npm --version` takes a fifth of a second; undefined where npm is not an ordinary one. */
async function npmVersion(): Promise<string | undefined> {
  try {
    const npm = await findOnPath("npm", process.env["PATH"]);
    // npm on the PATH is a link to bin/npm-cli.js of its package.
    const manifest = join(dirname(await realpath(npm ?? "")), "..", "package.json");
    return z.object({ name: z.literal("npm"), version: z.string() }).parse(JSON.parse(await readFile(manifest, "utf8")))
      .version;
  } catch {
    return undefined;
  }
}

/** Runs `npm install` in the program's folder; rejects with npm's exit code where it fails. */
export function installDependencies(programDirectory: string, output: Output): Promise<void> {
  return npm(["install", "--loglevel=error"], programDirectory, output);
}

/** Runs npm in a folder; rejects with npm's exit code where it fails. */
export async function npm(args: readonly string[], folder: string, output: Output): Promise<void> {
  const child = spawn("npm", args, { cwd: folder, shell, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.on("data", (chunk: Buffer) => output("stdout", chunk));
  child.stderr.on("data", (chunk: Buffer) => output("stderr", chunk));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once("error", reject).once("close", resolve),
  );
  if (code !== 0) throw new Error(`npm ${args[0] ?? ""} failed in ${folder} (exit code ${String(code)})`);
}
