/** The folders that Pulumi reads as packages of their own have the version of the project that they are a part of. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

interface PackageFile {
  readonly version: string;
  readonly packages?: Readonly<Record<string, { readonly version?: string }>>;
}

const read = (path: string): PackageFile =>
  JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8")) as PackageFile;
const { version } = read("package.json");

it.each(["policy/package.json", "component-package/package.json"])("%s", (path) => {
  expect(read(path).version).toBe(version);
});

it("the lock file of the component package", () => {
  const lock = read("component-package/package-lock.json");
  expect([lock.version, lock.packages?.[""]?.version]).toEqual([version, version]);
});
