/** docs/api is what the components' doc comments say today. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it("docs/api is current; `npm run docs:api` writes it anew", async () => {
  const folder = await mkdtemp(join(tmpdir(), "okta-express-api-"));
  try {
    await promisify(execFile)(process.execPath, ["node_modules/typedoc/bin/typedoc", "--out", folder]);
    expect(await readFile("docs/api/README.md", "utf8")).toBe(await readFile(join(folder, "README.md"), "utf8"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
