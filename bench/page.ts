/** Puts a measured table into bench/README.md, between the two comments that are there for it. */
import { readFileSync, writeFileSync } from "node:fs";

const PAGE = new URL("README.md", import.meta.url);

export function writeTable(name: string, table: string): void {
  const between = new RegExp(`(?<=<!-- ${name} -->\\n)[^]*?(?=<!-- /${name} -->)`);
  writeFileSync(
    PAGE,
    readFileSync(PAGE, "utf8").replace(between, () => `\n${table}\n`),
  );
}
