import { relative, resolve } from "node:path";

/** A path as the person meant it: npm runs scripts in the project's folder, whatever folder the person is in. */
export function userPath(path: string): string {
  return resolve(process.env["INIT_CWD"] ?? process.cwd(), path);
}

/** The same as the stack's configuration has it: relative to the project's folder. */
export function projectPath(path: string, folder: string): string {
  return relative(folder, userPath(path)).replaceAll("\\", "/");
}
