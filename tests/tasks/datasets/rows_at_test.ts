import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { rowsAt } from "../../../tasks/datasets/csv/rows_at.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";

Deno.test({
  name: "rows are read as they stand in a file, by the line that they begin on",
  ignore: !granted("read", "write"),
  fn: async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "table.csv");
    await Deno.writeTextFile(path, 'name;size\n"two\nlines";1,5\n\nplain; 2\nlast;3\n');
    const { columns, rows } = await rowsAt(path, [5, 2, 99]);
    assertEquals(columns, ["name", "size"]);
    assertEquals([...rows], [[2, ["two\nlines", "1,5"]], [5, ["plain", " 2"]]]);
    assertEquals((await rowsAt(path, [])).rows.size, 0);
  },
});
