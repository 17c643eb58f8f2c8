// A stack of the user's as its own commands show it: what it is told, what it has made, and its tenant's Management API with
// the stack's credentials. A process each: the rehearsal knows the commands, not their code.
import { spawn } from "node:child_process";
import { z } from "zod";

/** A request that the tenant refused. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const answerSchema = z.object({
  status: z.number().optional(),
  answer: z.unknown().optional(),
  findings: z.array(z.object({ says: z.string(), mend: z.array(z.string()).optional() })),
});
const configSchema = z.record(z.string(), z.object({ value: z.string().optional() }));
const outputsSchema = z.looseObject({
  flavour: z.enum(["guide", "native", "both"]).optional(),
  oinClientId: z.string().optional(),
  adminRole: z.string().optional(),
});

export type StackOutputs = z.output<typeof outputsSchema>;

export class StackCommands {
  readonly #stack: string;
  readonly #folder: string;

  /** @param folder the project's */
  constructor(stack: string, folder: string) {
    this.#stack = stack;
    this.#folder = folder;
  }

  /** `npm run api`. Throws Refused with the tenant's words, or an Error with the command's. */
  async api<Answer>(schema: z.ZodType<Answer>, method: string, path: string, body?: object): Promise<Answer> {
    const data = body === undefined ? [] : ["--data", JSON.stringify(body)];
    const { stdout, stderr } = await this.#run(process.execPath, [
      "cli/api.ts",
      method,
      path,
      ...data,
      "--stack",
      this.#stack,
      "--json",
    ]);
    if (stdout === "") throw new Error(stderr.trim());
    const { status, answer, findings } = answerSchema.parse(JSON.parse(stdout));
    const says = findings.map(({ says: text, mend = [] }) => [text, ...mend].join("\n")).join("\n");
    if (status === undefined) throw new Error(says);
    if (status >= 300) throw new Refused(status, `${method} ${path}: ${says}`);
    return schema.parse(answer);
  }

  /** Outputs of the last `up`; empty before the first. */
  async outputs(): Promise<StackOutputs> {
    return outputsSchema.parse(JSON.parse(await this.#pulumi(["stack", "output", "--json"])));
  }

  /** What the stack is told, by key without namespace; secrets are left out, and what is empty. */
  async configuration(): Promise<Readonly<Record<string, string>>> {
    const values = configSchema.parse(JSON.parse(await this.#pulumi(["config", "--json"])));
    return Object.fromEntries(
      Object.entries(values).flatMap(([key, { value }]) =>
        value === undefined || value === "" ? [] : [[key.slice(key.indexOf(":") + 1), value]],
      ),
    );
  }

  async #pulumi(args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.#run("pulumi", [
      ...args,
      "--stack",
      this.#stack,
      "--non-interactive",
    ]);
    if (exitCode !== 0) throw new Error(stderr.trim());
    return stdout;
  }

  /** In a process group of its own: Ctrl-C must not end a request half-way, nor the cleaning up. */
  #run(
    program: string,
    args: readonly string[],
  ): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> {
    const child = spawn(program, args, { cwd: this.#folder, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const printed = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      child[name].setEncoding("utf8").on("data", (text: string) => (printed[name] += text));
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ exitCode: code ?? 255, ...printed }));
    });
  }
}
