import { assertEquals, assertMatch } from "@std/assert";
import { namesIn } from "../helpers/run_task.ts";
import { runWorkflow } from "./run_workflow.ts";
import { artifact, assertEnded, ignoreWhole, storeWithMnist } from "./whole_workflow.ts";

Deno.test({
  name:
    "the ensemble workflow trains the members on several machines, and prints what they are worth",
  ignore: ignoreWhole,
  fn: async () => {
    await using store = await storeWithMnist();
    const inputs = { config: "tests/actions/sweeps/member.json", members: "3", shards: "2" };
    const run = await runWorkflow(".github/workflows/ensemble.yml", { store: store.path, inputs });
    assertEnded(run, "success");
    assertEquals(run.ran, [
      "data",
      "members/plan",
      "members/shard.0",
      "members/shard.1",
      "members/merge",
      "ensemble",
    ]);
    assertMatch(run.summaries.get("ensemble")!, /ensemble/i);
    const files = await namesIn(artifact(store, "ensemble-1234567890-1"));
    assertEquals(files.includes("committee.json"), true);
  },
});
