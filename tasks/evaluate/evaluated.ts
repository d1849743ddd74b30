/** What is evaluated, and what is said of it: for people and for programs. @module */

import { parameterCount } from "../../lib/network/parameters.ts";
import type { Classifier, Dataset, Ensemble, Importances } from "../../mod.ts";
import type { Text } from "../cli/styled.ts";
import { table } from "../cli/table.ts";
import type { OpenData } from "../datasets/open_data.ts";
import type { ExampleLocations } from "../datasets/example_locations.ts";
import { mainMetric, textOf } from "../problem/metrics.ts";
import type { OpenNetwork } from "../run/open_network.ts";
import { columnImportance, columnsByWorth, REPEATS } from "./importance.ts";

/** Networks and the split that they are evaluated on. */
export interface Evaluated {
  /** One network, or the members of an ensemble. */
  readonly opened: readonly OpenNetwork[];
  /** All of them together. */
  readonly ensemble: Ensemble;
  /** Who answers for all of them, or for one of them alone: the ensemble, or what it answers over deformed copies. */
  answering(ensemble: Ensemble): Classifier | Promise<Classifier>;
  readonly data: OpenData;
  /** The split. */
  readonly split: Dataset;
  /** Its name. */
  readonly name: string;
  /** What the data is called. */
  readonly source: string;
  /** What an example is called: image or row. */
  readonly noun: string;
  readonly places: ExampleLocations;
  /** How many of the mistakes are wanted. */
  readonly worst: number;
}

/** What an evaluation comes to. */
export interface Outcome {
  /** For programs, without the names of runs and split. */
  readonly json: Readonly<Record<string, unknown>>;
  /** What each member of an ensemble makes of the split alone. */
  readonly alone?: readonly string[];
  /** For people: paragraphs, after the names of the runs. */
  readonly paragraphs: readonly Text[];
}

/** No more columns are printed. */
const MAX_COLUMNS = 15;

/** What each column of a table is worth to the networks together; nothing of data that is no table. */
export function importanceFor({ ensemble, data, split }: Evaluated): Importances | undefined {
  if (data.table === undefined) return undefined;
  const parameters = ensemble.members.reduce((sum, { sizes }) => sum + parameterCount(sizes), 0);
  return columnImportance(ensemble, parameters, split, data.table);
}

/** The columns by what they are worth. */
export function importanceText(
  { data, split }: Evaluated,
  importance: Importances | undefined,
): string[] {
  const columns = columnsByWorth({ table: data.table, importance });
  if (importance === undefined || columns.length === 0) return [];
  const { name, drop } = textOf(mainMetric(split.problem.name));
  const text = (value: number) => `${drop.text(value)}${drop.unit}`;
  const rest = columns.length - MAX_COLUMNS;
  return [
    `What the columns are worth: how much ${name} falls if one is shuffled, on ${importance.examples} rows, ` +
    `${REPEATS} times;\n` +
    `around zero or below, the column did not help on these rows\n\n` +
    table([
      ["column", "drop", "deviation"],
      ...columns.slice(0, MAX_COLUMNS).map(({ name, mean, deviation }) => [
        name,
        text(mean),
        text(deviation),
      ]),
    ]) + (rest > 0 ? `\n(and ${rest} more, worth less)` : ""),
  ];
}
