import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { namesIn, ROOT, temporaryFolder } from "../helpers/run_task.ts";
import { runWorkflow } from "./run_workflow.ts";
import { ignore, tiny } from "./tiny_workflow.ts";
import { artifact, assertEnded, ignoreWhole, storeWithMnist } from "./whole_workflow.ts";
import type { WorkflowRun } from "./workflow_run.ts";

const HISTORY = "history-1234567890-1";

/** In the place of GitHub's command: one run before this one, with its artifacts in a folder; none without that folder. */
const GH = `#!/bin/sh
artifacts='ARTIFACTS'
case "$1 $2" in
  "run download") mkdir -p "$7" && cp -R "$artifacts/$5/." "$7" ;;
  "api "*) ls "$artifacts" | sed -n 's/^history-/2026-11-25T03:17:00Z 1 &/p' ;;
esac
`;

/** In the place of GitHub's command: an older run that was run again after a newer one. */
const AGAIN = `#!/bin/sh
case "$1 $2" in
  "run download") mkdir -p "$7" && echo "$3 $5" > "$7/history.jsonl" ;;
  "api "*) printf '%s\\n' '2026-11-24T03:17:00Z 8 history-8-1' '2026-11-25T09:00:00Z 7 history-7-2' \
    '2026-11-23T03:17:00Z 7 history-7-1' ;;
esac
`;

/** Runs the workflow in a store of its own, after the run of another store. */
async function night(store: string, before: string): Promise<WorkflowRun> {
  await using programs = await temporaryFolder();
  const gh = GH.replace("ARTIFACTS", join(before, "artifacts"));
  await Deno.writeTextFile(join(programs.path, "gh"), gh, { mode: 0o755 });
  return await runWorkflow(".github/workflows/train.yml", {
    store,
    programs: programs.path,
  });
}

Deno.test({
  name: "the training workflow compares a run with the last, and fails if its weights are others",
  ignore: ignoreWhole,
  fn: async () => {
    await using first = await storeWithMnist();
    await using second = await storeWithMnist();
    await using third = await storeWithMnist();

    assertEnded(await night(first.path, "no run before"), "success");
    const run = await namesIn(artifact(first, "run-1234567890-1"));
    assertStringIncludes(run.join(), "weights.safetensors");

    const same = await night(second.path, first.path);
    assertEnded(same, "success");
    assertMatch(same.summaries.get("train")!, /^- ok: the weights are those of /m);
    const history = join(artifact(second, HISTORY), "history.jsonl");
    const text = await Deno.readTextFile(history);
    assertEquals(text.trimEnd().split("\n").length, 2);

    // As if the last run had left other weights.
    const other = text.replaceAll(/"weightsSha256":"\w{8}/g, '"weightsSha256":"00000000');
    await Deno.writeTextFile(history, other);
    const worse = await night(third.path, second.path);
    assertEnded(worse, "failure");
    assertMatch(worse.summaries.get("train")!, /^- FAILED: the weights are not those of /m);
    const kept = await namesIn(artifact(third, "run-1234567890-1"));
    assertStringIncludes(kept.join(), "weights.safetensors");
  },
});

Deno.test({
  name: "the training workflow goes on with the newest history, whichever run it is of",
  ignore,
  fn: async () => {
    const text = await Deno.readTextFile(join(ROOT, ".github/workflows/train.yml"));
    await using workflow = await tiny(text.split("\njobs:")[1]!);
    await using programs = await temporaryFolder();
    const deno = "#!/bin/sh\ncase \"$*\" in *track*) sed 's/^/> /' data/history/*; esac\n";
    for (const [name, script] of [["gh", AGAIN], ["deno", deno]] as const) {
      await Deno.writeTextFile(join(programs.path, name), script, { mode: 0o755 });
    }
    const run = await workflow.run({ programs: programs.path });
    assertEquals(run.summaries.get("train"), "> 7 history-7-2\n", run.lines.join("\n"));
  },
});
