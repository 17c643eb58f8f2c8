/** Runs an operation over stacks, several at a time; one that fails does not keep the others from theirs. */
import type { Configuration, Credentials } from "../../config/index.ts";
import { errorFindings } from "../error-findings.ts";
import { EXIT } from "../exit-codes.ts";
import { type Finding, problem } from "../findings.ts";
import { withParallelProgress, withProgress } from "../progress.ts";
import { Stack } from "../stack.ts";
import { signIn } from "../tenant.ts";
import type { OpenStack } from "./operations.ts";
import { type Outcome, type StackResult, stacksText } from "./result.ts";

/** A stack whose configuration is right; its tenant has not been asked for anything. */
export interface ConfiguredStack {
  readonly stack: Stack;
  readonly configuration: Configuration;
  readonly credentials: Credentials;
}

export interface FleetRun {
  readonly stacks: readonly string[];
  /** How many stacks are worked on at a time. */
  readonly parallel: number;
  /** What is going on, in the present tense: `Previewing`. */
  readonly doing: string;
  readonly quiet: boolean;
  readonly work: (open: OpenStack) => Promise<Outcome>;
  /** Called as each stack ends, in the order of their ends. */
  readonly ended: (result: StackResult) => void;
  /** Reads a stack's configuration. Default: as every command does. */
  readonly configure?: (name: string) => Promise<ConfiguredStack>;
  /** Default: signs in to the stack's tenant. */
  readonly open?: (configured: ConfiguredStack) => Promise<OpenStack>;
}

/** Gives a result for every stack, in the order in which they were named. */
export async function runFleet({
  stacks,
  parallel,
  doing,
  quiet,
  work,
  ended,
  configure = configured,
  open = signedIn,
}: FleetRun): Promise<readonly StackResult[]> {
  const results = new Map<string, StackResult>();
  const end = (result: StackResult): StackResult => {
    results.set(result.stack, result);
    ended(result);
    return result;
  };

  // All of them before the first is worked on: two stacks of one tenant would undo each other's work.
  const ready = new Map<string, ConfiguredStack>();
  await withProgress(quiet, [
    {
      title: `Reading the configuration of ${stacksText(stacks.length)}`,
      run: () =>
        eachOf(stacks, parallel, async (name) => {
          const begun = performance.now();
          try {
            ready.set(name, await configure(name));
          } catch (error) {
            end({ stack: name, ...unusable(errorFindings(error)), seconds: since(begun) });
          }
        }),
    },
  ]);
  for (const result of sharedTenants([...ready.values()])) {
    ready.delete(result.stack);
    end(result);
  }

  await withParallelProgress(
    quiet,
    parallel,
    stacks.flatMap((name) => {
      const found = ready.get(name);
      if (found === undefined) return [];
      const { domain } = found.configuration;
      return {
        title: `${name}: ${doing}`,
        run: async () => {
          const begun = performance.now();
          const outcome = await open(found)
            .then(work)
            .catch((error: unknown) => unusable(errorFindings(error)));
          const { says, exitCode } = end({ stack: name, domain, ...outcome, seconds: since(begun) });
          return { title: `${name}: ${says}`, isFine: exitCode !== EXIT.findings && exitCode !== EXIT.unusable };
        },
      };
    }),
  );
  return stacks.flatMap((name) => results.get(name) ?? []);
}

async function configured(name: string): Promise<ConfiguredStack> {
  const stack = await Stack.open(name);
  return { stack, ...(await stack.configuration()) };
}

async function signedIn({ stack, configuration, credentials }: ConfiguredStack): Promise<OpenStack> {
  return { stack, configuration, tenant: await signIn(configuration.domain, credentials) };
}

function unusable(findings: readonly Finding[]): Outcome {
  const [first] = findings;
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : "";
  return { exitCode: EXIT.unusable, says: `${firstLine(first?.says ?? "")}${more}`, findings };
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

/** A tenant has one set of Express Configuration's objects: of two stacks that name it, one is mistaken. */
function sharedTenants(found: readonly ConfiguredStack[]): StackResult[] {
  return found.flatMap(({ stack, configuration: { domain } }) => {
    const others = found.filter((one) => one.stack.name !== stack.name && one.configuration.domain === domain);
    if (others.length === 0) return [];
    const finding = problem(
      "tenant.shared",
      `${stack.name} and ${others.map((one) => one.stack.name).join(", ")} name the same tenant ${domain}; a tenant belongs to one stack. Nothing was done on it.`,
      ["Look at the domain of each:", ...[stack, ...others.map((one) => one.stack)].map(domainCommand)],
    );
    return { stack: stack.name, domain, ...unusable([finding]), seconds: 0 };
  });
}

function domainCommand({ name }: Stack): string {
  return `pulumi config get auth0:domain --stack ${name}`;
}

const since = (begun: number): number => Math.round((performance.now() - begun) / 100) / 10;

/** Works on up to `most` items at a time. */
async function eachOf<T>(items: readonly T[], most: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
}
