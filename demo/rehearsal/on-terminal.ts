// Progress of a rehearsal on the terminal: a line when a step begins, and what came of it.
import pc from "picocolors";
import type { Listener } from "./script.ts";

export const onTerminal: Listener = {
  begins: ({ title }, number, of) => console.log(pc.dim(`  ${number}/${of} ${title} ...`)),
  ends: ({ title, outcome, reason, pictures, comparisons }) => {
    const marks = {
      passed: pc.green("✓"),
      failed: pc.red("✗"),
      "left out": pc.yellow("-"),
      "not reached": pc.dim("-"),
    };
    const details = [
      ...(pictures.length === 0 ? [] : [`pages: ${pictures.map(({ heading }) => heading).join(", ")}`]),
      ...(comparisons.length === 0 ? [] : [`${comparisons.length} compared`]),
    ];
    console.log(`${marks[outcome]} ${title}${details.length === 0 ? "" : pc.dim(` (${details.join("; ")})`)}`);
    if (reason !== undefined) console.log(`  ${reason}`);
  },
};
