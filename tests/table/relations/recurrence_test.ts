import { assertEquals } from "@std/assert";
import { levelsOf } from "../../../lib/table/relations/columns.ts";
import {
  comesAgain,
  isGrid,
  isSortedBy,
  newCome,
  recurrenceOf,
} from "../../../lib/table/relations/recurrence.ts";
import {
  isNamedAsEntity,
  isNamedAsPerson,
  isNamedAsTime,
  isNameless,
} from "../../../lib/table/relations/thresholds.ts";

const rows = Array.from({ length: 600 }, (_, row) => row);
/** 20 units at 30 times, and units of 30 rows that follow each other. */
const again = levelsOf(rows.map((row) => row % 20));
const once = levelsOf(rows.map((row) => Math.floor(row / 30)));
const times = Float64Array.from(rows, (row) => Math.floor(row / 20));

Deno.test("units come again if each has many rows over all of the time", () => {
  assertEquals(recurrenceOf(again, times), { returning: 1, span: 580 / 600, rows: 600 });
  const { returning, span } = recurrenceOf(once, times)!;
  assertEquals([returning, span < 0.1], [0, true]);
  assertEquals(recurrenceOf(again, new Float64Array(600)), undefined);
});

Deno.test("patients do not come again; an id that does not say of what needs dates and more rows", () => {
  const recurrence = recurrenceOf(again, times)!;
  const comes = (name: string, levelRows: number, isCalendar: boolean) =>
    comesAgain(name, recurrence, { levelRows, isCalendar });
  assertEquals(comes("store", 30, false), true);
  assertEquals(comes("store", 8, false), false);
  assertEquals(comes("patient_id", 30, true), false);
  assertEquals([comes("id", 30, true), comes("id", 30, false), comes("id", 15, true)], [
    true,
    false,
    false,
  ]);
  assertEquals(
    comesAgain("store", recurrenceOf(once, times)!, { levelRows: 30, isCalendar: true }),
    false,
  );
});

Deno.test("new units come if the latest rows are of others, and not one after the other", () => {
  const lies = { levelRows: 30, isCalendar: true };
  const pairs = levelsOf(rows.map((row) => 2 * Math.floor(row / 120) + row % 2));
  assertEquals(newCome(recurrenceOf(pairs, times)!, { ...lies, levelRows: 60 }), false);
  const four = levelsOf(rows.map((row) => 4 * Math.floor(row / 120) + row % 4));
  assertEquals(newCome(recurrenceOf(four, times)!, lies), true);
  assertEquals(newCome(recurrenceOf(four, times)!, { ...lies, isCalendar: false }), false);
  assertEquals(newCome(recurrenceOf(once, times)!, lies), false);
  assertEquals(newCome(recurrenceOf(again, times)!, lies), false);
});

Deno.test("a grid has a row for a unit at most times, and not two", () => {
  assertEquals(isGrid(again, times), true);
  assertEquals(isGrid(again, times.map((time) => time % 15)), false);
  assertEquals(isGrid(once, times), false);
});

Deno.test("a file is sorted by units whose rows follow each other", () => {
  assertEquals([isSortedBy(once), isSortedBy(again)], [true, false]);
});

Deno.test("a name says whether a column is of ids, of persons of a study, or of times", () => {
  const those = (test: (name: string) => boolean, ...names: string[]) => names.filter(test);
  assertEquals(
    those(isNamedAsEntity, "id", "Store", "store_id", "custNo", "patid", "rats", "paid", "age"),
    ["id", "Store", "store_id", "custNo", "patid", "rats"],
  );
  assertEquals(those(isNameless, "id", "case_id", "store_id", "storeNr", "unitNr", "casino"), [
    "id",
    "case_id",
    "unitNr",
  ]);
  assertEquals(those(isNamedAsPerson, "patient", "subject_id", "customer", "pupil nr"), [
    "patient",
    "subject_id",
    "pupil nr",
  ]);
  assertEquals(those(isNamedAsTime, "week", "order_date", "startTime", "weeks", "uptime"), [
    "week",
    "order_date",
    "startTime",
  ]);
});
