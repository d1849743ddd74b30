/** What is reported of rows that belong together, in sentences. @module */

import { quoted } from "../../checks/texts.ts";
import type { OptionText } from "../columns/options.ts";
import type { Relation } from "./relations.ts";

/** What trees get for some rows. */
interface Result {
  /** Which rows these are: "later rows". */
  readonly rows: string;
  readonly relation: Relation;
  readonly of: "random" | "heldOut";
  /** The option by which a run is tested on such rows; none for those that it is tested on. */
  readonly option?: string;
}

/**
 * A sentence or two on a relation: what is tested, what trees get for these rows and for others, each with the option that tests
 * on them, and which columns are no inputs.
 * @param units columns whose levels come again, of a split by time: these need no sentence of their own
 */
export function relationText(
  relation: Relation,
  option: OptionText,
  units: readonly Relation[] = [],
): string {
  if (!relation.isSplit) return namedText(relation, option);
  if (relation.kind === "time") return timeText(relation, option, units);
  if (relation.kind !== "order") return groupsText(relation, option);
  const results = resultsText([
    { rows: "rows without their neighbors", relation, of: "heldOut" },
    { rows: "random rows", relation, of: "random", option: option("split", "random") },
  ]);
  return `Test on the last rows of the file: ${results}, since ${NEIGHBORS}, as rows of one day or ` +
    "one person do.";
}

function timeText(relation: Relation, option: OptionText, units: readonly Relation[]): string {
  const names = units.flatMap(({ columns }) => columns);
  const same = units.length === 0 ? "" : ` of the same ${joined(names)}`;
  const results = resultsText([
    { rows: `later rows${same}`, relation, of: "heldOut" },
    ...units.map((unit): Result => {
      const [name = ""] = unit.columns;
      const asked = option("splitBy", name);
      return { rows: `a new ${quoted(name)}`, relation: unit, of: "heldOut", option: asked };
    }),
    { rows: "random rows", relation, of: "random", option: option("split", "random") },
  ]);
  const stay = units.length === 0 ? "" : ` ${staysText(names)}.`;
  return `Test on the latest rows by ${joined(relation.columns)}: ${results}.${stay}`;
}

function groupsText(relation: Relation, option: OptionText): string {
  const { kind, columns, returning = 0 } = relation;
  const names = joined(columns);
  const results = resultsText([
    { rows: "new ones", relation, of: "heldOut" },
    { rows: "known ones", relation, of: "random", option: option("split", "random") },
  ]);
  const isKey = kind === "key";
  const like = isKey ? ", as rows of one person do" : "";
  const use = isKey || relation.staysInput ? staysText(columns) : `${names} is not an input`;
  const mix = returning < MIN_MIX ? "" : `, and ${knownText(returning)}`;
  return `Split by ${names}: ${results}, since rows with the same ${names} predict each other` +
    `${like}. ${use}${mix}.`;
}

const NEIGHBORS = "rows that follow each other in the file predict each other";

/** On what rows are not split by. */
function namedText(relation: Relation, option: OptionText): string {
  const { kind, columns, levels, returning = 1 } = relation;
  const names = joined(columns);
  const [first = ""] = columns;
  const resultsOf = (known: string, others: string, asked: string) =>
    resultsText([
      { rows: known, relation, of: "random" },
      { rows: others, relation, of: "heldOut", option: asked },
    ]);
  const byColumns = option("splitBy", ...columns);
  switch (kind) {
    case "time":
      return `${names} matters: ${
        resultsOf("random rows", "later ones", option("splitAfter", first))
      }.`;
    case "order":
      return `Rows that follow each other in the file may predict each other: ${
        resultsOf("random rows", "rows without their neighbors", option("split", "order"))
      }.`;
    case "fewLevels":
      return `${names} has ${levels} values, too few to test on new ones: ${
        resultsOf("these", "new ones", byColumns)
      }.`;
    case "key":
      return `Rows with the same ${names} predict each other: ${
        resultsOf("known ones", "new ones", byColumns)
      }.`;
  }
  const found = relation.comesAgain
    ? `${staysText(columns)}, since the same ${levels} come again`
    : `${names} matters`;
  const known = relation.comesAgain ? "these" : `the ${levels} in the table`;
  const mix = returning < MAX_MIX ? `; ${knownText(returning)}` : "";
  return `${found}: ${resultsOf(known, "new ones", byColumns)}${mix}.`;
}

/** Of how many of the latest rows the units are known. */
function knownText(returning: number): string {
  return `${percent(returning)} of the latest rows belong to known ones`;
}

/** From this share on, it is worth a word that some of the next rows are of known units. */
const MIN_MIX = 0.3;

/** From this share on, it is not worth a word that some are of new ones. */
const MAX_MIX = 0.9;

/** Accuracy for classes if it falls in all, and otherwise R²; only the first one has its name. */
function resultsText(results: readonly Result[]): string {
  const isAccuracy = results.every(({ relation: { random, heldOut } }) =>
    random.accuracy !== undefined && random.accuracy > heldOut.accuracy!
  );
  return results.map(({ rows, relation, of, option }, k) => {
    const { r2, accuracy } = relation[of];
    const name = k > 0 ? "" : isAccuracy ? "accuracy " : "R² ";
    const value = isAccuracy ? percent(accuracy!) : r2 < 0.005 ? "≤ 0" : r2.toFixed(2);
    return `${name}${value} for ${rows}${option === undefined ? "" : ` (${option})`}`;
  }).join(", ");
}

function staysText(columns: readonly string[]): string {
  return `${joined(columns)} ${columns.length === 1 ? "stays an input" : "stay inputs"}`;
}

function joined(columns: readonly string[]): string {
  return columns.map(quoted).join(" and ");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
