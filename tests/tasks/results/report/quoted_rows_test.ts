/** Which texts of rows a report quotes: those that name nobody. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { done } from "../../../helpers/outcomes.ts";
import { testsWith } from "../../../helpers/tests_with.ts";

testsWith("read", "write", "run")(
  "a report's mistakes have levels of small columns, and no customer",
  async ({ path }) => {
    const rows = Array.from(
      { length: 300 },
      (_, k) =>
        `C${17400 + k % 60},${["solo", "team", "pro"][k % 3]},${k * 7 % 90},${"yn"[k * k % 7 % 2]}`,
    );
    const csv = join(path, "orders.csv");
    await Deno.writeTextFile(csv, ["customer,plan,amount,churn", ...rows].join("\n"));
    const words = ["--target", "churn", "--folds", "0", "--set", "epochs=3", "--runs", path];
    await done("train", "--csv", csv, "--name", "run", ...words);
    const run = join(path, "run");
    await done("report", run);
    const { stdout } = await done("report", run, "--format", "markdown");
    for (const page of [stdout, await Deno.readTextFile(join(run, "report.html"))]) {
      assertEquals(page.match(/C17\d+/), null);
      assertMatch(page, /\bteam\b/);
    }
    const worst = await done("evaluate", run, "--worst", "3");
    assertMatch(worst.stdout, /C17\d+/); // for those at the terminal, who have the file
  },
);
