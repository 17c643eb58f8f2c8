// What a resource is called whose `name` the program does not give.
import { createHash, randomBytes } from "node:crypto";

/** What the engine says of names, where the stack configures `pulumi:autonaming`. */
export type EngineNaming =
  { readonly mode: "propose" | "enforce"; readonly name: string } | { readonly mode: "disable" };

const DIGITS = 7;

/**
 * @param seed the engine's: the same over a preview and the update that follows; empty for any
 * @throws where the stack does not want names to be made up
 */
export function autoname(resourceName: string, seed: Uint8Array, engine: EngineNaming | undefined): string {
  if (engine?.mode === "disable") throw new Error("automatic naming is disabled but no explicit name was provided");
  if (engine) return engine.name;
  const random = createHash("sha256")
    .update(seed.length > 0 ? seed : randomBytes(32))
    .digest("hex");
  return `${resourceName}-${random.slice(0, DIGITS)}`;
}
