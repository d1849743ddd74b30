import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { DEFAULT_MISSING_VALUE_RULE } from "../../../../lib/table/columns.ts";
import { optionOfPage } from "../../../../tasks/demo/page/table_training.ts";
import { granted, ROOT } from "../../../helpers/run_task.ts";

Deno.test("sentences on a table name the controls of the page by their labels", {
  ignore: !granted("read"),
}, async () => {
  const page = await Deno.readTextFile(join(ROOT, "tasks/demo/page/predict.html"));
  const options = [["gaps", "drop"], ["gaps", "mean"], ["gaps", "category"], ["kind", "class"], [
    "kind",
    "quantity",
  ]];
  for (const [option, value] of options as ["gaps" | "kind", string][]) {
    const [, label, choice] = /^“(.+): (.+)”$/.exec(optionOfPage(option, value))!;
    const list = `<select id="table-${option}">[^]*<option value="${value}">${choice}<`;
    assertMatch(page, new RegExp(`${label}\\s+${list}`));
  }
  const first = /<select id="table-gaps">\s*<option value="(\w+)"/.exec(page)![1];
  assertEquals(first, DEFAULT_MISSING_VALUE_RULE); // with which a form begins, and a command without --gaps
  assertEquals(optionOfPage("without", "sex", "year"), "unticking “sex”, “year”");
});
