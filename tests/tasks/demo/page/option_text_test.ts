import { assertEquals } from "@std/assert";
import { DEFAULT_MISSING_VALUE_RULE } from "../../../../lib/table/columns.ts";
import { TABLE_FIELDS } from "../../../../tasks/demo/page/table_command.ts";
import { optionOfPage } from "../../../../tasks/demo/page/table_training.ts";

Deno.test("sentences on a table name the controls of the page by their labels", () => {
  assertEquals(optionOfPage("gaps", "drop"), "“Missing values: Drop the row”");
  assertEquals(optionOfPage("kind", "quantity"), "“Kind of answer: Quantity”");
  assertEquals(optionOfPage("without", "sex", "year"), "unticking “sex”, “year”");
  const [first] = Object.keys(TABLE_FIELDS.gaps[1]);
  assertEquals(first, DEFAULT_MISSING_VALUE_RULE); // a form begins with it, as does a command
});
