import { assertEquals } from "@std/assert";
import { tableCommand } from "../../../../tasks/demo/page/table_command.ts";

Deno.test("a name that begins with a hyphen is no option of the command", () => {
  const settings = { target: "-log p", without: ["-1", "a-b"], kind: undefined } as const;
  assertEquals(
    tableCommand("-t.csv", { ...settings, gaps: "category", seed: 1 }),
    "deno task train --csv=-t.csv '--target=-log p' --without=-1 --without a-b",
  );
});

Deno.test("the command for a table has what is not as usual", () => {
  const usual = {
    target: "species",
    without: [],
    kind: undefined,
    gaps: "category",
    seed: 1,
  } as const;
  assertEquals(tableCommand("iris.csv", usual), "deno task train --csv iris.csv --target species");
  assertEquals(
    tableCommand(
      "my table.csv",
      {
        target: "body mass",
        without: ["year", "row number"],
        kind: "quantity",
        gaps: "mean",
        seed: 7,
      },
      12,
    ),
    "deno task train --csv 'my table.csv' --target 'body mass' --without year " +
      "--without 'row number' --kind quantity --gaps mean --seed 7 --set epochs=12",
  );
});

Deno.test("the command for a table names a rule for missing values that is not the one of new runs", () => {
  const usual = { target: "a", without: [], kind: undefined, seed: 1 } as const;
  for (const gaps of ["drop", "mean"] as const) {
    assertEquals(
      tableCommand("t.csv", { ...usual, gaps }),
      `deno task train --csv t.csv --target a --gaps ${gaps}`,
    );
  }
});
