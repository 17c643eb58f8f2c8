// A script of steps, played in order: each records what it found, and what that was compared with. The first that fails
// ends the play, and the report still names those that were not reached.
import { isDeepStrictEqual } from "node:util";
import type { Picture } from "./chromium.ts";

/** One thing that was compared. */
export interface Comparison {
  readonly what: string;
  /** Where the expected value is from. */
  readonly source: string;
  readonly expected: unknown;
  readonly found: unknown;
  readonly same: boolean;
}

export interface Fact {
  readonly name: string;
  readonly value: unknown;
}

export interface StepText {
  readonly title: string;
  /** What happens in it, for somebody who knows neither OAuth nor Auth0. */
  readonly explanation: string;
}

export interface PlayedStep extends StepText {
  readonly outcome: "passed" | "failed" | "left out" | "not reached";
  /** Why it failed or was left out. */
  readonly reason: string | undefined;
  readonly pictures: readonly Picture[];
  readonly facts: readonly Fact[];
  readonly comparisons: readonly Comparison[];
}

/** What a step reports while it runs. */
export class Recorder {
  readonly pictures: Picture[] = [];
  readonly facts: Fact[] = [];
  readonly comparisons: Comparison[] = [];

  picture(picture: Picture): void {
    this.pictures.push(picture);
  }

  fact(name: string, value: unknown): void {
    this.facts.push({ name, value });
  }

  /** A difference fails the step at its end. Lists are compared without their order. */
  compare(what: string, found: unknown, expected: unknown, source: string): void {
    this.comparisons.push({ what, source, expected, found, same: isDeepStrictEqual(sorted(found), sorted(expected)) });
  }
}

const sorted = (value: unknown): unknown => (Array.isArray(value) ? value.toSorted() : value);

export interface Step<Scene> extends StepText {
  /** Plays it; a returned text says why the step is left out. */
  readonly play: (scene: Scene, record: Recorder) => Promise<string | undefined>;
}

export interface Listener {
  begins?(step: StepText, number: number, of: number): void;
  ends?(step: PlayedStep): void;
}

/** Plays the steps. A failure does not throw: it is the outcome of its step. */
export async function play<Scene>(
  steps: readonly Step<Scene>[],
  scene: Scene,
  listener: Listener = {},
): Promise<readonly PlayedStep[]> {
  const played: PlayedStep[] = [];
  for (const [i, { title, explanation, play: playStep }] of steps.entries()) {
    const recorder = new Recorder();
    const ended = (outcome: PlayedStep["outcome"], reason?: string): PlayedStep => ({
      title,
      explanation,
      outcome,
      reason,
      pictures: recorder.pictures,
      facts: recorder.facts,
      comparisons: recorder.comparisons,
    });
    if (played.some(({ outcome }) => outcome === "failed")) {
      played.push(ended("not reached"));
      continue;
    }
    listener.begins?.({ title, explanation }, i + 1, steps.length);
    const step = await playStep(scene, recorder).then(
      (leftOut) => {
        const reason = differences(recorder.comparisons);
        if (reason !== undefined) return ended("failed", reason);
        return leftOut === undefined ? ended("passed") : ended("left out", leftOut);
      },
      (error: unknown) => ended("failed", error instanceof Error ? error.message : String(error)),
    );
    played.push(step);
    listener.ends?.(step);
  }
  return played;
}

function differences(comparisons: readonly Comparison[]): string | undefined {
  const different = comparisons.filter(({ same }) => !same);
  if (different.length === 0) return undefined;
  return different
    .map(({ what, expected, found }) => `${what} is ${show(found)}, expected ${show(expected)}`)
    .join("; ");
}

/** A value as a person reads it. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length === 0 ? "nothing" : value.map(show).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
