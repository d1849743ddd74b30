/** The second pass over a table: means, deviations and categories, from the training rows alone. @module */

import { byCodeUnit, quoted } from "../../checks/texts.ts";
import { isMissing } from "../cells/cells.ts";
import { type TableColumn, type TableDescription, targetNamesOf } from "./columns.ts";
import { featuresOf, versionOf, widthOf } from "./features.ts";
import { MissingValues } from "./dropped_rows.ts";
import { leftOutText } from "./guess.ts";
import { columnKinds, kindOf } from "./kinds.ts";
import { MAX_FEATURES, MAX_NUMBERS, MIN_MISSING_SHARE } from "../cells/limits.ts";
import { RowList } from "../cells/row_list.ts";
import type { TableScan } from "./scan.ts";
import type { TableSource } from "../cells/source.ts";
import { PARTS } from "../split/split.ts";
import type { TableTarget } from "./target.ts";

/** What the second pass found. */
export interface Described {
  readonly description: TableDescription;
  readonly sizes: readonly number[];
  /** [repeats][training rows] The fold of each row, which validation is one of too then; empty without folds. */
  readonly folds: readonly Uint8Array[];
  /** The missing values of the rows that have a target. */
  readonly missing: MissingValues;
  /** The part of each row, by its number from 0; the number of parts for a row that is left out. */
  readonly parts: RowList;
  /** Why nothing is learned from a column, by its name. */
  readonly leftOut: ReadonlyMap<string, string>;
  /** How columns are read, in sentences. */
  readonly read: readonly string[];
  /** Warnings for the user, in sentences. */
  readonly warnings: readonly string[];
}

/**
 * Reads a table for the second time.
 * @throws {SyntaxError} if a part has no row, or nothing is left to learn from
 */
export async function describeTable(source: TableSource, scan: TableScan): Promise<Described> {
  const { plan, options } = scan;
  const { columns, target } = plan;
  const { isFolded } = scan;
  const found = columns.map((planned) =>
    columnKinds[planned.kind].find({ source, planned, gaps: options.gaps, isFolded })
  );
  const describer = target.describe(source);
  const withoutValue = columns.map(() => 0); // of the training rows
  const drops = options.gaps === "drop";
  const sizes = PARTS.map(() => 0);
  const parts = new RowList(Uint8Array);
  const missing = new MissingValues(columns);
  const partOf = scan.parts();
  const dealtBy = new RowList<Float64Array<ArrayBuffer>>(Float64Array); // of the training rows
  const classes = new RowList<Uint16Array<ArrayBuffer>>(Uint16Array);

  for await (const { rows, lines } of source.open()) {
    for (let r = 0; r < rows.length; r++) {
      const cells = rows[r]!;
      const part = partOf(cells, lines[r]!);
      const isLeftOut = part < 0 || missing.add(cells) && drops;
      parts.add(isLeftOut ? PARTS.length : part);
      if (isLeftOut) continue;
      sizes[part]!++;
      if (part > 0) continue;
      if (isFolded) {
        dealtBy.add(scan.dealing.valueOf(cells, lines[r]!));
        classes.add(scan.classOf(cells));
      }
      for (let c = 0; c < columns.length; c++) {
        const cell = cells[columns[c]!.index]!;
        found[c]!.add(cell);
        if (isMissing(cell)) withoutValue[c]!++;
      }
      describer.add(cells);
    }
  }
  checkSizes(source, scan, sizes, missing);
  const folds = !isFolded ? [] : Array.from(
    { length: options.repeat },
    (_, repeat) =>
      scan.dealing.folds(dealtBy.toArray(), classes.toArray(), {
        folds: scan.folds,
        seed: options.splitSeed,
        repeat,
      }),
  );
  const warnings = describer.warnings();
  const described: TableColumn[] = [];
  const leftOut = new Map(plan.leftOut);
  const read = [...plan.read];
  for (const [c, planned] of columns.entries()) {
    const { name } = planned;
    const isOften = isFolded && withoutValue[c]! > MIN_MISSING_SHARE * sizes[0]!;
    const column = found[c]!.column(isOften);
    if (column !== undefined) {
      const isOfGroup = options.groups === undefined && options.splitBy.includes(planned.index);
      described.push({
        ...column,
        ...isOfGroup && { ofGroup: true as const },
        ...markedBy(scan.marks[planned.index]),
      });
      const reads = kindOf(column).reads?.(column);
      if (reads !== undefined) read.push(reads);
      warnings.push(...found[c]!.warnings?.() ?? []);
      continue;
    }
    const why = found[c]!.nothing?.() ?? "no training row has a value there";
    leftOut.set(name, why);
    warnings.push(leftOutText(name, why));
  }
  const content = { columns: described, target: markedTarget(describer.target(), scan) };
  const learned = new Set([...described.map(({ name }) => name), ...targetNamesOf(content)]);
  const others = source.columns.filter((name) => !learned.has(name));
  const description: TableDescription = {
    version: versionOf(content),
    ...content,
    ...others.length > 0 && { leftOut: others },
  };
  checkFeatures(source, description, sizes);
  return { description, sizes, folds, missing, parts, leftOut, read, warnings };
}

