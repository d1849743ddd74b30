/** What `train --describe` found of a table's columns. @module */

import type { ConfigDraft } from "../../lib/config.ts";
import { NEW_TABLE } from "../../lib/config/recipe.ts";
import {
  dataKindOf,
  pathsOf,
  type UserDataset,
  userDatasetOf,
} from "../../lib/config/user_data.ts";
import { leakSentences, profileTable } from "../../lib/table/columns/profile.ts";
import { UsageError } from "../cli/arguments.ts";
import {
  optionOfTerminal,
  type ReadTable,
  readTable,
  type TableConfig,
  tableOptionsOf,
} from "../data/table.ts";
import { changeDataset, datasetOptionsOf, tableDefaults } from "../data/options.ts";
import { openTable } from "../data/tables/open_table.ts";
import { blockTexts } from "../results/document/terminal.ts";
import { columnsInFull } from "../results/problem/columns_read.ts";
import { settingsOf, type TypedOptions } from "./settings.ts";
import { type TableSplit, tableSplit } from "./relations.ts";

/**
 * The columns of the table that the command line or its config names, for `train --describe`.
 * @throws {UsageError} if it is no table
 */
export async function describeTable(options: TypedOptions): Promise<string> {
  const userData = datasetOptionsOf(options) ?? {};
  const isTableAlone = options.config === undefined && dataKindOf(userData).hasColumns;
  const draft: Partial<ConfigDraft> = isTableAlone
    ? { dataset: changeDataset(tableDefaults(undefined), userData) as UserDataset, ...NEW_TABLE }
    : (await settingsOf(options)).draft;
  const { dataset, splitSeed, seed = 1 } = draft;
  if (dataset === undefined || !dataKindOf(dataset).hasColumns) {
    throw new UsageError("Cannot use --describe without a table: expected --table FILE");
  }
  const config = { ...draft, splitSeed: splitSeed ?? seed };
  return await describeDataset(userDatasetOf(dataset)!, config, async (read) => {
    const found = isTableAlone && await tableSplit(userData, draft, read);
    return found || { read: await read(userDatasetOf(dataset)!), first: [], named: [] };
  });
}

/** The table, and what was found in it if it was searched. */
type Split = Pick<TableSplit<ReadTable>, "read" | "first" | "named">;

/**
 * Describes the table of a data set. With a target it looks for columns that give it away, and for rows that test and train.
 * @throws {Error} if the file is no table, or an option names what is not there
 */
async function describeDataset(
  dataset: UserDataset,
  config: TableConfig,
  split: (read: (dataset: UserDataset) => Promise<ReadTable>) => Promise<Split>,
): Promise<string> {
  const path = pathsOf(dataset);
  const options = tableOptionsOf(dataset, config);
  const notes: string[] = [];
  if (dataset.target !== undefined) {
    try {
      const { read, first, named } = await split((dataset) =>
        readTable(path, tableOptionsOf(dataset, config))
      );
      const { description, profile, warnings, notes: readingNotes } = read;
      const known = new Set(profile.flatMap(({ wrong }) => wrong));
      const others = warnings.filter((text) =>
        !known.has(text) && !/^The column .* is left out: /.test(text)
      );
      return columnsText(profile, [
        ...first,
        ...leakSentences(description),
        ...readingNotes,
        ...others,
        ...named,
      ]);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      notes.push(error.message);
    }
  }
  const file = await openTable(path, { ...options, known: [options.target].flat() });
  const profile = await profileTable(file, { ...options, optionText: optionOfTerminal });
  const known = new Set(profile.flatMap(({ wrong }) => wrong));
  return columnsText(profile, [...file.notes, ...notes.filter((text) => !known.has(text))]);
}

function columnsText(...described: Parameters<typeof columnsInFull>): string {
  return blockTexts(columnsInFull(...described)).join("\n\n");
}
