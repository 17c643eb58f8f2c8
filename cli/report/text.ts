/** The report's sentences, the same in Markdown and HTML. A piece in backticks is code. */
import type { Change, PropertyChange, StackReport } from "./changes.ts";
import { RISKS } from "./objects.ts";

export type Piece = string | { readonly code: string };
export type Sentence = readonly Piece[];

const code = (text: string): Piece => ({ code: text });

/** What is to be seen first. */
export function headline({ changes, drift, errors, left }: StackReport): Sentence {
  if (errors.length > 0) return ["The preview failed. What `up` would do is not known."].flatMap(pieces);
  if (changes.length === 0 && drift.length === 0)
    return left.length === 0
      ? ["Clean: the tenant is as this branch declares it."]
      : ["Clean: there is nothing for `up` to do."].flatMap(pieces);
  const parts = [
    ...(changes.length > 0 ? [`this branch changes ${objects(changes.length)}`] : []),
    ...(drift.length > 0 ? [`${objects(drift.length)} drifted from what was deployed`] : []),
  ].join("; ");
  return [`${parts.charAt(0).toUpperCase()}${parts.slice(1)}.`];
}

/** What a reviewer looks at twice. */
export function warnings({ losesClient, risks }: StackReport): { readonly mark: string; readonly says: string }[] {
  const lost = {
    mark: "stop",
    says: "The OIN client is deleted or made anew: it gets another client ID. Express Configuration is broken for every customer until Okta knows the new ID (docs/destroy.md).",
  };
  return [...(losesClient ? [lost] : []), ...risks.map((risk) => ({ mark: risk, says: RISKS[risk] }))];
}

const OPS: Readonly<Record<string, string>> = {
  create: "created",
  delete: "deleted",
  import: "adopted as it is on the tenant",
  replace: "deleted and made anew",
  update: "changed",
};

/** What this branch does to an object. */
export function changeText({ op, properties }: Change): Sentence[] {
  const word = OPS[op] ?? op;
  if (op !== "update") return [[word], ...properties.map(changedProperty)];
  return properties.length === 0 ? [[word]] : properties.map(changedProperty);
}

/** What happened to an object on the tenant. */
export function driftText({ op, properties }: Change): Sentence[] {
  if (op === "create") return [["gone from the tenant; ", code("up"), " makes it again"]];
  return properties.map(driftedProperty);
}

function changedProperty({ name, removed = [], added = [] }: PropertyChange): Sentence {
  if (removed.length === 0 && added.length === 0) return [code(name), " changes"];
  if (removed.length === 1 && added.length === 1)
    return [code(name), ": ", ...listed(removed), " → ", ...listed(added)];
  return [
    code(name),
    ": ",
    ...(added.length > 0 ? ["adds ", ...listed(added)] : []),
    ...(added.length > 0 && removed.length > 0 ? ["; "] : []),
    ...(removed.length > 0 ? ["takes away ", ...listed(removed)] : []),
  ];
}

function driftedProperty({ name, removed = [], added = [] }: PropertyChange): Sentence {
  if (removed.length === 0 && added.length === 0) return [code(name), " differs"];
  if (removed.length === 1 && added.length === 1)
    return [code(name), ": the tenant has ", ...listed(added), " instead of ", ...listed(removed)];
  return [
    code(name),
    ": the tenant ",
    ...(added.length > 0 ? ["also has ", ...listed(added)] : []),
    ...(added.length > 0 && removed.length > 0 ? ["; it "] : []),
    ...(removed.length > 0 ? ["lacks ", ...listed(removed)] : []),
  ];
}

/** What differs and `up` leaves as it is. */
export function leftText({ properties }: StackReport["left"][number]): Sentence {
  if (properties.length === 0) return ["gone from the tenant"];
  return [
    ...properties.flatMap((name, index) => [...(index === 0 ? [] : [", "]), code(name)]),
    " differs from the state",
  ];
}

/** "Admin role, Action (2)" */
export function counted(labels: readonly string[]): string {
  return [...new Set(labels)]
    .map((label) => {
      const count = labels.filter((other) => other === label).length;
      return count === 1 ? label : `${label} (${count})`;
    })
    .join(", ");
}

/** A value that is longer is cut: a report is read at a glance. */
const LONGEST_VALUE = 120;
const MOST_VALUES = 20;

function listed(values: readonly string[]): Piece[] {
  const shown = values.slice(0, MOST_VALUES).flatMap((value, index) => {
    const cut = value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;
    return [...(index === 0 ? [] : [", "]), code(cut)];
  });
  return values.length > MOST_VALUES ? [...shown, ` and ${values.length - MOST_VALUES} more`] : shown;
}

function objects(count: number): string {
  return `${count} object${count === 1 ? "" : "s"}`;
}

/** Text with code in backticks, as pieces. */
function pieces(text: string): Piece[] {
  return text.split("`").map((part, index) => (index % 2 === 1 ? code(part) : part));
}