/** The marks of a column, as a description has them. */
function markedBy(marks: ReadonlySet<string> | undefined): { missingValues?: readonly string[] } {
  return marks === undefined ? {} : { missingValues: [...marks].sort(byCodeUnit) };
}

function markedTarget(
  target: TableTarget,
  { marks, options: { targets } }: TableScan,
): TableTarget {
  if (target.kind === "class") return { ...target, ...markedBy(marks[targets[0]!]) };
  const quantities = target.quantities.map((quantity, k) => ({
    ...quantity,
    ...markedBy(marks[targets[k]!]),
  }));
  return { ...target, quantities };
}

/** @throws {SyntaxError} if a part has no row */
function checkSizes(
  { name }: TableSource,
  { rows, withoutTarget, options, isFolded, hasTest, plan: { target } }: TableScan,
  sizes: readonly number[],
  missing: MissingValues,
): void {
  const { optionText } = options;
  const empty = PARTS.filter((name, part) =>
    sizes[part] === 0 && !(isFolded && name === "validation") && (hasTest || name !== "test")
  );
  if (empty.length === 0) return;
  const left = sizes.reduce((sum, size) => sum + size, 0);
  const of = options.split === undefined ? "" : " by its column";
  const why = [
    ...withoutTarget > 0 ? [`of ${rows} rows ${withoutTarget} have no target`] : [],
    ...missing.rows > 0 && options.gaps === "drop"
      ? [
        `of ${rows} rows ${missing.rows} have missing values, which ` +
        `${missing.keeping(optionText)} keeps`,
      ]
      : [],
    ...target.fewRowsNotes(left),
  ];
  throw new SyntaxError(
    `Cannot split the ${left === 1 ? "one row" : `${left} rows`} of ${name}${of}: ` +
      `${empty.join(" and ")} would have none; ${why.join("; ") || "expected more rows"}`,
  );
}

/** @throws {SyntaxError} if there are too many features for memory */
function checkFeatures(
  { name }: TableSource,
  description: TableDescription,
  sizes: readonly number[],
): void {
  const { columns } = description;
  if (columns.length === 0) {
    throw new SyntaxError(`Cannot learn from ${name}: no training row has a value in any column`);
  }
  const features = featuresOf(description);
  const rows = sizes.reduce((sum, size) => sum + size, 0);
  if (features <= MAX_FEATURES && rows * features <= MAX_NUMBERS) return;
  const widest = columns.reduce((a, b) => widthOf(b) > widthOf(a) ? b : a);
  throw new SyntaxError(
    `Cannot use ${name}: ${rows} rows of ${features} features are too many for memory; leave out a column, ` +
      `such as ${quoted(widest.name)}, which has ${widthOf(widest)}`,
  );
}
