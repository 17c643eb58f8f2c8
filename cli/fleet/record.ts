/** What a run over a fleet has come to, kept in a file from stack to stack: a run that was ended is gone on with from there. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Basis } from "./basis.ts";
import { isDone, type Operation, type StackResult } from "./result.ts";

interface Contents {
  readonly operation: Operation;
  /** ISO 8601. */
  readonly begun: string;
  /** All stacks of the run, in the order in which they were named. */
  readonly stacks: readonly string[];
  readonly results: readonly StackResult[];
  /** What the results rest on. */
  readonly basis: Basis;
}

export class FleetRecord {
  readonly #file: string;
  #contents: Contents;
  #isKept = true;

  private constructor(file: string, contents: Contents) {
    this.#file = file;
    this.#contents = contents;
  }

  /** A new run. What was kept of an earlier one is given up. */
  static begin(folder: string, operation: Operation, stacks: readonly string[], basis: Basis): FleetRecord {
    const begun = new Date().toISOString();
    const record = new FleetRecord(fileOf(folder, operation), { operation, begun, stacks, results: [], basis });
    record.#write();
    return record;
  }

  /** The last run of an operation in a folder, where it did not come to its end on every stack. */
  static last(folder: string, operation: Operation): FleetRecord | undefined {
    const file = fileOf(folder, operation);
    try {
      return new FleetRecord(file, JSON.parse(readFileSync(file, "utf8")) as Contents);
    } catch {
      return undefined;
    }
  }

  get begun(): string {
    return this.#contents.begun;
  }

  /** The results so far, in the order of the stacks. */
  get results(): readonly StackResult[] {
    const { stacks, results } = this.#contents;
    return stacks.flatMap((name) => results.find(({ stack }) => stack === name) ?? []);
  }

  get stacks(): readonly string[] {
    return this.#contents.stacks;
  }

  /** The stacks that the operation has not come to its end on. */
  get left(): readonly string[] {
    const { operation, stacks, results } = this.#contents;
    const done = results.filter((result) => isDone(result, operation));
    return stacks.filter((name) => !done.some(({ stack }) => stack === name));
  }

  /** Whether another process can go on with it: not where the file cannot be written. */
  get isKept(): boolean {
    return this.#isKept;
  }

  /** Keeps a result; an earlier one of the same stack is given up. */
  add(result: StackResult): void {
    const others = this.#contents.results.filter(({ stack }) => stack !== result.stack);
    this.#contents = { ...this.#contents, results: [...others, result] };
    this.#write();
  }

  /**
   * Gives up the results that rest on a program or a configuration that has changed since: these stacks are left again.
   * Gives the ones among them that were done.
   */
  renew(basis: Basis): readonly string[] {
    const { basis: before, results, stacks } = this.#contents;
    const isSame = ({ stack }: StackResult): boolean =>
      basis.program === before.program && basis.stacks[stack] === before.stacks[stack];
    const { left } = this;
    this.#contents = { ...this.#contents, basis, results: results.filter(isSame) };
    this.#write();
    return stacks.filter((stack) => !left.includes(stack) && this.left.includes(stack));
  }

  /** Nothing is left to go on with where every stack is done. */
  end(): void {
    if (this.left.length === 0) rmSync(this.#file, { force: true });
  }

  /** In one step: a run that is killed meanwhile leaves the file as it was, or as it is to be. */
  #write(): void {
    try {
      mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
      writeFileSync(`${this.#file}.new`, JSON.stringify(this.#contents), { mode: 0o600 });
      renameSync(`${this.#file}.new`, this.#file);
    } catch {
      this.#isKept = false;
    }
  }
}

/** In Pulumi's own folder, for each project folder and backend. */
function fileOf(folder: string, operation: Operation): string {
  const home = process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
  const where = `${folder}\n${process.env["PULUMI_BACKEND_URL"] ?? ""}`;
  const name = createHash("sha256").update(where).digest("hex").slice(0, 16);
  return join(home, "okta-express", "fleet", name, `${operation}.json`);
}
