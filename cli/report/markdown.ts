/** The report as Markdown of a pull request's comment or a job's summary. Names on the tenant cannot lay it out. */
import { visible } from "../../config/visible.ts";
import type { Change, StackReport } from "./changes.ts";
import { changeText, counted, driftText, headline, leftText, type Sentence, warnings } from "./text.ts";

/** GitHub takes 65,536 characters of a comment; what is around it needs some. */
const LONGEST = 60_000;
const LONGEST_ERROR = 8_000;

const MARKS: Readonly<Record<string, string>> = { stop: "⛔", client: "🆔", keys: "🔑", grant: "🛂", flow: "🚦" };

export function reportMarkdown(report: StackReport): string {
  const { stack, changes, drift, left, untouched, errors } = report;
  const failed = errors.length > 0;
  const marks = warnings(report).map(({ mark, says }) => `- ${MARKS[mark] ?? ""} **${mark}**: ${says}`);
  const text = [
    `## Okta Express Configuration: stack ${code(stack)}`,
    `**${sentence(headline(report))}**`,
    ...(marks.length > 0 ? ["Look at this twice:", marks.join("\n")] : []),
    ...(failed ? ["### Why the preview failed", errors.map(block).join("\n\n")] : []),
    ...section(
      failed ? "### This branch's change, as far as the preview came" : "### This branch's change",
      changes,
      changeText,
      "What `up` does",
    ),
    ...section(
      "### Drift: the tenant is not as it was deployed",
      drift,
      driftText,
      "What somebody changed; `up` sets it back",
    ),
    ...(left.length > 0
      ? [
          "### Different on the tenant, left as it is",
          left.map((object) => `- ${object.label} (${code(object.name)}): ${sentence(leftText(object))}`).join("\n"),
        ]
      : []),
    ...(untouched.length > 0 && !failed
      ? [`Not touched: ${counted(untouched)}. Nothing else on the tenant belongs to this stack.`]
      : []),
  ].join("\n\n");
  return `${text.length > LONGEST ? `${text.slice(0, LONGEST)}\n\n… The report is cut here: it is too long for a comment.` : text}\n`;
}

function section(
  title: string,
  changes: readonly Change[],
  text: (change: Change) => Sentence[],
  column: string,
): string[] {
  if (changes.length === 0) return [];
  const rows = changes.map((change) => {
    const mark = change.risk === undefined ? "" : `${MARKS[change.risk] ?? ""} `;
    const object = `${mark}**${plain(change.label)}**<br>${code(change.name)}`;
    return `| ${object} | ${text(change).map(sentence).join("<br>")} | ${change.why} |`;
  });
  return [
    title,
    [`| Object | ${column} | Why it matters to Okta's customers |`, "| --- | --- | --- |", ...rows].join("\n"),
  ];
}

function sentence(pieces: Sentence): string {
  return pieces.map((piece) => (typeof piece === "string" ? piece : code(piece.code))).join("");
}

/**
 * A code span, in which nothing is Markdown and `@name` is no mention. It is fenced by more backticks than the text has in a row.
 * A `|` would end a table's cell even there.
 */
export function code(text: string): string {
  const inner = visible(text).replace(/\s+/g, " ").replaceAll("|", "\\|");
  const fence = "`".repeat(longestRun(inner) + 1);
  const padding = inner === "" || /^[` ]|[` ]$/.test(inner) ? " " : "";
  return `${fence}${padding}${inner}${padding}${fence}`;
}

/** A code block, closed by nothing that is in it. */
export function block(text: string): string {
  const shown = visible(text);
  const cut = shown.length > LONGEST_ERROR ? `${shown.slice(0, LONGEST_ERROR)}\n…` : shown;
  const fence = "`".repeat(Math.max(3, longestRun(cut) + 1));
  return `${fence}text\n${cut}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** A text of which nothing is Markdown. */
export function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, "\\$&");
}
