// The state in a file, for a tenant that is stopped and started again, perhaps on another port.
import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { takeSnapshot, type Snapshot, type State } from "./state.ts";

const stateFile = z.strictObject({
  /** The tenant's domain when it was saved. */
  domain: z.string().regex(/^localhost:\d+$/),
  state: z.record(z.string(), z.json()),
});

/** The saved state with its domain replaced by `domain`; undefined where there is no such file. Throws if it is something else. */
export async function loadState(file: string, domain: string): Promise<Snapshot | undefined> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const saved = parsed(text);
  if (saved === undefined) throw new Error(`${file} is not the state of a local tenant`);
  return parsed(text.replaceAll(saved.domain, domain))?.state;
}

function parsed(text: string): z.output<typeof stateFile> | undefined {
  try {
    return stateFile.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Readable by the owner only: it holds the secrets of the tenant's clients. */
export const saveState = (file: string, domain: string, state: State): Promise<void> =>
  writeFile(file, `${JSON.stringify({ domain, state: takeSnapshot(state) }, null, 2)}\n`, { mode: 0o600 });
