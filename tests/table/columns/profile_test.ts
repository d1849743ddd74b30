/** What `--describe` shows of columns: a workflow's log has more readers than its table. */

import { assertEquals } from "@std/assert";
import { profileTable } from "../../../lib/table/columns/profile.ts";
import { tableOf } from "../table_fixture.ts";

Deno.test("the range of a column quotes its commonest text only if it is no name or id", async () => {
  const rows = Array.from({ length: 200 }, (_, k) => [
    ...[k % 3 ? "blue" : "red", `C17${k % 21}`, k < 4 ? "Ann" : "", `note ${k}`],
  ]);
  const profile = await profileTable(tableOf([["color", "customer", "name", "note"], ...rows]), {});
  assertEquals(profile.map(({ range }) => range), ['"blue" 67 %', "", "", ""]);
});
