/** Columns of numbers. @module */

import type { OnnxBuilder } from "../../../formats/onnx_builder.ts";
import type { NumberColumn } from "../columns.ts";
import { isMissing } from "../../cells/cells.ts";
import { Moments, scaleOf } from "../../cells/moments.ts";
import { formatOf } from "../../values/readings.ts";
import { formattedNumber, writtenNumber } from "../../values/number_format.ts";
import { medianOf } from "../bin_values.ts";
import { deviation, gaps, LAST, mean, numberFormat, text, yes } from "../entries.ts";
import type { ColumnKind, ValueCounted } from "./contract.ts";
import { inputsText, orUnread } from "./shared.ts";

const { abs, floor } = Math;

/** An example is so near to what is typical, in standard deviations. */
const TOLERANCE = 0.1;

/** Numbers, standardized: one feature, and another for whether the value is missing. */
export const number: ColumnKind<NumberColumn> = {
  entries: { name: text, mean, deviation, gaps, indicator: yes, format: numberFormat, ...LAST },
  remarks: "numbers",
  values: "number",
  isLater: false,
  isOneHot: false,
  width: ({ indicator }) => indicator ? 2 : 1,
  features({ name, indicator }) {
    const number = { name, kind: "number" } as const;
    return indicator ? [number, { name: `${name} is missing`, kind: "unit" }] : [number];
  },
  isNew: ({ indicator, format }) => indicator === true || format !== undefined,
  reader: ({ format }, decimalComma) => (cell) =>
    orUnread(formattedNumber(cell, format, decimalComma)),
  find({ source, planned: { name, reading }, gaps }) {
    const found = new Moments();
    const format = formatOf(reading);
    return {
      add(cell) {
        if (!isMissing(cell)) found.add(formattedNumber(cell, format, source.decimalComma));
      },
      column(isOften) {
        if (found.count === 0) return undefined;
        const scale = scaleOf(source, name, found);
        const indicator = isOften && gaps !== "drop" && { indicator: true as const };
        return { kind: "number", name, ...scale, gaps, ...indicator, ...format && { format } };
      },
    };
  },
  missing: { as: "mean", among: "numbers" },
  scale: (column) => column,
  shown: (cell) => String(Number(Number(cell).toPrecision(4))),
  cellAt: () => (value) => value,
  input({ mean, deviation, gaps }) {
    const rule = gaps === "drop" ? "leaves the row out" : "becomes the mean";
    const description = `A number, mean ${mean}, standard deviation ${deviation}; NaN ${rule}`;
    return { type: "double", description };
  },
  joins: ({ indicator }) => !indicator,
  nodes(graph, columns) {
    const features = [standardize(graph, columns)];
    const { name, indicator } = columns.at(-1)!;
    if (indicator) {
      const missing = graph.node("IsNaN", [name], "number.missing");
      features.push(graph.cast(missing, "number.indicator", "float"));
    }
    return { features };
  },
  typical: ({ mean, deviation }, [feature]) => mean + deviation * feature!,
  example: (column, counted) => writtenNumber(typicalNumber(column, counted), column.format),
  planned: "1 input",
  becomes: (column) => inputsText(number.width(column)),
  types({ format }) {
    if (format === undefined) return "number";
    return format.as === "truth" ? "boolean | number | string" : "number | string";
  },
  json({ mean, deviation, format }) {
    const [center, spread] = [mean, deviation].map((value) => Number(value.toPrecision(4)));
    const description = format?.as === "truth"
      ? "Yes or no."
      : `A number; in the training rows ${center} ± ${spread}.`;
    const scale = format === undefined && { scale: { mean, deviation } };
    return { types: ["number", "string", "boolean"], description, ...scale };
  },
  says({ format }) {
    if (format === undefined) return "numbers";
    if (format.as !== "decimal") return format.as === "hours" ? "times of day" : "yes or no";
    const unit = format.unit === undefined ? "" : ` (${format.unit})`;
    return `numbers${unit}${format.decimal === "," ? " with a decimal comma" : ""}`;
  },
};

/** The shortest number near the median, or near the mean without distributions: whole where the numbers seem to be. */
function typicalNumber(column: NumberColumn, counted: ValueCounted | undefined): number {
  const { mean, deviation } = column;
  const edges = counted?.edges ?? [];
  const isWhole = edges.length === 0
    ? deviation > 1
    : edges.every((edge) => Number.isInteger(2 * edge)); // in the middle between two numbers
  const middle = counted === undefined ? mean : medianOf(counted, column);
  const typical = isWhole ? floor(middle + 0.5) : middle;
  for (let digits = 1;; digits++) {
    const short = Number(typical.toPrecision(digits));
    if (abs(short - typical) <= TOLERANCE * deviation || digits === 17) return short;
  }
}

/** (x − mean) / deviation in float64, where NaN becomes 0, the mean, or stays; then float32. */
function standardize(graph: OnnxBuilder, columns: readonly NumberColumn[]): string {
  const means = graph.doubles("means", columns.map(({ mean }) => mean));
  const deviations = graph.doubles("deviations", columns.map(({ deviation }) => deviation));
  const fill = graph.doubles("gaps", columns.map(({ gaps }) => gaps === "drop" ? NaN : 0));
  const numbers = graph.concat(columns.map(({ name }) => name), "numbers");
  const centered = graph.node("Sub", [numbers, means], "numbers.centered");
  const scaled = graph.node("Div", [centered, deviations], "numbers.standardized");
  const missing = graph.node("IsNaN", [scaled], "numbers.gap");
  const filled = graph.node("Where", [missing, fill, scaled], "numbers.filled");
  return graph.cast(filled, "numbers.features", "float");
}
