// Runs the ordinary Go client on the module that pins the engine.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { atProcessEnd } from "../process-end.ts";

/** Folder with the go.mod and go.sum that pin the CLI and everything it is made of. */
export const ENGINE_GO_MODULE = fileURLToPath(new URL("./go/", import.meta.url));

/** How many of Go's last lines an error repeats. */
const LINES_OF_AN_ERROR = 10;

/** Runs `go ARGS` in the module's folder; returns what it printed and hands on each line of its standard error. */
export async function runGo(
  go: string,
  args: readonly string[],
  options: { module: string; environment: NodeJS.ProcessEnv },
  onErrorLine: (line: string) => void,
): Promise<string> {
  const child = spawn(go, args, {
    cwd: options.module,
    // Exactly what go.sum pins, whatever workspace or flags the user has; and no C compiler is asked for.
    env: { ...options.environment, GOFLAGS: "-mod=readonly", GOWORK: "off", CGO_ENABLED: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const dropGuard = atProcessEnd(() => child.kill());

  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    onErrorLine(line);
    lastLines.push(line);
    if (lastLines.length > LINES_OF_AN_ERROR) lastLines.shift();
  });
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once("error", reject).once("close", resolve),
  );
  dropGuard();
  if (code !== 0)
    throw new Error([`go ${args[0] ?? ""} ended with exit code ${String(code)}:`, ...lastLines].join("\n    "));
  return output;
}
