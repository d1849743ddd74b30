/** Dates and times in every format of the documents, against `Date.UTC`. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  CIRCLES,
  DATE_PARTS,
  DateMoments,
  writeParts,
} from "../../../lib/table/values/date_parts.ts";
import {
  civilFromDays,
  daysFromCivil,
  isCertainDate,
  isoText,
  readDate,
} from "../../../lib/table/values/dates.ts";

const DAY_MS = 86_400_000;
const [FIRST, LAST] = [Date.UTC(1900, 0, 1) / DAY_MS, Date.UTC(2100, 11, 31) / DAY_MS];

/** A date as `Date` has it, in UTC. */
function utcOf(days: number): { year: number; month: number; day: number } {
  const date = new Date(days * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

Deno.test("every day from 1900 to 2100 is that of Date.UTC, there and back", () => {
  for (let days = FIRST; days <= LAST; days++) {
    const civil = civilFromDays(days);
    assertEquals(civil, utcOf(days));
    assertEquals(daysFromCivil(civil.year, civil.month, civil.day), days);
  }
  for (const days of [-719_162, -141_428, 2_932_896, 47_482]) { // years 1, 1582, 9999, a leap day
    const { year, month, day } = utcOf(days);
    assertEquals(civilFromDays(days), { year, month, day });
    assertEquals(daysFromCivil(year, month, day), days);
  }
});

Deno.test("weeks of ISO 8601 begin on Mondays, and the first one has 4 January", () => {
  const dayOf = (text: string) => isoText(readDate(text, "dmy"));
  assertEquals(dayOf("2020-W53-7"), "2021-01-03");
  assertEquals([dayOf("2021-W01"), dayOf("2019W01-2"), dayOf("1970-W01-4")], [
    "2021-01-04",
    "2019-01-01",
    "1970-01-01",
  ]);
  for (const text of ["2021-W53", "2021-W00", "2021-W1", "W05", "2021-W05-8"]) {
    assertEquals(readDate(text, "dmy"), NaN, text);
  }
});

Deno.test("a quarter or a month is its first day; basic forms have no marks", () => {
  const read = (text: string) => isoText(readDate(text, "dmy"));
  for (const text of ["2024Q2", "2024-Q2", "2024 q2", "Q2 2024", "Q2/2024", "4/2024", "04-2024"]) {
    assertEquals(read(text), "2024-04-01", text);
    assert(isCertainDate(text));
  }
  assertEquals(read("20240401T200506Z"), "2024-04-01 20:05:06");
  assertEquals(read("20240401T2005+0200"), "2024-04-01 18:05");
  for (const text of ["2024Q5", "Q1 24", "Q1", "13/2024", "4/1024", "0/2024", "20240401T2560"]) {
    assertEquals(readDate(text, "dmy"), NaN, text);
  }
});

const MONTHS =
  "January February March April May June July August September October November December"
    .split(" ");

Deno.test("every day from 1900 to 2100 is read in every format", () => {
  for (let days = FIRST; days <= LAST; days += 13) {
    const { year, month, day } = utcOf(days);
    const [mm, dd] = [month, day].map((value) => String(value).padStart(2, "0"));
    const name = MONTHS[month - 1]!;
    const either = [
      `${year}-${mm}-${dd}`,
      `${year}/${month}/${day}`,
      `${year}.${mm}.${dd}`,
      `${year}${mm}${dd}`,
      `${year}-${mm}-${dd}T00:00:00Z`,
      `${day} ${name} ${year}`,
      `${day}-${name.slice(0, 3)}-${year}`,
      `${name} ${day}, ${year}`,
      `${name.slice(0, 3).toUpperCase()} ${day} ${year}`,
      `Mon, ${day} ${name.slice(0, 3)} ${year}`,
      `${day}. ${name} ${year}`,
      `${year}-${name.slice(0, 3)}-${dd}`,
    ];
    for (const text of either) {
      assertEquals(readDate(text, "dmy"), days * 86_400, text);
      assertEquals(readDate(text, "mdy"), days * 86_400, text);
    }
    for (const text of [`${day}.${month}.${year}`, `${dd}/${mm}/${year}`, `${day}-${mm}-${year}`]) {
      assertEquals(readDate(text, "dmy"), days * 86_400, text);
    }
    assertEquals(readDate(`${month}/${day}/${year}`, "mdy"), days * 86_400);
    assertEquals(readDate(` ${isoText(days * 86_400)} `, "dmy"), days * 86_400);
  }
});

/** Texts, and the same in ISO 8601; nothing of texts that are not dates. */
const TEXTS: { readonly [text: string]: string | undefined } = {
  "2024-01-31T20:05:06": "2024-01-31T20:05:06Z",
  "2024-01-31 20:05": "2024-01-31T20:05Z",
  "2024-01-31T20:05:06.25+01:00": "2024-01-31T19:05:06.250Z",
  "2024-01-31T00:05-0530": "2024-01-31T05:35Z",
  "2024-01-31 00:05+01": "2024-01-30T23:05Z",
  "31.1.2024 8:05 pm": "2024-01-31T20:05Z",
  "31.1.2024, 12:05 a.m.": "2024-01-31T00:05Z",
  "Wed, 31 Jan 2024 10:00:00 GMT": "2024-01-31T10:00Z",
  "2024-01-31T24:00": "2024-02-01T00:00Z",
  "31/1/24": "2024-01-31T00:00Z",
  "31/1/69": "1969-01-31T00:00Z",
  "31-Jan-68": "2068-01-31T00:00Z",
  "2024-01": "2024-01-01T00:00Z",
  "Jan 2024": "2024-01-01T00:00Z",
  "29.2.2024": "2024-02-29T00:00Z",
  "29.2.2023": undefined,
  "31.4.2024": undefined,
  "0000-00-00": undefined,
  "2024-13-01": undefined,
  "32.1.2024": undefined,
  "2024-01-31T25:00": undefined,
  "2024-01-31T10:60": undefined,
  "2024-01-31T13:00 pm": undefined,
  "31.1/2024": undefined,
  "yesterday": undefined,
  "31": undefined,
  "2024": undefined,
  "": undefined,
  "January": undefined,
  "0-1-1": undefined,
};

Deno.test("a time is read with its distance from UTC, and a date that no calendar has is none", () => {
  for (const [text, iso] of Object.entries(TEXTS)) {
    const expected = iso === undefined ? NaN : new Date(iso).getTime() / 1000;
    assertEquals(readDate(text, "dmy"), expected, text);
  }
  assertEquals(isoText(readDate("31.1.2024 8:05 pm", "dmy")), "2024-01-31 20:05");
  assertEquals(isoText(readDate("2024-01-31T20:05:09", "dmy")), "2024-01-31 20:05:09");
});

/** Of float64 near 1, after a few operations. */
const NEAR = 4e-16;

Deno.test("circles are those of Math.sin and Math.cos", () => {
  for (const { sine, cosine } of Object.values(CIRCLES)) {
    const steps = sine.length;
    for (let k = 0; k < steps; k++) {
      const angle = 2 * Math.PI * (k / steps);
      assert(Math.abs(sine[k]! - Math.sin(angle)) < 3 * NEAR, `${k} of ${steps}`);
      assert(Math.abs(cosine[k]! - Math.cos(angle)) < 3 * NEAR, `${k} of ${steps}`);
      assert(Math.abs(sine[k]! ** 2 + cosine[k]! ** 2 - 1) < 3 * NEAR);
    }
  }
});

Deno.test("the numbers of a date are its year, points on circles, and days since the first", () => {
  const parts = new Float64Array(DATE_PARTS.length);
  const point = (part: string) =>
    [`${part} sine`, `${part} cosine`].map((name) =>
      parts[DATE_PARTS.indexOf(name as typeof DATE_PARTS[number])]
    );
  for (let k = 0; k < 5000; k++) {
    const hours = Math.round((FIRST * 24) + k * 351.7);
    const date = new Date(hours * 3_600_000 + 1_799_000);
    writeParts(date.getTime() / 1000, FIRST, parts);
    assertEquals(parts[0], date.getUTCFullYear());
    const at = (
      circle: keyof typeof CIRCLES,
      step: number,
    ) => [CIRCLES[circle].sine[step]!, CIRCLES[circle].cosine[step]!];
    assertEquals(point("month"), at("month", date.getUTCMonth()));
    assertEquals(point("weekday"), at("weekday", (date.getUTCDay() + 6) % 7));
    assertEquals(point("hour"), at("hour", date.getUTCHours()));
    const newYear = Date.UTC(date.getUTCFullYear(), 0, 1);
    const day = Math.floor((date.getTime() - newYear) / DAY_MS);
    assertEquals(point("yearday"), at("yearday", day));
    assertEquals(parts.at(-1), Math.floor(date.getTime() / DAY_MS) - FIRST);
  }
});

Deno.test("the mean of a column's days counts from its first date", () => {
  const moments = new DateMoments("dmy");
  for (const cell of ["2024-01-05", "2024-01-01", "2024-01-03"]) moments.add(cell);
  const { first, parts } = moments.column("day", "mean")!;
  assertEquals(first, Date.UTC(2024, 0, 1) / DAY_MS);
  const { mean, deviation } = parts.find(({ part }) => part === "days")!;
  assertEquals(mean, 2);
  assertAlmostEquals(deviation, Math.sqrt(8 / 3), 1e-12);
});
