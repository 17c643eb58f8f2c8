import type { Guide, Line, Part } from "./guide.ts";

/** The guide as Markdown (CommonMark). `logo`: address of the app's logo; default: none. */
export function guideMarkdown(guide: Guide, logo?: string): string {
  const { title, lead, supported, prerequisites, configuration, verification, contact } = guide;
  return [
    `# ${plain(title)}`,
    ...(logo === undefined ? [] : [`![Logo](<${logo.replace(/[<>\s]/g, encodeURIComponent)}>)`]),
    plain(lead),
    "## Supported features",
    bullets(supported),
    "## Prerequisites",
    bullets(prerequisites),
    "## Configuration steps",
    ...configuration.flatMap(part),
    "## Verification",
    ...verification.flatMap(part),
    "## Help",
    plain(contact),
    "",
  ].join("\n\n");
}

function part({ title, steps }: Part): string[] {
  return [`### ${plain(title)}`, steps.map((step, index) => `${index + 1}. ${text(step)}`).join("\n")];
}

function bullets(lines: readonly Line[]): string {
  return lines.map((line) => `- ${text(line)}`).join("\n");
}

function text(line: Line): string {
  return line.map((piece, index) => (index % 2 === 1 ? `**${plain(piece)}**` : plain(piece))).join("");
}

/** What Markdown would read as something else is escaped: an app may be called `*Acme* <SaaS>`. */
function plain(value: string): string {
  return value.replace(/[\\`*_{}[\]<>#|~]/g, "\\$&");
}
