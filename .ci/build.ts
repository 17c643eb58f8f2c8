// `npm run build`: the product as it is published. Node strips no types under node_modules, so components, plugin and
// policy pack go there as JavaScript; the Actions go as they are, because Auth0 gets them to the letter.
import { execFileSync } from "node:child_process";
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

rmSync("dist", { recursive: true, force: true });
execFileSync("npx", ["tsc", "--project", "tsconfig.build.json"], {
  stdio: "inherit",
  shell: process.platform === "win32",
});

for (const action of globSync("actions/*.cjs")) cpSync(action, `dist/${action}`);

// The engine wants an executable of exactly this name, without an extension: tsc does not see it.
const plugin = "provider/pulumi-resource-auth0-app-block";
writeFileSync(`dist/${plugin}`, readFileSync(plugin, "utf8").replace(/(?<=\/[\w-]+)\.ts(?=")/g, ".js"), {
  mode: 0o755,
});

// What Pulumi starts a policy pack by.
for (const file of ["PulumiPolicy.yaml", "package.json"]) cpSync(`policy/${file}`, `dist/policy/${file}`);
writeFileSync("dist/policy/main.cjs", readFileSync("policy/main.cjs", "utf8").replace("./pack.ts", "./pack.js"));
