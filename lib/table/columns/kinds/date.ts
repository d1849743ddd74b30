/** Columns of dates. @module */

import type { DateColumn } from "../columns.ts";
import { quoted } from "../../../checks/texts.ts";
import { NO_DATE } from "../../cells/cell_problems.ts";
import { isMissing } from "../../cells/cells.ts";
import { DATE_PARTS, DateMoments } from "../../values/date_parts.ts";
import { dateFeatures } from "../../values/onnx_dates.ts";
import { orderOf } from "../../values/readings.ts";
import { isoText, readDate } from "../../values/dates.ts";
import { medianOf } from "../bin_values.ts";
import {
  checkDifferent,
  choiceOf,
  deviation,
  entriesOf,
  gaps,
  LAST,
  listOf,
  mean,
  text,
  whole,
} from "../entries.ts";
import type { ColumnKind, Scale } from "./contract.ts";
import { inputsText, orUnread } from "./shared.ts";

const DAY_SECONDS = 86_400;

/** The length of a date without its time. */
const DATE_LENGTH = 10;

/** Dates: a feature for each number of them that varies. */
export const date: ColumnKind<DateColumn> = {
  entries: {
    name: text,
    order: choiceOf(["dmy", "mdy"]),
    first: whole,
    parts: dateParts,
    gaps,
    ...LAST,
  },
  rule: "read as dates",
  values: "date",
  isLater: true,
  isOneHot: false,
  width: ({ parts }) => parts.length,
  features: ({ name, parts }) =>
    parts.map(({ part }) => {
      const isPoint = part !== "year" && part !== "days"; // of a circle
      return { name: `${name}: ${part}`, kind: isPoint ? "unit" : "number" };
    }),
  isNew: () => true,
  reader: ({ order }) => (cell) => orUnread(readDate(cell, order)),
  unread: NO_DATE,
  find({ planned: { name, reading }, gaps }) {
    const found = new DateMoments(orderOf(reading) ?? "dmy");
    return {
      add(cell) {
        if (!isMissing(cell)) found.add(cell);
      },
      column: () => found.column(name, gaps),
      nothing: () => found.count > 0 ? "every training row has the same date" : undefined,
      warnings() {
        const { unread, firstUnread } = found;
        if (unread === 0) return [];
        const [rows, they] = unread === 1
          ? ["1 training row has no date", "it counts as a missing value"]
          : [`${unread} training rows have no dates`, "they count as missing values"];
        return [`${rows} in ${quoted(name)}, such as ${quoted(firstUnread!)}: ${they}`];
      },
    };
  },
  lacks(cell, { reading }) {
    const order = orderOf(reading);
    return order !== undefined && Number.isNaN(readDate(cell, order));
  },
  missing: { as: "mean", among: "dates" },
  scale({ first, parts }): Scale | undefined {
    const days = parts.find(({ part }) => part === "days");
    return days && {
      mean: (first + days.mean) * DAY_SECONDS,
      deviation: days.deviation * DAY_SECONDS,
    };
  },
  shown: (cell) => String(cell).slice(0, DATE_LENGTH),
  cellAt: () => (value) => isoText(Math.floor(value)),
  input({ gaps }) {
    const rule = gaps === "drop" ? "leaves the row out" : "is the mean";
    return { type: "double", description: `A date in seconds since 1970 (UTC); NaN ${rule}` };
  },
  nodes: (graph, [column]) => ({ features: [dateFeatures(graph, column!)] }),
  typical({ first, parts }) {
    const days = parts.find(({ part }) => part === "days")?.mean ?? 0;
    return isoText((first + Math.floor(days + 0.5)) * DAY_SECONDS).slice(0, DATE_LENGTH);
  },
  example(column, counted) {
    const scale = date.scale(column);
    const { edges = [] } = counted ?? {};
    const seconds = edges.length > 0
      ? medianOf(counted!, scale)
      : scale?.mean ?? column.first * DAY_SECONDS;
    return isoText(seconds).slice(0, DATE_LENGTH);
  },
  planned: "numbers of the date",
  becomes({ parts }) {
    const names = new Set(parts.map(({ part }) => part.replace(/ .*/, "")));
    return `${inputsText(parts.length)}: ${[...names].join(", ")}`;
  },
  types: () => "string | Date",
  json: () => ({
    types: ["string"],
    description: "A date such as 2024-01-31, with or without a time.",
  }),
  says: ({ order }) => `dates (${order})`,
};

function dateParts(value: unknown, where: string): DateColumn["parts"] {
  const readers = { part: choiceOf(DATE_PARTS), mean, deviation };
  const parts = listOf(
    DATE_PARTS.length,
    (value, where) => entriesOf(value, where, readers),
  )(value, where);
  checkDifferent(parts.map(({ part }) => part), where);
  return parts;
}
