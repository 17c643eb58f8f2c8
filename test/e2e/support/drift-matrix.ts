/** The drift matrix of a test file: one world, brought up once; every change by hand is seen, repaired and written down. */
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { alike, byHand, type Hand } from "./by-hand.ts";
import { changes, openWorld, type OwnIds, ownIds, succeeded, type World } from "./world.ts";
import type { Session, SessionOptions } from "../../../packages/pulumi-sandbox/src/session.ts";

/** A change by hand, what the preview must say, and what else the repair may do. */
export type Case = readonly [what: string, change: (hand: Hand) => Promise<void>, preview: readonly string[]];

export interface Matrix {
  world(): World;
  hand(): Hand;
  /** The tenant as the first `up` left it; see `alike`. */
  converged(): string;
  /** All changes of a round are made, seen in one preview, each named and nothing else, and repaired by one `up`. */
  seenAndRepaired(round: readonly Case[]): Promise<void>;
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

/** `update express-admin-role [name]`: the resource with its operation, and the paths. */
const LINE = /^(\w+ [^ ]+)(?: \[(.*)\])?$/;

function parts(line: string): { readonly what: string; readonly paths: readonly string[] } {
  const [, what = "", paths] = LINE.exec(line) ?? [];
  return { what, paths: paths === undefined ? [] : paths.split(", ") };
}

/** Lines of several changes as one preview has them: the paths of one resource in one line, all in a fixed order. */
function together(lines: readonly string[]): string[] {
  const all = new Map<string, Set<string>>();
  for (const { what, paths } of lines.map(parts)) all.set(what, new Set([...(all.get(what) ?? []), ...paths]));
  return [...all]
    .map(([what, paths]) => (paths.size === 0 ? what : `${what} [${[...paths].sort().join(", ")}]`))
    .sort();
}

/** What a case changes: `express-admin-role name`, or a whole resource where it is made anew. */
function touched([, , preview]: Case): string[] {
  return preview.map(parts).flatMap(({ what, paths }) => {
    const name = what.split(" ")[1] ?? "";
    // A change by hand writes a whole member; of the app's block it writes one member within.
    return paths.length === 0
      ? [name]
      : paths.map((path) => `${name} ${path.replace("expressConfiguration.", "").replace(/[.[].*$/, "")}`);
  });
}

const meet = (a: string, b: string): boolean => a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `);

/** The cases in rounds in which no two change the same: each round takes one preview and one `up`. */
export function inRounds(cases: readonly Case[]): readonly (readonly [title: string, round: readonly Case[]])[] {
  const rounds: Case[][] = [];
  for (const one of cases) {
    const free = rounds.find((round) =>
      round.every((other) => touched(other).every((a) => touched(one).every((b) => !meet(a, b)))),
    );
    if (free === undefined) rounds.push([one]);
    else free.push(one);
  }
  return rounds.map((round) => [round.map(([what]) => what).join("; "), round]);
}

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
    seenAndRepaired: async (round) => {
      for (const [what, change] of round) {
        const before = alike(world.tenant.snapshot());
        await change(hand);
        expect(alike(world.tenant.snapshot()), `the change by hand must change something: ${what}`).not.toBe(before);
      }
      const expected = together(round.flatMap(([, , preview]) => preview));
      expect(together(changes(succeeded(await world.session.preview())))).toEqual(expected);
      expect(together(changes(succeeded(await world.session.up())))).toEqual(expected);
      expect(alike(world.tenant.snapshot())).toBe(converged);
      for (const [what, , preview] of round) note(what, preview.join("; "));
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
