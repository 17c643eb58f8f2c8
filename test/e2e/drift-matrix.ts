/** The drift matrix of a test file: one world, brought up once; every change by hand is seen, repaired and written down. */
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { alike, byHand, type Hand } from "./by-hand.ts";
import { changes, openWorld, type OwnIds, ownIds, succeeded, type World } from "./world.ts";
import type { Session, SessionOptions } from "../../packages/pulumi-sandbox/src/session.ts";

/** A change by hand, what the preview must say, and what else the repair may do. */
export type Case = readonly [what: string, change: (hand: Hand) => Promise<void>, preview: readonly string[]];

export interface Matrix {
  world(): World;
  hand(): Hand;
  /** The tenant as the first `up` left it; see `alike`. */
  converged(): string;
  seenAndRepaired(drift: Case): Promise<void>;
  /** The change by hand shows in no preview; it is taken back. */
  unseen(what: string, change: (hand: Hand) => Promise<void>): Promise<void>;
  /** The change by hand shows in every preview, no `up` changes anything by it, and it is mended by hand. */
  shownUntilMended(
    what: string,
    change: (hand: Hand) => Promise<void>,
    mend: (hand: Hand) => Promise<void>,
    preview: readonly string[],
  ): Promise<void>;
  note(what: string, outcome: string): void;
}

export const updates = (name: string, ...paths: string[]) => [`update ${name} [${paths.join(", ")}]`];

/** Registers the hooks of the test file and gives its matrix, which is printed at the end under `title`. */
export function driftMatrix(
  title: string,
  options: Partial<SessionOptions> = {},
  idsOf: (session: Session) => Promise<OwnIds> = ownIds,
): Matrix {
  let world: World;
  let hand: Hand;
  let converged: string;
  const lines: string[] = [];
  const note = (what: string, outcome: string) => void lines.push(`  ${what.padEnd(64)} ${outcome}`);

  beforeAll(async () => {
    world = await openWorld(options);
    succeeded(await world.session.up());
    converged = alike(world.tenant.snapshot());
  });
  // A case that failed half-way is repaired first, so that the next one stands on its own.
  beforeEach(async () => {
    if (alike(world.tenant.snapshot()) !== converged) succeeded(await world.session.up());
    hand = byHand(world.tenant, await idsOf(world.session));
  });
  afterAll(async () => {
    await world.close();
    process.stderr.write(`\n${title} (${lines.length} changes by hand)\n${lines.join("\n")}\n\n`);
  });

  return {
    world: () => world,
    hand: () => hand,
    converged: () => converged,
    note,
    seenAndRepaired: async ([what, change, preview]) => {
      await change(hand);
      expect(alike(world.tenant.snapshot()), "the change by hand must change something").not.toBe(converged);

      const seen = changes(succeeded(await world.session.preview()));
      expect(seen).toEqual(preview);
      expect(changes(succeeded(await world.session.up()))).toEqual(preview);
      expect(alike(world.tenant.snapshot())).toBe(converged);
      note(what, seen.join("; "));
    },
    shownUntilMended: async (what, change, mend, preview) => {
      await change(hand);
      const changed = alike(world.tenant.snapshot());
      expect(changed).not.toBe(converged);
      expect(changes(succeeded(await world.session.preview()))).toEqual(preview);
      succeeded(await world.session.up());
      expect(alike(world.tenant.snapshot())).toBe(changed);
      expect(changes(succeeded(await world.session.preview()))).toEqual(preview);
      await mend(hand);
      expect(changes(succeeded(await world.session.preview({ args: ["--expect-no-changes"] })))).toEqual([]);
      expect(alike(world.tenant.snapshot())).toBe(converged);
      note(what, `${preview.join("; ")}; mended by hand, as npm run audit says`);
    },
    unseen: async (what, change) => {
      const before = world.tenant.snapshot();
      await change(hand);
      expect(alike(world.tenant.snapshot())).not.toBe(converged);
      expect(changes(succeeded(await world.session.preview()))).toEqual([]);
      world.tenant.restore(before);
      note(what, "not visible to a preview");
    },
  };
}
