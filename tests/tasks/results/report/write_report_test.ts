import { assertEquals } from "@std/assert";
import { join, resolve } from "@std/path";
import { printedPath, reportPath } from "../../../../tasks/results/report/write_report.ts";
import { granted } from "../../../helpers/run_task.ts";

Deno.test(
  "where a report is written is printed from the working folder, of one run and of several",
  { ignore: !granted("read") },
  () => {
    const [one, other] = [join("data", "runs", "one"), join("data", "runs", "other")];
    assertEquals(printedPath(reportPath([one])), join(one, "report.html"));
    const beside = join("data", "runs", "report.html");
    assertEquals(printedPath(reportPath([one, other])), beside);
    assertEquals(printedPath(reportPath([resolve(one), other])), beside);
    assertEquals(printedPath(resolve("..page.html")), "..page.html");
    for (const outside of [resolve("..", "page.html"), join("..", "page.html")]) {
      assertEquals(printedPath(outside), outside);
    }
  },
);
