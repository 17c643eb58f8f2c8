// `npm run build`: the package as it is published. Node strips no types under node_modules.
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";

process.chdir(import.meta.dirname);

rmSync("dist", { recursive: true, force: true });
execFileSync("npx", ["tsc", "--project", "tsconfig.build.json"], {
  stdio: "inherit",
  shell: process.platform === "win32",
});

// What pins the engine that is built from source.
cpSync("src/engine/go", "dist/engine/go", { recursive: true });

// The engine wants an executable of exactly this name, without an extension: tsc does not see it.
const host = "engine/language-host/pulumi-language-nodejs";
writeFileSync(`dist/${host}`, readFileSync(`src/${host}`, "utf8").replace("./main.ts", "./main.js"), { mode: 0o755 });
