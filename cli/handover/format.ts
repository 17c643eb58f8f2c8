import type { Form } from "./wizard.ts";

/** For a terminal, with the values in a column. */
export function formText({ way, sections }: Form): string {
  const names = sections.flatMap(({ fields }) => fields.map(({ name }) => name.length));
  const width = Math.min(Math.max(...names), LONGEST_NAME);
  const lines = sections.flatMap(({ title, fields }) => [
    "",
    title,
    ...fields.flatMap(({ name, value, note }) => [
      `  ${name.padEnd(width)}  ${value ?? "(yours)"}`,
      ...(note === undefined ? [] : [`  ${" ".repeat(width)}  ${note}`]),
    ]),
  ]);
  return `${["In Okta's OIN Wizard:", ...way.map((line) => `  ${line}`), ...lines].join("\n")}\n`;
}

/** A longer name has its value behind it. */
const LONGEST_NAME = 34;

/** For a ticket or a wiki: a table a section. */
export function formMarkdown({ way, sections }: Form): string {
  const tables = sections.flatMap(({ title, fields }) => [
    "",
    `## ${title}`,
    "",
    "| Field | Value | |",
    "| --- | --- | --- |",
    ...fields.map(
      ({ name, value, note = "" }) => `| ${cell(name)} | ${value === undefined ? "" : code(value)} | ${cell(note)} |`,
    ),
  ]);
  return `${["# Okta's OIN Wizard", "", ...way.map((line) => `- ${line}`), ...tables].join("\n")}\n`;
}

const cell = (text: string): string => text.replaceAll("|", "\\|");

/** Code in a table's cell; a value with a back quote in it has two around it. */
function code(value: string): string {
  const marks = value.includes("`") ? "``" : "`";
  return `${marks}${cell(value)}${marks}`;
}
