/** Columns of texts: categories, and levels of which a network takes means of the target. @module */

import type { OnnxBuilder } from "../../../formats/onnx_builder.ts";
import { type CategoryColumn, hasNone, type LevelColumn } from "../columns.ts";
import { byCodeUnit } from "../../../checks/texts.ts";
import { argmax } from "../../../numerics/argmax.ts";
import { isMissing, MISSING_TEXTS, NONE } from "../../cells/cells.ts";
import { MAX_FEATURES, MAX_LEVELS, MAX_ONE_HOT } from "../../cells/limits.ts";
import { lasting } from "../../cells/statistics.ts";
import { areQuotable, quotableLevels } from "../../cells/quotable.ts";
import { gaps, LAST, namesOf, type Readers, spellings, text } from "../entries.ts";
import type { ColumnKind } from "./contract.ts";
import { firstQuoted, inputsText, SOME_TEXT } from "./shared.ts";

/** The entries of as many texts at most. */
function entriesFor(most: number): Readers {
  return { name: text, values: namesOf(most), gaps, spellings, ...LAST };
}

const texts = {
  stated: { text: { kind: "category" } },
  remarks: "categories",
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
  missing: { as: "category", among: "categories" },
  scale: () => undefined,
  shown: String,
  input({ gaps, values }) {
    const rule = gaps === "drop" ? "; a missing value leaves the row out" : "";
    const description = `Text: ${firstQuoted(values.filter((value) => value !== ""))}${rule}`;
    return { type: "string", description };
  },
  typical({ values }, features, quotable) {
    const typical = values[argmax(features)]!;
    return quotable.includes(typical) ? typical : quotable[0] ?? "";
  },
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
  entries: entriesFor(MAX_FEATURES),
  isOneHot: true,
  nodes: (graph, [column]) => ({
    features: [oneHot(graph, column!)],
    gaps: column!.gaps === "drop" ? [missingIn(graph, column!)] : [],
  }),
  width: ({ values }) => values.length,
  features: ({ name, values }) =>
    values.map((value) => ({ name: `${name}=${value}`, kind: "unit" })),
  isNew: ({ spellings }) => spellings !== undefined,
  becomes: ({ values }) => inputsText(values.length),
};

/** Many texts: one feature, the index of the text. */
export const level: ColumnKind<LevelColumn> = {
  ...texts,
  entries: entriesFor(MAX_LEVELS),
  isOneHot: false,
  nodes: (graph, [column]) => ({
    features: [levelIndex(graph, column!)],
    gaps: column!.gaps === "drop" ? [missingIn(graph, column!)] : [],
  }),
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

/** The index of a text among the values from `first` on, [batch, 1] int64; that of other texts is `other`. */
function indexOf(
  graph: OnnxBuilder,
  { name, values, gaps, spellings = {}, missingValues = [] }: CategoryColumn | LevelColumn,
  first: number,
  other: number,
): string {
  const indices = new Map(values.map((value, k) => [value, k + first]));
  for (const [text, value] of Object.entries(spellings)) indices.set(text, indices.get(value)!);
  const ofMissing = gaps === "drop" ? undefined : indices.get("");
  const known = indices.has(NONE);
  for (const value of [...indices.keys()]) if (isMissing(value, known)) indices.delete(value);
  for (const text of [...missingTexts(known), ...missingValues]) {
    indices.set(text, ofMissing ?? other);
  }
  return graph.mlNode("LabelEncoder", [name], "category.place", {
    "keys_strings": { strings: [...indices.keys()] },
    "values_int64s": { integers: [...indices.values()] },
    "default_int64": { integer: other },
  });
}

/** The index of a level from 1, and 0 for other texts: [batch, 1] float32. */
function levelIndex(graph: OnnxBuilder, column: LevelColumn): string {
  return graph.cast(indexOf(graph, column, 1, 0), "level.index", "float");
}

/** The index of a text among the values, one-hot. Other texts have the index after the last, which is 0 for all values. */
function oneHot(graph: OnnxBuilder, column: CategoryColumn): string {
  const { values } = column;
  const index = indexOf(graph, column, 0, values.length);
  const encoded = graph.mlNode("OneHotEncoder", [index], "category.encoded", {
    "cats_int64s": { integers: values.map((_, k) => k) },
    zeros: { integer: 1 },
  });
  const axis = graph.integers("category.axis", [1]); // [batch, 1, values]
  return graph.node("Squeeze", [encoded, axis], "category.features");
}

function missingTexts(hasNone: boolean): string[] {
  return [...MISSING_TEXTS].filter((text) => isMissing(text, hasNone));
}

/** NaN where a value is missing, and 0 elsewhere. */
function missingIn(graph: OnnxBuilder, column: CategoryColumn | LevelColumn): string {
  const { name } = column;
  const texts = [...missingTexts(hasNone(column)), ...column.missingValues ?? []];
  return graph.mlNode("LabelEncoder", [name], "category.gap", {
    "keys_strings": { strings: texts },
    "values_floats": { floats: texts.map(() => NaN) },
    "default_float": { float: 0 },
  });
}
