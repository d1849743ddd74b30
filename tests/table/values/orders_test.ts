/** A messy table of 5,000 orders, from its cells to the description: without a refusal, every decision reported. */

import { assert, assertEquals } from "@std/assert";
import { leaksIn } from "../../../lib/evaluate/leaks.ts";
import { tableDatasets } from "../../../lib/table/datasets.ts";
import { profileTable, singleColumns } from "../../../lib/table/profile.ts";
import { drawOrders, ORDER_COLUMNS } from "../../helpers/draw_orders.ts";
import { tableOf } from "../table_fixture.ts";

const source = tableOf([ORDER_COLUMNS, ...drawOrders(5000)], 500);

Deno.test("5,000 messy orders are read without a refusal, and every decision is reported", async () => {
  const found = await tableDatasets(source, { target: "returned", gaps: "category", as: {} });
  const { description, read, warnings, profile, counts, training } = found;
  assertEquals(counts, { ...counts, rows: 5000, training: 3500, validation: 750, test: 750 });
  assertEquals(
    description.columns.map(({ name, kind }) => `${name}: ${kind}`),
    [
      ...["ordered: date", "delivered: date", "time: number", "price: number", "discount: number"],
      ...["payment: category", "article: category", "weight: number", "balance: number"],
      ...["gift: number", "stars: number", "note: words", "refund: number"],
    ],
  );
  assertEquals(found.found, '"returned" is a class, since it has texts');
  const starts = [
    '"ordered" is read as dates: ',
    '"delivered" is read as dates: ',
    '"time" is read as numbers: ',
    '"price", "refund" are read as numbers: "€',
    '"discount" is read as numbers: ',
    '"payment" has spellings that are read alike: "CARD " is "card", "Card" is "card", "',
    '"weight" is read as numbers: ',
    '"balance" is read as numbers: "',
    '"gift" is read as numbers: ',
    '"note" is read as 15 words, such as ',
  ];
  assertEquals(read.length, starts.length);
  for (const [k, start] of starts.entries()) assert(read[k]!.startsWith(start), read[k]);
  assertEquals(warnings.slice(0, 3), [
    'The column "order_id" is left out: it has more than 1000 different texts, too many for categories',
    'The column "coupon" is left out: there is nothing in it',
    'The column "currency" is left out: every row has "EUR"',
  ]);
  assertEquals(warnings.length, 4); // and the missing values
  assertEquals(profile.map(({ name }) => name), [...ORDER_COLUMNS]);
  assert(profile.every(({ becomes, wrong }) => becomes !== "" && wrong.length === 0));
  assertEquals(training.featureNames!.filter((name) => name.startsWith("ordered")), [
    ...["ordered: year", "ordered: month sine", "ordered: month cosine", "ordered: weekday sine"],
    ...["ordered: weekday cosine", "ordered: yearday sine", "ordered: yearday cosine"],
    "ordered: days",
  ]);
  const rows = Uint32Array.from({ length: training.size }, (_, row) => row);
  const columns = singleColumns(description, training.inputs as Float32Array);
  assertEquals(leaksIn(columns, training, rows).map(({ name }) => name), ["refund"]);
});

Deno.test("the columns of 5,000 messy orders are described without a target", async () => {
  const profile = await profileTable(source, { gaps: "category", as: {} });
  const of = (column: string) => profile.find(({ name }) => name === column)!;
  assertEquals(profile.map(({ kind }) => kind), [
    ...["", "date", "date", "hours", "number (€)", "number (%)", "category", "category"],
    ...["number (kg)", "number", "yes or no", "number", "", "words", "", "number (€)", "category"],
  ]);
  assertEquals(of("discount"), {
    ...{ name: "discount", kind: "number (%)", missing: 0, levels: 7, range: "0 to 0.3" },
    ...{ becomes: "1 input", wrong: [] },
  });
  assertEquals(of("ordered").range, "2022-01-08 to 2024-06-25");
  assertEquals(of("coupon").missing, 1);
  assertEquals(of("order_id").levels, undefined);
  assertEquals(of("currency").becomes, 'left out: every row has "EUR"');
});
