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
  const processOutput = new ProcessOutput(process.stderr, process.stderr);
  const logger = new ListrLogger({ processOutput, ...(hasColour(process.stderr) ? {} : { color: UNCOLOURED }) });
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
    {
      renderer: quiet ? "silent" : process.stderr.isTTY === true ? "default" : "simple",
      rendererOptions: { logger, showErrorMessage: false },
      fallbackRendererOptions: { logger },
      registerSignalListeners: false,
      exitOnError: false,
    },
  );
  await tasks.run();
  if (failure !== undefined) throw failure as Error;
}

const UNCOLOURED = Object.fromEntries(
  Object.values(ListrLogLevels).map((level) => [level, (message?: string) => message ?? ""]),
);
