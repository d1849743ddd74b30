/** By what a table is split where the command line names nothing: by rows that belong together, or after a time. @module */

import { type ConfigDraft, parseDraft } from "../../lib/config.ts";
import { pathsOf, type UserDataset, userDatasetOf } from "../../lib/config/user_data.ts";
import {
  decideSplit,
  relationsIn,
  type SplitDecision,
  type SplitOptions,
} from "../../lib/table/model/choose_split.ts";
import { optionOfTerminal, tableOptionsOf } from "../data/table.ts";
import { openTable } from "../data/tables/open_table.ts";

/** What was found in the table of a new config, and what was read by it. */
export interface TableSplit<Read> extends Omit<SplitDecision<Read>, "options"> {
  /** The data set of the config, with the split that was decided. */
  readonly dataset: UserDataset;
}

/**
 * The table of a new config, split by what is found in it; `undefined` where an option or a key decides the split.
 * @param userData the options of the command line
 * @param read reads the table of the config, perhaps twice
 */
export async function tableSplit<Read>(
  userData: UserDataset,
  draft: Partial<ConfigDraft>,
  read: (dataset: UserDataset) => Promise<Read>,
): Promise<TableSplit<Read> | undefined> {
  const dataset = userDatasetOf(draft.dataset)!;
  const ways = [userData.splitBy, userData.splitAfter, dataset.splitBy, dataset.splitAfter];
  if (ways.some((way) => way !== undefined) || typeof dataset.split === "string") return undefined;
  const { seed = 1, splitSeed } = draft;
  const config = { ...draft, splitSeed: splitSeed ?? seed };
  const { without, as, ...others } = dataset;
  // Its keys in the order of every config, so that a run that is resumed has the same bytes.
  const withSplit = (split: SplitOptions) =>
    userDatasetOf(parseDraft({ dataset: { ...others, ...split } }).dataset)!;
  const given = { ...without !== undefined && { without }, ...as !== undefined && { as } };
  const { options, ...decided } = await decideSplit(given, {
    optionText: optionOfTerminal,
    async search() {
      const options = tableOptionsOf(dataset, config);
      const known = [options.target].flat();
      return await relationsIn(await openTable(pathsOf(dataset), { ...options, known }), options);
    },
    read: (split) => read(withSplit(split)),
  });
  return { ...decided, dataset: withSplit(options) };
}
