// The state in a file, for a tenant that is stopped and started again, perhaps on another port.
import { randomBytes } from "node:crypto";
import { access, constants, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { takeSnapshot, type Snapshot, type State } from "./state.ts";

const stateFile = z.strictObject({
  /** The tenant's domain when it was saved. */
  domain: z.string().regex(/^localhost:\d+$/),
  state: z.record(z.string(), z.json()),
});

/** Throws where the state could not be saved in this file in the end, before anything is done that would be lost then. */
export async function requireFolder(file: string): Promise<void> {
  const folder = dirname(file);
  // The dot: of a folder only, not of a file.
  await access(`${folder}/.`, constants.W_OK | constants.X_OK).catch((cause: unknown) => {
    throw new Error(`The state cannot be kept in ${file}: ${folder} is no folder that can be written to`, { cause });
  });
}

/** The saved state with its domain replaced by `domain`; undefined where there is no such file. Throws if it is something else. */
export async function loadState(file: string, domain: string): Promise<Snapshot | undefined> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const saved = parsed(text);
  if (saved === undefined) throw new Error(`${file} is not the state of a local tenant`);
  // Not where the port goes on: localhost:391701 is another host than localhost:39170.
  return parsed(text.replaceAll(new RegExp(`${saved.domain}(?!\\d)`, "g"), domain))?.state;
}

function parsed(text: string): z.output<typeof stateFile> | undefined {
  try {
    return stateFile.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * Replaces the file as a whole: whatever goes wrong, what was there before is there. Readable by the owner only: it holds
 * the secrets of the tenant's clients.
 */
export async function saveState(file: string, domain: string, state: State): Promise<void> {
  const text = `${JSON.stringify({ domain, state: takeSnapshot(state) }, null, 2)}\n`;
  const beside = `${file}.${randomBytes(4).toString("hex")}`;
  try {
    await writeFile(beside, text, { mode: 0o600, flag: "wx", flush: true });
    await rename(beside, file);
  } catch (cause) {
    await rm(beside, { force: true });
    throw new Error(`The state was not written to ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
