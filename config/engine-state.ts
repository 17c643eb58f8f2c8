/** The state of the running stack, read through the engine. Commands read it from `pulumi stack export` instead. */
import { setTimeout as wait } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { nameIn, previousOutputs, type PreviousOutputs, type RememberingResource } from "./previous.ts";

/** Reads the state of the running stack through the engine; nothing of it becomes a resource. */
export async function readPreviousOutputs(): Promise<PreviousOutputs> {
  return previousOutputs(await resourcesInState());
}

/** The resources in the state of the running stack, as it is at this moment. */
async function resourcesInState(): Promise<RememberingResource[]> {
  const stack = pulumi.getStack();
  const fullName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
  const read = (stackName: string): Promise<StackResources> =>
    pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName }) as Promise<StackResources>;
  const { outputs } = await read(fullName).catch((error: unknown) => {
    // A bucket in the layout from before projects knows a stack by its bare name only.
    if (!(error instanceof Error) || !error.message.includes("a stack name may only contain")) throw error;
    return read(stack);
  });
  return Object.entries(outputs).map(([urn, resource]) => ({ urn, ...resource }));
}

/** Answer of the engine's function. */
interface StackResources {
  readonly outputs: Readonly<Record<string, Omit<RememberingResource, "urn">>>;
}

/** How often, and how many milliseconds apart, the state is read while a run goes on. */
const [READS, APART_MS] = [20, 100];

/**
 * The names of what is in the state now and was not at the beginning of the run. A backend of files may be read in the
 * middle of a write, which the engine tells as a checkpoint that it cannot load: it is read again.
 */
export async function madeSince(
  { names }: PreviousOutputs,
  read: () => Promise<readonly RememberingResource[]> = resourcesInState,
): Promise<readonly string[]> {
  const resources = await readDuringRun(read);
  return resources
    .filter(({ type }) => type.startsWith("auth0"))
    .map(({ urn }) => nameIn(urn))
    .filter((name) => !names.has(name));
}

async function readDuringRun(
  read: () => Promise<readonly RememberingResource[]>,
): Promise<readonly RememberingResource[]> {
  for (let reads = 1; ; reads += 1) {
    try {
      return await read();
    } catch (error) {
      const isBeingWritten = error instanceof Error && error.message.includes("failed to load checkpoint");
      if (!isBeingWritten || reads === READS) throw error;
      await wait(APART_MS);
    }
  }
}
