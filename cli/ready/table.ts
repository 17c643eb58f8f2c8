import type { Finding } from "../findings.ts";
import type { Palette } from "../terminal.ts";
import type { OrganizationReading } from "./reading.ts";

/** What is told of one customer in the table. */
export interface Row {
  readonly organization: string;
  readonly id: string;
  readonly ready: boolean;
  /** Why not, or what may stand in the way; empty where there is nothing to say. */
  readonly why: string;
}

export function rowOf({ name, id }: OrganizationReading, findings: readonly Finding[]): Row {
  const problems = findings.filter(({ severity }) => severity === "problem");
  const told = problems.length > 0 ? problems : findings.filter(({ severity }) => severity === "notice");
  return { organization: name, id, ready: problems.length === 0, why: told.map(({ says }) => says).join(" ") };
}

/** The rows for people: those that are not ready first. */
export function tableText(rows: readonly Row[], palette: Palette): string {
  const width = Math.max("Organization".length, ...rows.map(({ organization }) => organization.length));
  const line = (organization: string, ready: string, why: string): string =>
    `${organization.padEnd(width)}  ${ready.padEnd(5)}  ${why}`.trimEnd();
  const sorted = rows.toSorted(
    (a, b) => Number(a.ready) - Number(b.ready) || a.organization.localeCompare(b.organization),
  );
  return [
    palette.bold(line("Organization", "Ready", "Why not, or what may stand in the way")),
    ...sorted.map(({ organization, ready, why }) => {
      const told = line(organization, ready ? "yes" : "no", why);
      return ready ? told : palette.red(told);
    }),
    "",
    "",
  ].join("\n");
}
