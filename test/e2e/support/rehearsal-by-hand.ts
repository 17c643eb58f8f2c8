/** `npm run rehearse -- --stack test --on-tenant` with somebody at the terminal and at the tenant's pages. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Browser, signIn } from "../../../packages/local-tenant/src/visitor/index.ts";
import type { Snapshot } from "../../../packages/local-tenant/src/index.ts";
import { PROJECT, type World } from "./world.ts";

/** What the program waits for, at the end of what it has said. */
const QUESTION = /(Write this\? \[y\/N\] |Paste the whole address of (that|the) page( here)?:\n)$/;

/** Runs it; each question gets the answer that `answer` has for what was said since the last one; undefined hangs up. */
export async function rehearseByHand(
  { session }: World,
  args: readonly string[],
  answer: (said: string) => Promise<string | undefined>,
): Promise<{ readonly exitCode: number; readonly said: string }> {
  const child = spawn(process.execPath, ["demo/rehearse.ts", "--stack", "test", "--on-tenant", ...args], {
    cwd: PROJECT,
    env: session.environment,
    stdio: "pipe",
  });
  let said = "";
  let told = 0;
  const hear = (text: string): void => {
    said += text;
    const since = said.slice(told);
    if (!QUESTION.test(since)) return;
    told = said.length;
    void answer(since).then((line) => (line === undefined ? child.stdin.end() : child.stdin.write(`${line}\n`)));
  };
  child.stdout.setEncoding("utf8").on("data", hear);
  child.stderr.setEncoding("utf8").on("data", hear);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 255));
  });
  return { exitCode, said };
}

/** Says yes, and goes through the pages as the person who is named. */
export async function answerTo({ tenant }: World, said: string): Promise<string> {
  if (said.includes("Write this?")) return "y";
  const [, address = "", username = "", password = "", organization = ""] =
    /^(https:\S+)\nSign in as (\S+) with the password (\S+)\nWhere an organization is asked for: (\S+)$/m.exec(said) ??
    [];
  const browser = new Browser(tenant.url, readFileSync(tenant.certificateFile, "utf8"));
  const { callback } = await signIn(browser, new URL(address), { username, password, organization });
  return callback.href;
}

/** What a write leaves even where everything is as it was. */
export const withoutTimes = (snapshot: Snapshot): unknown =>
  JSON.parse(JSON.stringify(snapshot, (key, value: unknown) => (key === "updated_at" ? undefined : value)));
