import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
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
          // Every case runs the real engine; two files at a time is what two cores carry.
          testTimeout: 600_000,
          hookTimeout: 900_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "matrix",
          // Long: each is a script of its own (`npm run matrix:faults`), with a sample among the end-to-end tests.
          include: ["test/matrix/**/*.test.ts"],
          hookTimeout: 900_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
