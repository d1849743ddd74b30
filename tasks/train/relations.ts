/** By what a table is split where the command line names nothing: by rows that belong together, or after a time. @module */

import { quote } from "../../lib/checks/mod.ts";
import {
  type ConfigDraft,
  type OwnDataset,
  ownOf,
  parseDraft,
  pathsOf,
} from "../../lib/config/mod.ts";
import { scanTable } from "../../lib/table/columns/scan.ts";
import { targetKinds } from "../../lib/table/columns/target.ts";
import {
  findRelations,
  readColumns,
  type Relation,
  relationText,
  type SplitOptionText,
} from "../../lib/table/relations/mod.ts";
import type { DatasetOptionValues } from "../data/options.ts";
import { type TableConfig, tableOptionsOf } from "../data/table.ts";
import { openTable } from "../data/tables/open_table.ts";

/** What was found, in sentences, and what was read by it. */
export interface SplitByRelation<Read> {
  readonly read: Read;
  /** The data set of the config, with the split that was decided. */
  readonly dataset: OwnDataset;
  /** By what the rows are split. */
  readonly first: readonly string[];
  /** What is only named. */
  readonly named: readonly string[];
}

/** The most relations that are named without a split by them. */
const MAX_NAMED = 2;

/**
 * The table of a new config, split by what is found in it; `undefined` where an option or a key decides the split.
 * @param read reads the table of the config, perhaps twice
 */
export async function tableSplit<Read>(
  options: Pick<DatasetOptionValues, "split-by" | "split-after">,
  draft: Partial<ConfigDraft>,
  read: (dataset: OwnDataset) => Promise<Read>,
): Promise<SplitByRelation<Read> | undefined> {
  const dataset = ownOf(draft.dataset)!;
  const ways = [options["split-by"], options["split-after"], dataset.splitBy, dataset.splitAfter];
  if (ways.some((way) => way !== undefined) || typeof dataset.split === "string") return undefined;
  const { seed = 1, splitSeed } = draft;
  const config = { ...draft, splitSeed: splitSeed ?? seed };
  // Its keys in the order of every config, so that a run that is resumed has the same bytes.
  return await splitByRelation(
    dataset,
    config,
    async (split) => await read(ownOf(parseDraft({ dataset: split }).dataset)!),
  );
}

/**
 * Looks for rows that belong together, and reads the table split by them. If that is not possible, for example since one part
 * would have no row of a class, the rows are split at random.
 * @param dataset a table with a target, and without a split of its own
 */
async function splitByRelation<Read>(
  dataset: OwnDataset,
  config: TableConfig,
  read: (dataset: OwnDataset) => Promise<Read>,
): Promise<SplitByRelation<Read>> {
  const relations = await search(dataset, config);
  const [first] = relations;
  const split = first && splitOf(dataset, first);
  const textOf = (relation: Relation) => relationText({ ...relation, isSplit: false }, optionText);
  const named = relations.slice(split === undefined ? 0 : 1).map(textOf);
  if (split !== undefined) {
    try {
      const first = [relationText(relations[0]!, optionText)];
      return { read: await read(split), dataset: split, first, named: named.slice(0, MAX_NAMED) };
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
      named.unshift(`${textOf(first!)} The rows are split at random: ${error.message}.`);
    }
  }
  return { read: await read(dataset), dataset, first: [], named: named.slice(0, MAX_NAMED) };
}

/** What is found in a table; nothing in one that cannot be read, which is refused later. */
async function search(dataset: OwnDataset, config: TableConfig): Promise<readonly Relation[]> {
  const options = tableOptionsOf(dataset, config);
  try {
    const file = await openTable(pathsOf(dataset), { ...options, known: [options.target].flat() });
    const scan = await scanTable(file, options);
    const isRanked = !targetKinds[scan.plan.target.kind].isStratified;
    const { columns, target } = await readColumns(file, { ...scan, isRanked });
    return findRelations(columns, target);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    return [];
  }
}

/** The data set split by a relation; `undefined` if the relation is only named. */
function splitOf(
  dataset: OwnDataset,
  { kind, columns: [column, second], isSplit }: Relation,
): OwnDataset | undefined {
  if (!isSplit || column === undefined || second !== undefined) return undefined;
  if (kind === "time") return { ...dataset, splitAfter: column };
  // The column of groups is no input in any case, and may not be left out twice.
  const { without, as, ...others } = dataset;
  const left = [without ?? []].flat().filter((name) => name !== column);
  const read = Object.entries(as ?? {}).filter(([name, how]) => name !== column || how !== "out");
  return {
    ...others,
    ...left.length > 0 && { without: left },
    ...as !== undefined && { as: Object.fromEntries(read) },
    splitBy: column,
  };
}

/** `--split-by patient`; the options that ignore a relation are `--split-by none` and `--split-after none`. */
const optionText: SplitOptionText = (option, value) =>
  option === "split"
    ? "--split-after none"
    : `--${option === "splitBy" ? "split-by" : "split-after"} ${quote(value)}`;
