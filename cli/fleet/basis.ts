/** What a run's results rest on: the program, and each stack's configuration. A run that is gone on with asks whether they are still the same. */
import { createHash, type Hash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

/** Digests: equal ones mean that nothing has changed. */
export interface Basis {
  /** Of the project's source files and of what it is installed from. */
  readonly program: string;
  /** Of each stack's Pulumi.<stack>.yaml, of the files that it names, such as keys, and of AUTH0_DOMAIN. */
  readonly stacks: Readonly<Record<string, string>>;
}

const PROGRAM = /\.[cm]?[jt]s$|^(?:Pulumi\.yaml|package(?:-lock)?\.json)$/;
/** Folders of no program: what is installed or built follows from the rest. */
const PASSED_OVER = /^(?:\..*|node_modules|dist|docs|test)$/;

export function basisOf(folder: string, stacks: readonly string[]): Basis {
  const program = createHash("sha256");
  addSources(program, folder, "");
  return {
    program: program.digest("hex"),
    stacks: Object.fromEntries(stacks.map((stack) => [stack, configurationDigest(folder, stack)])),
  };
}

function addSources(hash: Hash, folder: string, under: string): void {
  for (const name of readdirSync(join(folder, under)).sort()) {
    const path = join(under, name);
    const kind = statSync(join(folder, path), { throwIfNoEntry: false });
    if (kind?.isDirectory() === true && !PASSED_OVER.test(name)) addSources(hash, folder, path);
    if (kind?.isFile() === true && PROGRAM.test(name)) addFile(hash, folder, path);
  }
}

function configurationDigest(folder: string, stack: string): string {
  const hash = createHash("sha256").update(process.env["AUTH0_DOMAIN"] ?? "");
  const name = stack.slice(stack.lastIndexOf("/") + 1);
  for (const file of [`Pulumi.${name}.yaml`, `Pulumi.${name}.yml`].filter((one) => isFile(folder, one))) {
    const named = textsIn(addFile(hash, folder, file)).filter((text) => isFile(folder, text));
    for (const one of named) addFile(hash, folder, one);
  }
  return hash.digest("hex");
}

/** Gives the file's text. Its length is told too: the end of one file is not the beginning of the next. */
function addFile(hash: Hash, folder: string, path: string): string {
  const text = readFileSync(resolve(folder, path), "utf8");
  hash.update(`${path}\n${text.length}\n${text}`);
  return text;
}

function isFile(folder: string, path: string): boolean {
  return statSync(resolve(folder, path), { throwIfNoEntry: false })?.isFile() === true;
}

/** Every text of a YAML document; none where it is none. */
function textsIn(yaml: string): string[] {
  const textsOf = (value: unknown): string[] => {
    if (typeof value === "string") return [value];
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
  };
  try {
    return textsOf(parse(yaml));
  } catch {
    return [];
  }
}
