/**
 * `npm run matrix:kills`: up, rotate and teardown, killed after every write that they make. It takes half an hour; KILL (a
 * part of a title) makes it smaller.
 */
import { expect, it } from "vitest";
import { KILLINGS } from "./kills.ts";

const wanted = process.env["KILL"] ?? "";

it.each(KILLINGS.filter(({ title }) => title.includes(wanted)))(
  "$title, killed after every write that it makes, comes to the same end",
  { timeout: 3_600_000 },
  async ({ title, atLeast, run }) => {
    const kills = await run();
    console.log([`${title}: ${kills.length} kills`, ...kills.map((write) => `  after ${write}`)].join("\n"));
    expect(kills.length, kills.join("\n")).toBeGreaterThanOrEqual(atLeast);
  },
);
