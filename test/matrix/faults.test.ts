/**
 * `npm run matrix:faults`: every request of every scenario, in each way that it can go wrong. It takes hours; FAULTS
 * (a part of a scenario's title), REQUEST (a part of a request, such as `POST /api/v2/roles`), KINDS (such as `500,hang`)
 * and EVERY (each nth case only) make it smaller. WORLDS is how many cases run at a time, each in a world of its own.
 */
import { afterAll, describe, expect, it } from "vitest";
import { KINDS, type Outcome, Rehearsal, SCENARIOS, type Verdict } from "./faults.ts";

const wanted = process.env["FAULTS"] ?? "";
const request = process.env["REQUEST"] ?? "";
const kinds = (process.env["KINDS"] ?? KINDS.join(",")).split(",");
const every = Number(process.env["EVERY"] ?? 1);
const worlds = Number(process.env["WORLDS"] ?? 3);

const outcomes: Outcome[] = [];

describe("a request that goes wrong", () => {
  it.each(SCENARIOS.filter(({ title }) => title.includes(wanted)))(
    "$title",
    { timeout: 24 * 3_600_000 },
    async (scenario) => {
      const first = await Rehearsal.open(scenario);
      const waiting = first.targets
        .filter(({ title }) => title.includes(request))
        .flatMap((target) => KINDS.filter((kind) => kinds.includes(kind)).map((kind) => ({ target, kind })))
        .filter((_, index) => index % every === 0);
      const work = async (rehearsal: Rehearsal): Promise<void> => {
        try {
          for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
            const outcome = await rehearsal.strike(next.target, next.kind);
            outcomes.push(outcome);
            const steps = outcome.steps.length === 0 ? "" : ` (${outcome.steps.join(", ")})`;
            console.log(`${scenario.title} | ${next.kind} | ${next.target.title} | ${outcome.verdict}${steps}`);
            if (outcome.said !== "") console.log(outcome.said);
          }
        } finally {
          await rehearsal.close();
        }
      };
      const further = Array.from({ length: worlds - 1 }, async () => work(await Rehearsal.open(scenario)));
      await Promise.all([work(first), ...further]);
    },
  );
});

afterAll(() => {
  const count = (verdict: Verdict): number => outcomes.filter((outcome) => outcome.verdict === verdict).length;
  console.log(
    `${outcomes.length} runs, ${count("converged")} converged, ${count("doubled")} doubled, ${count("lost")} lost, ` +
      `${count("by a named step")} by a named step, ${count("stuck")} stuck`,
  );
  expect(outcomes.filter(({ verdict }) => !["converged", "by a named step"].includes(verdict))).toEqual([]);
});
