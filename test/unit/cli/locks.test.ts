/** Which locks of the engine a command may take off by itself. */
import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { expect, it } from "vitest";
import { isLockedByTheDead } from "../../../cli/locks.ts";

const { pid: ended } = spawnSync(process.execPath, ["--version"]);
const lock = (pid: number, host = hostname(), folder = "file:///home/ada/state") =>
  `  ${folder}/.pulumi/locks/organization/okta-express/prod/4f2.json: created by ada@${host} (pid ${pid}) at 2026-11-26T22:00:00Z`;
const refused = (...locks: string[]) => ({
  exitCode: 255,
  stdout: "",
  stderr: `error: the stack is currently locked by ${locks.length} lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.\n${locks.join("\n")}\n`,
});

it.each<[string, ReturnType<typeof refused>, boolean]>([
  ["a process of this machine that has ended", refused(lock(ended)), true],
  ["one that runs", refused(lock(process.pid)), false],
  ["one that has ended and one that runs", refused(lock(ended), lock(process.pid)), false],
  ["another machine", refused(lock(ended, "another")), false],
  ["a bucket, which several machines of one name may share", refused(lock(ended, hostname(), "s3://state")), false],
  ["nobody who is named", refused(), false],
  ["nobody: another failure", { exitCode: 255, stdout: "", stderr: lock(ended) }, false],
  ["nobody: it succeeded", { ...refused(lock(ended)), exitCode: 0 }, false],
])("the lock of %s", (_, run, isDead) => {
  expect(isLockedByTheDead(run)).toBe(isDead);
});
