/** Files of tables that are no CSV, dropped on the page. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { CONVERTED, writeParquet } from "../../../tests/helpers/write_parquet.ts";
import { writeXlsx } from "../../../tests/helpers/write_xlsx.ts";
import { pageTest, trainInPage, trainTable, written } from "./page.ts";

/** Rows of a width and a color, which is the target. */
const ROWS = Array.from({ length: 60 }, (_, k) => [k * 0.5, k % 3 === 0 ? "red" : "blue"] as const);

pageTest("a dropped Parquet file, a workbook and JSON come to the hash of their CSV file", {
  network: false,
  withData: false,
  long: true,
}, async ({ browser, folder }) => {
  const text = ["width,color", ...ROWS.map((row) => row.join(","))].join("\n");
  const csv = await written(folder, "shop.csv", text);
  const { summary } = await trainTable(folder, csv, "color", "--folds", "auto");
  const parquet = writeParquet([
    { name: "width", type: "DOUBLE", values: [ROWS.map(([width]) => width)] },
    {
      name: "color",
      type: "BYTE_ARRAY",
      converted: CONVERTED.UTF8,
      values: [ROWS.map(([, color]) => color)],
    },
  ]);
  const files = {
    "shop.parquet": parquet,
    "shop.xlsx": writeXlsx({ Shop: [["width", "color"], ...ROWS] }),
    "shop.json": new TextEncoder().encode(
      JSON.stringify(ROWS.map(([width, color]) => ({ width, color }))),
    ),
  };
  for (const [name, bytes] of Object.entries(files)) {
    await Deno.writeFile(join(folder, name), bytes);
    const sha256 = await trainInPage(browser, join(folder, name), "color");
    assertEquals(sha256, summary.weightsSha256, name);
  }
});
