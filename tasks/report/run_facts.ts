/** A run as a report sees it, whatever it learned: what its files say, and what its network makes of a split now. @module */

import type { Config } from "../../lib/config.ts";
import type { TableDescription } from "../../lib/table/columns.ts";
import type { Dataset, Importances, Network } from "../../mod.ts";
import type { ExampleName } from "../datasets/open_data.ts";
import type { ExampleLocations } from "../datasets/example_locations.ts";
import type { Metrics, Result, Summary } from "../run/run_folder.ts";

/** The splits that a report may look into. */
export const REPORT_SPLITS = ["test", "validation"] as const;

/** The name of such a split. */
export type ReportSplit = typeof REPORT_SPLITS[number];

/** What runs have, whatever they learned. */
export interface RunFacts<R extends Result> extends ExampleLocations {
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
  /** What the network makes of the split. */
  readonly evaluation: R;
  /** What an example is called: image or row. */
  readonly noun: ExampleName;
  /** How many examples each split has. */
  readonly sizes: Readonly<Record<"training" | "validation" | "test", number>>;
  /** What was found out as the data was read, such as rows left out, in sentences without a full stop. */
  readonly notes: readonly string[];
  /** What the columns of a table are. */
  readonly table: TableDescription | undefined;
  /** What each column of a table is worth; absent where that cannot be told. */
  readonly importance: Importances | undefined;
}
