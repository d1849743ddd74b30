/** Columns of texts: categories, and levels of which a network takes means of the target. @module */

import type { CategoryColumn, LevelColumn } from "../columns.ts";
import { byCodeUnit } from "../../../checks/texts.ts";
import { isMissing } from "../../cells/cells.ts";
import { MAX_ONE_HOT } from "../../cells/limits.ts";
import { lasting } from "../../cells/statistics.ts";
import { areQuotable, quotableLevels } from "../../cells/quotable.ts";
import type { ColumnKind } from "./contract.ts";
import { inputsText, SOME_TEXT } from "./shared.ts";

const texts = {
  values: "category",
  isLater: false,
  reader({ values, spellings = {} }) {
    const known = new Map([
      ...values.map((text): [string, string] => [text, text]),
      ...Object.entries(spellings),
    ]);
    return (cell) => known.get(cell);
  },
  find({ planned: { name, spellings, hasNone }, gaps, isFolded }) {
    const found = new Set<string>();
    return {
      add(cell) {
        const value = isMissing(cell, hasNone) ? "" : spellings?.get(cell) ?? cell;
        if (!found.has(value)) found.add(lasting(value));
      },
      column() {
        const values = [...found].filter((value) => value !== "" || gaps === "category");
        if (values.length === 0) return undefined;
        const kind = isFolded && values.length > MAX_ONE_HOT ? "level" : "category";
        return { kind, name, values: values.sort(byCodeUnit), gaps, ...spelled(values, spellings) };
      },
    };
  },
  missing: { as: "category", among: "the others" },
  scale: () => undefined,
  shown: String,
  example: (column, counted) =>
    quotableLevels(column, counted)[0] ?? (column.gaps === "drop" ? SOME_TEXT : null),
  planned: "inputs",
  json(column, counted) {
    const levels = quotableLevels(column, counted);
    const all = column.values.filter((value) => value !== "").length;
    return {
      types: ["string", "number", "boolean"],
      description: `One of ${all} categories; another one gets a remark.`,
      levels,
      isClosed: areQuotable(column.values, levels),
    };
  },
  says: () => "texts",
} satisfies Partial<ColumnKind<CategoryColumn | LevelColumn>>;

/** Categories, one-hot: a feature for each. */
export const category: ColumnKind<CategoryColumn> = {
  ...texts,
  isOneHot: true,
  width: ({ values }) => values.length,
  features: ({ name, values }) =>
    values.map((value) => ({ name: `${name}=${value}`, kind: "unit" })),
  isNew: ({ spellings }) => spellings !== undefined,
  becomes: ({ values }) => inputsText(values.length),
};

/** Many texts: one feature, the index of the text. */
export const level: ColumnKind<LevelColumn> = {
  ...texts,
  isOneHot: false,
  width: () => 1,
  features: ({ name }) => [{ name, kind: "level" }],
  isNew: () => true,
  becomes: ({ values }) => `means of the target by ${values.length} levels`,
};

/** The other spellings of these values. */
function spelled(
  values: readonly string[],
  spellings: ReadonlyMap<string, string> = new Map(),
): Pick<CategoryColumn, "spellings"> {
  const known = new Set(values);
  const some = [...spellings].filter(([, value]) => known.has(value));
  return some.length === 0
    ? {}
    : { spellings: Object.fromEntries(some.sort(([a], [b]) => byCodeUnit(a, b))) };
}
