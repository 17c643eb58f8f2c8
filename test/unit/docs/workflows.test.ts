/** CI deploys with the engine that was tried. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ENGINE_VERSION } from "../../../packages/pulumi-sandbox/src/engine/version.ts";

it.each(["preview", "deploy"])(
  "%s.yml runs that version, by actions that are pinned where they get secrets",
  (name) => {
    const text = readFileSync(new URL(`../../../.github/workflows/${name}.yml`, import.meta.url), "utf8");
    const steps = text.split(/^ {6}- /m).filter((step) => step.includes("secrets."));
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) {
      expect(step).toMatch(/uses: pulumi\/actions@[0-9a-f]{40} /);
      expect(step).toContain(`pulumi-version: ${ENGINE_VERSION}\n`);
    }
  },
);
