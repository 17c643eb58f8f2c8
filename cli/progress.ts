import { Listr, ListrLogger, ListrLogLevels, ProcessOutput } from "listr2";
import { hasColour } from "./terminal.ts";

/** One step of a command's work: a title in the present tense and the work itself. */
export interface WorkStep {
  readonly title: string;
  readonly run: () => Promise<void>;
}

/**
 * Runs steps in order and shows on standard error which one is under way: live on a terminal, a line a step elsewhere,
 * nothing where `quiet`. The first error ends the run and is thrown as it is; whoever catches it tells it.
 */
export async function withProgress(quiet: boolean, steps: readonly WorkStep[]): Promise<void> {
  let failure: unknown;
  const tasks = new Listr(
    steps.map(({ title, run }) => ({
      title,
      enabled: () => failure === undefined,
      task: async () => {
        await run().catch((error: unknown) => {
          failure = error;
          throw new Error("see below", { cause: error });
        });
      },
    })),
    shown(quiet),
  );
  await tasks.run();
  if (failure !== undefined) throw failure as Error;
}

/** One of several pieces of work that go on side by side. */
export interface ParallelStep {
  readonly title: string;
  /** Gives the title that it ends with, and whether it ended well. Does not reject. */
  readonly run: () => Promise<{ readonly title: string; readonly isFine: boolean }>;
}

/** The same for steps of which up to `parallel` go on at a time; one that does not end well does not end the others. */
export async function withParallelProgress(
  quiet: boolean,
  parallel: number,
  steps: readonly ParallelStep[],
): Promise<void> {
  const tasks = new Listr(
    steps.map(({ title, run }) => ({
      title,
      task: async (_context: unknown, task: { title: string }) => {
        const end = await run();
        task.title = end.title;
        if (!end.isFine) throw new Error("see below");
      },
    })),
    { ...shown(quiet), concurrent: parallel },
  );
  await tasks.run();
}

function shown(quiet: boolean) {
  const processOutput = new ProcessOutput(process.stderr, process.stderr);
  const logger = new ListrLogger({ processOutput, ...(hasColour(process.stderr) ? {} : { color: UNCOLOURED }) });
  return {
    renderer: quiet ? "silent" : process.stderr.isTTY === true ? "default" : "simple",
    rendererOptions: { logger, showErrorMessage: false },
    fallbackRendererOptions: { logger },
    registerSignalListeners: false,
    exitOnError: false,
  } as const;
}

const UNCOLOURED = Object.fromEntries(
  Object.values(ListrLogLevels).map((level) => [level, (message?: string) => message ?? ""]),
);
