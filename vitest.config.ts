import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The end-to-end files that take minutes, the longest first. A new one that takes as long belongs here. */
const LONGEST = [
  "cli-interrupt",
  "without-key",
  "cli-doctor-native",
  "cli-adopt-native",
  "cli-audit-native",
  "cli-adopt-native-cases",
  "half-way",
  "native-drift",
  "cli-life-native",
  "cli-teardown",
  "report",
  "fleet",
  "deploy-cli",
  "native-move",
  "cli-doctor",
];

/** What a child process prints is compared as text: without colour, also where vitest itself prints in colour, as in CI. */
const WITHOUT_COLOUR = { FORCE_COLOR: "0", NO_COLOR: "1" };

/** Without times of an earlier run, as in CI, vitest goes by the files' sizes: a long one begun last leaves a core idle. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`) && moduleId.includes("/e2e/"));
      return at === -1 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts", "packages/*/test/unit/**/*.test.ts"],
          testTimeout: 30_000,
          // Making RSA keys takes as long as chance has it.
          hookTimeout: 60_000,
          // No unit test changes what another one sees, so files may share a process: loading the SDKs once is half the time.
          pool: "threads",
          isolate: false,
          // Of two cores vitest would leave one idle.
          maxWorkers: "100%",
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts", "packages/*/test/e2e/**/*.test.ts"],
          env: WITHOUT_COLOUR,
          // Every case runs the real engine; two files at a time is what two cores carry.
          testTimeout: 600_000,
          hookTimeout: 900_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "matrix",
          env: WITHOUT_COLOUR,
          // Long: each is a script of its own (`npm run matrix:faults`), with a sample among the end-to-end tests.
          include: ["test/matrix/**/*.test.ts"],
          hookTimeout: 900_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
