import { assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { namesIn, ROOT, temporaryFolder } from "../helpers/run_task.ts";
import { runWorkflow } from "./run_workflow.ts";
import { ignore, printed, tiny } from "./tiny_workflow.ts";
import { artifact, assertEnded, ignoreWhole, storeWithMnist } from "./whole_workflow.ts";

/** In so many milliseconds some epochs are trained, on a quick machine those of the first seed, but not all seeds. */
const SOME_EPOCHS = 5000;

Deno.test({
  name: "the reproduce workflow trains each row on a machine of its own, and prints one table",
  ignore: ignoreWhole,
  fn: async () => {
    await using store = await storeWithMnist();
    const inputs = { only: "nielsen-ch1-30, nielsen-ch3-30", minutes: "0.1" };
    const run = await runWorkflow(".github/workflows/reproduce.yml", { store: store.path, inputs });
    assertEnded(run, "success");
    assertEquals(run.ran, ["plan", "train.0", "train.1", "table"]);
    const table = run.summaries.get("table")!;
    for (const row of ["nielsen-ch1-30", "nielsen-ch3-30"]) {
      assertMatch(table, new RegExp(`^\\| ${row} .*out of time`, "m"));
    }
    const runs = await namesIn(artifact(store, "reproduce-all-1234567890-attempt-1"));
    const rows = runs.map((run) => run.replace(/-30-\d+$/, "-30")); // a quick machine begins a second seed
    assertEquals([...new Set(rows)], ["reproduce-nielsen-ch1-30", "reproduce-nielsen-ch3-30"]);
  },
});

/** In the place of Deno: the row `a` fails in the first attempt and leaves a journal, which the second one removes. */
const DENO = `#!/bin/bash
runs=\${!#}
case "$*" in
  *fetch) mkdir -p data/mnist && touch data/mnist/images ;;
  *--quiet*) (cd runs && grep -r . * | sort | sed 's/^/> /' >&2) ;;
  *) run=$runs/reproduce-$4
    mkdir -p "$run"
    rm -f "$run/journal"
    echo "attempt $GITHUB_RUN_ATTEMPT" > "$run/metrics"
    if [ "$4 $GITHUB_RUN_ATTEMPT" = "a 1" ]; then echo begun > "$run/journal"; exit 1; fi ;;
esac
`;

Deno.test({
  name: "the table has each row as its last attempt left it",
  ignore,
  fn: async () => {
    const text = await Deno.readTextFile(join(ROOT, ".github/workflows/reproduce.yml"));
    const type = "{ type: string }";
    await using workflow = await tiny(text.split("\njobs:")[1]!, {
      inputs: `\n      only: ${type}\n      minutes: ${type}`,
    });
    await using programs = await temporaryFolder();
    await Deno.writeTextFile(join(programs.path, "deno"), DENO, { mode: 0o755 });
    const options = { programs: programs.path, inputs: { only: "a,b", minutes: "1" } };
    const first = await workflow.run(options);
    assertEnded(first, "failure");
    const second = await workflow.run({ ...options, previous: first });
    assertEnded(second, "success");
    assertEquals(printed(second), [
      "reproduce-a/metrics:attempt 2",
      "reproduce-b/metrics:attempt 1",
    ]);
  },
});

Deno.test({
  name: "a row that is not whole goes on in another attempt",
  ignore: ignoreWhole,
  fn: async () => {
    await using store = await storeWithMnist();
    const options = {
      store: store.path,
      inputs: { only: "nielsen-ch3-30", minutes: "0.2" },
    };
    const cancel = new AbortController();
    const first = await runWorkflow(".github/workflows/reproduce.yml", {
      ...options,
      signal: cancel.signal,
      onLine: (line) => line.endsWith(": trains") && setTimeout(() => cancel.abort(), SOME_EPOCHS),
    });
    assertEnded(first, "cancelled");
    const part = join("nielsen-ch3-30-attempt-1", "reproduce-nielsen-ch3-30");
    const left = artifact(store, "reproduce-1234567890-nielsen-ch3-30-attempt-1");
    assertStringIncludes((await namesIn(join(left, part))).join(), "checkpoint.safetensors");

    const second = await runWorkflow(".github/workflows/reproduce.yml", {
      ...options,
      previous: first,
    });
    assertEnded(second, "success");
    assertEquals(second.ran, ["train.0", "table"]);
    assertNotMatch(second.lines.join("\n"), /reproduce-nielsen-ch3-30: trains/); // it goes on, or is whole
  },
});
