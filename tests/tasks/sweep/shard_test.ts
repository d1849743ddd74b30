import { assertEquals } from "@std/assert";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { shardOf } from "../../../tasks/sweep/shard.ts";
import { throwsSaying } from "../../helpers/says.ts";

function environment(variables: Record<string, string>) {
  return (name: string) => variables[name];
}

const nothing = environment({});

Deno.test("--shard I/N counts from 1 to N", () => {
  assertEquals(shardOf("1/4", undefined, nothing), { index: 1, count: 4 });
  assertEquals(shardOf("4/4", undefined, nothing), { index: 4, count: 4 });
  for (const wrong of ["0/4", "5/4", "1", "1/0", "a/b", "1/4/2", "-1/4", "1/100001"]) {
    throwsSaying(
      () => shardOf(wrong, undefined, nothing),
      UsageError,
      "expected I/N",
      `"${wrong}"`,
    );
  }
});

Deno.test("without an option or a variable it is the whole sweep", () => {
  assertEquals(shardOf(undefined, undefined, nothing), undefined);
  throwsSaying(() => shardOf(undefined, "4", nothing), UsageError, "--shard I/N");
  throwsSaying(() => shardOf("1/4", "4", nothing), UsageError, "without --shards");
});

Deno.test("an array of Slurm may begin anywhere, and have steps", () => {
  const shard = (id: number, count: number, min: number, step = 1) =>
    shardOf(
      undefined,
      undefined,
      environment({
        SLURM_ARRAY_TASK_ID: String(id),
        SLURM_ARRAY_TASK_COUNT: String(count),
        SLURM_ARRAY_TASK_MIN: String(min),
        SLURM_ARRAY_TASK_STEP: String(step),
      }),
    );
  const by = "SLURM_ARRAY_TASK_ID";
  assertEquals([0, 1, 2].map((id) => shard(id, 3, 0)?.index), [1, 2, 3]);
  assertEquals([1, 2, 3].map((id) => shard(id, 3, 1)?.index), [1, 2, 3]);
  assertEquals(shard(14, 3, 10, 2), { index: 3, count: 3, by });
  // Of --array=3,9 the variables hold the smallest and the count, but not which is which.
  throwsSaying(() => shard(9, 2, 3), UsageError, by, "7 of 2", "--shard I/N");
});

Deno.test("an index of Kubernetes begins at 0, and does not hold how many there are", () => {
  const index = environment({ JOB_COMPLETION_INDEX: "3" });
  const by = "JOB_COMPLETION_INDEX";
  assertEquals(shardOf(undefined, "4", index), { index: 4, count: 4, by });
  throwsSaying(() => shardOf(undefined, "3", index), UsageError, "4 of 3");
  throwsSaying(() => shardOf(undefined, undefined, index), UsageError, "expected --shards N");
  assertEquals(shardOf("1/2", undefined, index), { index: 1, count: 2 }); // the command line counts
});
