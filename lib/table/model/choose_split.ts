/** By what a table is split where nothing asks for a split: by rows that belong together, or after a time. @module */

import type { TableSource } from "../cells/source.ts";
import type { OptionText, TableOptions } from "../columns/options.ts";
import { scanTable } from "../columns/scan.ts";
import { targetKinds } from "../columns/target.ts";
import { type TableDatasets, tableDatasets } from "../encode/datasets.ts";
import { readColumns } from "../relations/read.ts";
import { findRelations, type Relation } from "../relations/relations.ts";
import { relationText } from "../relations/texts.ts";

/** The options that a split changes: a column of groups is not an input, and is not left out or read in a way besides. */
export type SplitOptions = Pick<TableOptions, "splitBy" | "splitAfter" | "without" | "as">;

/** What was found in a table, in sentences, and what was read by it. */
export interface SplitDecision<Read> {
  /** What was read by the options. */
  readonly read: Read;
  /** With the split that was decided. */
  readonly options: SplitOptions;
  /** What the rows are split by. */
  readonly first: readonly string[];
  /** What is only named. */
  readonly named: readonly string[];
}

/** What a decision needs. */
interface SplitSearch<Read> {
  /** Looks for relations, see {@linkcode relationsIn}. A table that cannot be read, which is refused later, has none. */
  search(): Promise<readonly Relation[]>;
  /** Reads the table by options, perhaps twice. */
  read(options: SplitOptions): Promise<Read>;
  /** How sentences name the options. */
  readonly optionText: OptionText;
}

/** The most relations that are named without a split by them. */
const MAX_NAMED = 2;

/**
 * Looks for rows that belong together, and reads the table split by them. If that is not possible, for example since one part
 * would have no row of a class, the rows are split at random.
 * @param options without a split of their own
 */
export async function decideSplit<Read>(
  options: Pick<SplitOptions, "without" | "as">,
  { search, read, optionText }: SplitSearch<Read>,
): Promise<SplitDecision<Read>> {
  const found = await search().catch((error): readonly Relation[] => {
    if (isRefusal(error)) return [];
    throw error;
  });
  const textOf = (relation: Relation) => relationText({ ...relation, isSplit: false }, optionText);
  const [first, ...others] = found;
  const named = others.map(textOf);
  if (first?.isSplit) {
    // Later rows are of the units that come again: one sentence has the results of all.
    const units = first.kind === "time" ? others.filter(({ comesAgain }) => comesAgain) : [];
    try {
      const split = splitBy(options, first);
      return {
        read: await read(split),
        options: split,
        first: [relationText(first, optionText, units)],
        named: others.filter((other) => !units.includes(other)).map(textOf).slice(0, MAX_NAMED),
      };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      named.unshift(`${textOf(first)} The rows are split at random: ${error.message}.`);
    }
  } else if (first !== undefined) named.unshift(textOf(first));
  return { read: await read(options), options, first: [], named: named.slice(0, MAX_NAMED) };
}

/**
 * Makes data sets of a table, split by what is found in it.
 * @param options without a split of their own, and with the names of options in sentences
 */
export function decidedDatasets(
  source: TableSource,
  options: TableOptions & { readonly optionText: OptionText },
): Promise<SplitDecision<TableDatasets>> {
  return decideSplit(options, {
    search: () => relationsIn(source, options),
    read: (split) => tableDatasets(source, { ...options, without: undefined, ...split }),
    optionText: options.optionText,
  });
}

/** Reads a table, and looks for relations in it. */
export async function relationsIn(
  source: TableSource,
  options: TableOptions,
): Promise<readonly Relation[]> {
  const scan = await scanTable(source, options);
  const isRanked = !targetKinds[scan.plan.target.kind].isStratified;
  const { columns, target } = await readColumns(scan.source, { ...scan, isRanked });
  return findRelations(columns, target);
}

/** Whether a table or its options are at fault. */
function isRefusal(error: unknown): error is Error {
  return error instanceof RangeError || error instanceof SyntaxError;
}

/** The options with a split by a relation. */
function splitBy(
  options: Pick<SplitOptions, "without" | "as">,
  { kind, columns: [column, second], staysInput }: Relation,
): SplitOptions {
  if (column === undefined) return { ...options, splitAfter: true };
  if (kind === "time") return { ...options, splitAfter: column };
  if (second !== undefined) return { ...options, splitBy: [column, second] };
  if (staysInput) return { ...options, splitBy: [column] };
  const { without, as } = options;
  const left = without?.filter((name) => name !== column) ?? [];
  const read = Object.entries(as ?? {}).filter(([name, how]) => name !== column || how !== "out");
  return {
    ...left.length > 0 && { without: left },
    ...as !== undefined && { as: Object.fromEntries(read) },
    splitBy: column,
  };
}
