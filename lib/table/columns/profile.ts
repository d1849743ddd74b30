/** What the columns of a table are, what becomes of each, and what may be wrong with it. @module */

import { joinNames, quoted } from "../../checks/texts.ts";
import { type TableColumn, type TableDescription, targetNamesOf } from "./columns.ts";
import { type ColumnsPlan, planColumns } from "./guess.ts";
import type { PlannedColumn, TableFacts } from "./guess/planned.ts";
import { type ResolvedOptions, resolveOptions, type TableOptions } from "./options.ts";
import { columnKinds, kindOf } from "./kinds.ts";
import { isQuotable } from "../cells/quotable.ts";
import { namedMarks, usualMarks, withoutMarks } from "./missing_values.ts";
import { FirstPass } from "./scan.ts";
import type { TableSource } from "../cells/source.ts";
import { isoText } from "../values/dates.ts";
import { type ColumnReading, formatOf, orderOf } from "../values/readings.ts";

/** A column, in words. */
export interface ColumnProfile {
  /** Its name in the table's header. */
  readonly name: string;
  /** What it was taken for: `number`, `number (€)`, `date`, `category`, `words`; empty where nothing is learned. */
  readonly kind: string;
  /** The share of rows without a value, from 0 to 1. */
  readonly missing: number;
  /** How many different values it has; `undefined` if they are too many to be counted. */
  readonly levels: number | undefined;
  /** The least and the largest value, or the commonest text with its share of the rows; empty if it must not be quoted. */
  readonly range: string;
  /** What becomes of it: `1 input`, `the target`, `left out: it is an id`. */
  readonly becomes: string;
  /** What may be wrong, in sentences. */
  readonly wrong: readonly string[];
}

/**
 * Profiles the columns of a table in the order of its header.
 * @param description what was learned from the training rows; without it what becomes of a column is general
 */
export function profilesOf(
  plan: ColumnsPlan,
  facts: TableFacts,
  options: ResolvedOptions,
  description?: TableDescription,
): ColumnProfile[] {
  const planned = new Map(plan.columns.map((column) => [column.index, column]));
  const targets = new Set(options.targets);
  const described = new Map(description?.columns.map((column) => [column.name, column]));
  return facts.statistics.map((raw, index): ColumnProfile => {
    const { name, cells, missing } = raw;
    const reading = facts.readings.get(index);
    const kind = planned.get(index)?.kind ?? (targets.has(index) ? "target" : undefined);
    const why = plan.leftOut.get(name);
    const refused = plan.refused.get(name);
    return {
      name,
      kind: kind === undefined ? "" : kindText(kind, reading, targets.has(index), description),
      missing: cells === 0 ? 0 : missing / cells,
      levels: raw.values?.size,
      range: rangeText(index, facts),
      becomes: targets.has(index) ? "the target" : roleOf(index, options) ??
        (why !== undefined
          ? `left out: ${why}`
          : refused !== undefined
          ? "refused"
          : inputsText(planned.get(index)!.kind, described.get(name), description !== undefined)),
      wrong: [...plan.remarks.get(name) ?? [], ...refused === undefined ? [] : [refused]],
    };
  });
}

function kindText(
  kind: string,
  reading: ColumnReading | undefined,
  isTarget: boolean,
  description: TableDescription | undefined,
): string {
  if (isTarget) return description?.target.kind ?? "";
  const format = formatOf(reading);
  if (format === undefined) return kind;
  if (format.as === "hours") return "hours";
  if (format.as === "truth") return "yes or no";
  return format.unit === undefined ? kind : `${kind} (${format.unit})`;
}

function roleOf(index: number, options: ResolvedOptions): string | undefined {
  if (index === options.weights) return "the weights";
  if (index === options.split) return "the split";
  if (index === options.groups) return "the groups";
  return options.without.has(index) ? "left out by an option" : undefined;
}

function inputsText(
  kind: PlannedColumn["kind"],
  column: TableColumn | undefined,
  isLearned: boolean,
): string {
  if (column !== undefined) return kindOf(column).becomes(column);
  return isLearned ? "left out" : columnKinds[kind].planned;
}

function rangeText(index: number, { statistics, plain, readings, guesses }: TableFacts): string {
  const { least, largest, texts, numbers } = plain[index]!;
  const reading = readings.get(index);
  const order = orderOf(reading);
  if (order !== undefined) {
    const [first, last] = guesses.get(index)!.dates.rangeOf(order);
    return first === Infinity ? "" : `${isoText(first)} to ${isoText(last)}`;
  }
  if (texts === 0 && numbers > 0) return `${short(least)} to ${short(largest)}`;
  const { values, filled } = statistics[index]!;
  if (values === undefined) return "";
  let [commonest, most] = ["", 0];
  for (const [value, count] of values) {
    if (count > most) [commonest, most] = [value, count];
  }
  if (!isQuotable(values.size, most)) return "";
  const shown = commonest.length > MAX_SHOWN ? `${commonest.slice(0, MAX_SHOWN)}…` : commonest;
  return `${quoted(shown)} ${(100 * most / filled).toFixed(0)} %`;
}

function short(value: number): number {
  return Number(value.toPrecision(6));
}

const MAX_SHOWN = 24;

/**
 * Reads a table once and profiles its columns, with a target or without one.
 * @throws {RangeError} if an option names what is not there
 */
export async function profileTable(
  given: TableSource,
  asked: Omit<TableOptions, "target"> & { readonly target?: TableOptions["target"] | undefined },
): Promise<ColumnProfile[]> {
  const options = resolveOptions(given, { ...asked, target: asked.target ?? [] });
  const factsOf = async (source: TableSource) => {
    const pass = new FirstPass(source, options);
    for await (const { rows, lines } of source.open()) {
      for (const [r, cells] of rows.entries()) pass.add(cells, lines[r]!);
    }
    return await pass.facts();
  };
  const source = withoutMarks(given, namedMarks(given, options));
  const first = await factsOf(source);
  const found = await usualMarks(source, first, options);
  const facts = found === undefined ? first : await factsOf(withoutMarks(source, found.marks));
  const profiles = profilesOf(planColumns(source, facts, options), facts, options);
  return profiles.map((profile, c) => ({
    ...profile,
    wrong: [...found?.notesOf(c) ?? [], ...profile.wrong],
  }));
}

/** The sentences on the columns that give the target away, with a question or an advice. */
export function leakSentences(
  description: Pick<TableDescription, "leaks" | "target">,
): string[] {
  const { leaks = [] } = description;
  const target = quoted(targetNamesOf(description).join(", "));
  const answers = leaks.filter(({ kind }) => kind === "answer");
  const names = joinNames(answers.map(({ name }) => quoted(name)));
  const [gives, them, they] = answers.length === 1
    ? ["gives", "it", "it is"]
    : ["give", "them", "they are"];
  const share = percent(Math.min(...answers.map(({ share }) => share)));
  return [
    ...answers.length === 0 ? [] : [
      `${names} ${gives} ${target} away (${share}): leave ${them} out unless ${they} known before ` +
      "the answer.",
    ],
    ...leaks.filter(({ kind }) => kind !== "answer").map(({ name, kind, share, next }) =>
      kind === "filled"
        ? `Whether ${quoted(name)} is filled predicts ${percent(share)} of ${target}: ` +
          "is it filled after the answer?"
        : `${quoted(name)} alone predicts ${percent(share)} of ${target}, the next column ${
          percent(next)
        }: is it known before the answer?`
    ),
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
