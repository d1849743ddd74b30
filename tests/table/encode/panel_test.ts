import { assertEquals } from "@std/assert";
import { tableDatasets } from "../../../lib/table/encode/datasets.ts";
import { randomOf } from "../relations/made_tables.ts";
import { tableOfText } from "../table_fixture.ts";

/** Twelve stores with some products each week: a row for each of both. */
function sales(products: number): string {
  const random = randomOf(4);
  const rows = Array.from({ length: 12 * products * 20 }, (_, row) => {
    const [store, product] = [row % 12, Math.floor(row / 12) % products];
    const week = Math.floor(row / (12 * products));
    const named = products === 1 ? "" : `p${product},`;
    return `s${store},${named}${week},${(store + product + random.normal()).toFixed(3)}`;
  });
  return [products === 1 ? "store,week,y" : "store,product,week,y", ...rows].join("\n");
}

Deno.test("the units of a panel are stores, or pairs of store and product where a store has several rows a week", async () => {
  const columnsOf = async (text: string) => {
    const options = { target: "y", as: {}, folds: 5, splitAfter: "week" };
    const { times } = await tableDatasets(tableOfText(text), options);
    return [times?.panel?.columns, new Set(times?.panel?.units.training).size];
  };
  assertEquals(await columnsOf(sales(1)), [["store"], 12]);
  assertEquals(await columnsOf(sales(11)), [["store", "product"], 132]);
});
