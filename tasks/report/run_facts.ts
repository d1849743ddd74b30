/** What a report shows of any run: the content of its files, and its network's result on a split. @module */

import type { Config } from "../../lib/config.ts";
import type { TableDescription } from "../../lib/table/columns.ts";
import type { Dataset, Importances, Network } from "../../mod.ts";
import type { ExampleName } from "../datasets/open_data.ts";
import type { Places } from "../datasets/places.ts";
import type { Metrics, Result, Summary } from "../run/run_folder.ts";

/** The splits that a report may show. */
export const REPORT_SPLITS = ["test", "validation"] as const;

/** The name of a split that a report may show. */
export type ReportSplit = typeof REPORT_SPLITS[number];

/** The facts of a run of any problem. */
export interface RunFacts<R extends Result> extends Places {
  /** The folder, as it was named. */
  readonly path: string;
  readonly name: string;
  readonly config: Config;
  readonly metrics: readonly Metrics<R>[];
  readonly summary: Summary<R>;
  /** When the summary was written. */
  readonly written: Date;
  readonly network: Network;
  readonly split: ReportSplit;
  readonly data: Dataset;
  /** The network's result on the split. */
  readonly evaluation: R;
  /** The word for an example: image or row. */
  readonly noun: ExampleName;
  /** The number of examples in each split. */
  readonly sizes: Readonly<Record<"training" | "validation" | "test", number>>;
  /** Notes on the data, such as rows left out, as sentences without a full stop. */
  readonly notes: readonly string[];
  /** The columns, if the data is a table. */
  readonly table: TableDescription | undefined;
  /** The importance of each column of a table; absent if it was not computed. */
  readonly importance: Importances | undefined;
}
