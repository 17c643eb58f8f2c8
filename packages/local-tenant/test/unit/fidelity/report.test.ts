// Scope by endpoint, the printed words, and the real recordings where they are there.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Exchange } from "../../../fidelity/recording.ts";
import { readRecordings } from "../../../fidelity/recording.ts";
import { replay, type ScenarioResult } from "../../../fidelity/replay.ts";
import { scenarioLines, totalLines } from "../../../fidelity/report.ts";
import { endpointOf, inScope } from "../../../fidelity/scope.ts";
import { startTenant } from "../../../src/index.ts";

const exchange = (method: string, path: string): Exchange => ({
  test: "T",
  id: 7,
  method,
  path: `/api/v2/${path}`,
  query: "",
  request: null,
  status: 200,
  response: null,
});

test.each([
  [
    "GET",
    "clients/5RvGtlfNksYScaVF00qrmRCNmjL9cKat/credentials/cred_aJicrB6gED5iDP3cZVbtJH",
    true,
    "GET /clients/{id}/credentials/{id}",
  ],
  ["GET", "users/auth0%7Cjane/roles", true, "GET /users/{id}/roles"],
  ["GET", "resource-servers/https:%2F%2Fapi.example%2F", true, "GET /resource-servers/{id}"],
  ["GET", "organizations/name/acme", true, "GET /organizations/name/acme"],
  ["POST", "clients/cimd/preview", false, "POST /clients/cimd/preview"],
  ["GET", "connections/con_fTLLrSb9nEmOVHRV/keys", false, "GET /connections/{id}/keys"],
  ["GET", "branding", false, "GET /branding"],
])("%s %s: in scope %s, endpoint %s", (method, path, scoped, endpoint) => {
  expect(inScope(exchange(method, path))).toBe(scoped);
  expect(endpointOf(exchange(method, path))).toBe(endpoint);
});

const result: ScenarioResult = {
  name: "TestAccRole",
  results: [
    { exchange: exchange("GET", "roles"), endpoint: "GET /roles", differences: [] },
    {
      exchange: exchange("GET", "roles"),
      endpoint: "GET /roles",
      differences: [{ at: "status", recorded: 200, local: "404 Not Found" }],
    },
    {
      exchange: exchange("GET", "roles"),
      endpoint: "GET /roles",
      differences: [{ at: "total", recorded: 1, local: undefined }],
    },
  ],
  outOfScope: ["GET /branding"],
  leniencies: ["generated"],
};

describe("words", () => {
  test("of a scenario", () => {
    expect(scenarioLines(result, { verbose: false })).toEqual(["TestAccRole: 1 of 3 agree, 1 out of scope"]);
    expect(scenarioLines(result, { verbose: true })).toEqual([
      "TestAccRole: 1 of 3 agree, 1 out of scope",
      "  #7 GET /api/v2/roles",
      '    status: recorded 200, local "404 Not Found"',
      "  #7 GET /api/v2/roles",
      "    total: recorded 1, local (absent)",
    ]);
  });

  test("of all, the last line for scripts", () => {
    expect(totalLines([result])).toEqual([
      "Out of scope, not counted: 1",
      "  1 GET /branding",
      "Values that agree by a rule of docs/fidelity.md: 1",
      "  1 generated",
      "Differences by endpoint: 2",
      "  2 GET /roles",
      "status: 2 of 3 exchanges",
      "fidelity: 1 of 3 exchanges, 33.3 %",
    ]);
  });

  test("never rounds up to all", () => {
    const many = {
      ...result,
      results: [...Array.from({ length: 9999 }, () => result.results[0]), result.results[1]].filter(
        (one) => one !== undefined,
      ),
    };
    expect(totalLines([many]).at(-1)).toBe("fidelity: 9999 of 10000 exchanges, 99.9 %");
  });
});

const FOLDER = fileURLToPath(new URL("../../../../../../shared/auth0-api-recordings", import.meta.url));

test("a folder without recordings is none", () => {
  expect(readRecordings(fileURLToPath(new URL(".", import.meta.url)))).toBeUndefined();
  expect(readRecordings("/does/not/exist")).toBeUndefined();
});

// Skipped where the recordings do not lie beside the project.
test.skipIf(!existsSync(FOLDER))("at least 98 % of the recorded exchanges agree", async () => {
  const recordings = readRecordings(FOLDER) ?? [];
  const tenant = await startTenant({ enabledClients: "kept" });
  try {
    const results: ScenarioResult[] = [];
    for (const recording of recordings) results.push(await replay(recording, tenant));
    const exchanges = results.flatMap((one) => one.results);
    const agreeing = exchanges.filter(({ differences }) => differences.length === 0);
    expect(agreeing.length / exchanges.length).toBeGreaterThanOrEqual(0.98);
  } finally {
    await tenant.stop();
  }
});
