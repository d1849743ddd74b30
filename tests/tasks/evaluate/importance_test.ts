/** What is printed of the importance of columns. */

import { assertEquals } from "@std/assert";
import type { Importances } from "../../../lib/evaluate/mod.ts";
import { importanceText } from "../../../tasks/evaluate/importance.ts";

const column = (mean: number) => ({ mean, deviation: mean / 8, drops: [] });

const importance: Importances = {
  ...{ metric: "logLoss", score: 0.1523, examples: 5000, all: 12_000 },
  columns: [column(0), column(0.0123456), column(0.00001234)],
};

Deno.test("digits follow the size, so that a small importance is no 0.00, and the rows are counted", () => {
  const columns = importance.columns.map((one, k) => ({ ...one, name: `c${k}` }));
  assertEquals(
    importanceText(importance, [columns[1]!, columns[2]!, columns[0]!]),
    "What the columns are worth: how much log loss rises if one is shuffled, on 5,000 of 12,000 rows, 10 times;\n" +
      "it is 0.1523 as they are. Around zero or below, the column did not help on these rows\n\n" +
      "column     rise  deviation\n" +
      "c1      0.01235   0.001543\n" +
      "c2      1.23e-5    1.54e-6\n" +
      "c0            0          0",
  );
  const few = { ...importance, metric: "r2", examples: 90, all: 90 } as const;
  assertEquals(
    importanceText(few, [columns[1]!]).split("\n")[0],
    "What the columns are worth: how much R² falls if one is shuffled, on 90 rows, 10 times;",
  );
});
