/** What `dateWriter` does, as operators of ONNX: from seconds since 1970 to the numbers of a date. @module */

import type { OnnxBuilder } from "../../formats/onnx_builder.ts";
import type { DateColumn } from "../columns/columns.ts";
import { CIRCLES } from "./date_parts.ts";
import type { DatePart } from "./dates.ts";

/**
 * Adds the features of dates: the civil calendar of `civilFromDays`, in float64, where whole numbers are exact.
 * @param column whose input is [batch, 1] float64: seconds since 1970 by the clock of UTC, NaN for a missing value
 * @returns [batch, features] float32
 */
export function dateFeatures(graph: OnnxBuilder, column: DateColumn): string {
  const { name, first, parts, gaps } = column;
  const node = (operator: string, inputs: string[]) => graph.node(operator, inputs, "date");
  const number = (value: number) => graph.doubles("date.constant", [value]);
  const add = (a: string, b: number) => node("Add", [a, number(b)]);
  const minus = (a: string, b: string) => node("Sub", [a, b]);
  const times = (a: string, b: number) => node("Mul", [a, number(b)]);
  const quotient = (a: string, b: number) => node("Floor", [node("Div", [a, number(b)])]);

  const missing = graph.node("IsNaN", [minus(name, name)], "date.missing"); // infinite ones too
  const seconds = node("Where", [missing, number(0), name]);
  const day = quotient(seconds, 86_400);

  const shifted = add(day, 719_468);
  const era = quotient(shifted, 146_097);
  const ofEra = minus(shifted, times(era, 146_097));
  const leapDays = node("Add", [
    minus(quotient(ofEra, 1460), quotient(ofEra, 36_524)),
    quotient(ofEra, 146_096),
  ]);
  const years = quotient(minus(ofEra, leapDays), 365);
  const ofYear = minus(
    ofEra,
    node("Add", [
      times(years, 365),
      minus(quotient(years, 4), quotient(years, 100)),
    ]),
  );
  const fromMarch = quotient(add(times(ofYear, 5), 2), 153);
  const isLate = node("Less", [number(9.5), fromMarch]); // January and February
  const month = node("Where", [isLate, add(fromMarch, -10), add(fromMarch, 2)]); // from 0
  const early = node("Where", [isLate, number(1), number(0)]);
  const year = node("Add", [node("Add", [years, times(era, 400)]), early]);

  const before = add(year, -1); // the days of all years before this one, and so of 1 January
  const newYear = add(
    node("Add", [
      minus(node("Add", [times(before, 365), quotient(before, 4)]), quotient(before, 100)),
      quotient(before, 400),
    ]),
    -719_162,
  );
  const week = add(day, 3);
  const steps = {
    month,
    weekday: minus(week, times(quotient(week, 7), 7)),
    yearday: minus(day, newYear),
    hour: quotient(minus(seconds, times(day, 86_400)), 3600),
  };
  const valueOf = (part: DatePart): string => {
    if (part === "year") return year;
    if (part === "days") return add(day, -first);
    const [circle, side] = part.split(" ") as [keyof typeof CIRCLES, "sine" | "cosine"];
    const table = graph.doubles("date.circle", CIRCLES[circle][side]);
    const step = graph.node("Cast", [steps[circle]], "date.step", { to: { integer: INT64 } });
    return graph.node("Gather", [table, step], "date.point");
  };
  const values = graph.concat(parts.map(({ part }) => valueOf(part)), "date.parts");
  const means = graph.doubles("date.means", parts.map(({ mean }) => mean));
  const deviations = graph.doubles("date.deviations", parts.map(({ deviation }) => deviation));
  const scaled = graph.node("Div", [minus(values, means), deviations], "date.standardized");
  const fill = graph.doubles("date.fill", [gaps === "drop" ? NaN : 0]);
  const filled = graph.node("Where", [missing, fill, scaled], "date.filled");
  return graph.cast(filled, "date.features", "float");
}

/** The number of int64 among ONNX's types. */
const INT64 = 7;
