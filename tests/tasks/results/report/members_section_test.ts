/** The report of a run over folds: what it is, its members, and runs without folds beside it. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { done, trained } from "../../../helpers/outcomes.ts";
import { granted } from "../../../helpers/run_task.ts";
import { IRISES } from "../../../helpers/shared_runs.ts";
import { testsWhere } from "../../../helpers/tests_with.ts";

/** The text of a page without its tags. */
async function textOf(path: string): Promise<string> {
  const html = await Deno.readTextFile(path);
  return html.replaceAll(/<(style|script)[^]*?<\/\1>/g, "").replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");
}

testsWhere(granted("read", "write", "run"))(
  "the report of a run over folds has its families, their epochs, and all parameters",
  async ({ path }) => {
    const train = (name: string, folds: number) =>
      trained(path, name, [...IRISES, "--folds", `${folds}`], "epochs=3", "hidden=[4]");
    const [run, plain] = [await train("folds", 3), await train("plain", 0)];
    await done("report", run);
    const text = await textOf(join(run, "report.html"));
    const { families, epoch } = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
    assertEquals([families.length, epoch.length], [3, 9]);
    assertMatch(text, /An ensemble of [36] networks over 3 folds, with hidden layers of 4 units/);
    assertMatch(
      text,
      /Each network was trained on 2 of 3 folds of \d+ rows, and the remaining fold chose its epoch/,
    );
    assertMatch(text, /weights and biases in the file’s 9 networks/);
    assertMatch(text, /Members Each network was trained on 2 of 3 folds\./);
    for (const { name, sizes, members } of families) {
      assertStringIncludes(text, `${name} ${sizes.join("-")} ${members} `);
    }
    assertMatch(text, /This is the first of 9 networks: piecewise, trained without fold 1\./);
    const both = join(path, "both.html");
    await done("report", run, plain, "--out", both);
    assertStringIncludes(
      await textOf(both),
      "Runs over folds validate on every row outside the test part",
    );
  },
);
