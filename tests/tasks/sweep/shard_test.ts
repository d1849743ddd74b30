import { assertEquals } from "@std/assert";
import { shardOf } from "../../../tasks/sweep/shard.ts";

function environment(variables: Record<string, string>) {
  return (name: string) => variables[name];
}

const nothing = environment({});

Deno.test("--shard I/N counts from 1 to N; without it, and without variables, it is the whole sweep", () => {
  assertEquals(shardOf("1/4", undefined, nothing), { index: 1, count: 4 });
  assertEquals(shardOf("4/4", undefined, nothing), { index: 4, count: 4 });
  assertEquals(shardOf(undefined, undefined, nothing), undefined);
});

Deno.test("an array of Slurm may begin anywhere, and have steps", () => {
  const by = "SLURM_ARRAY_TASK_ID";
  const shard = (id: number, count: number, min: number, step = 1) =>
    shardOf(
      undefined,
      undefined,
      environment({
        [by]: String(id),
        SLURM_ARRAY_TASK_COUNT: String(count),
        SLURM_ARRAY_TASK_MIN: String(min),
        SLURM_ARRAY_TASK_STEP: String(step),
      }),
    );
  assertEquals([0, 1, 2].map((id) => shard(id, 3, 0)?.index), [1, 2, 3]);
  assertEquals([1, 2, 3].map((id) => shard(id, 3, 1)?.index), [1, 2, 3]);
  assertEquals(shard(14, 3, 10, 2), { index: 3, count: 3, by });
});

Deno.test("the command line goes before the variables of an array", () => {
  const variables = environment({ SLURM_ARRAY_TASK_ID: "3", SLURM_ARRAY_TASK_COUNT: "4" });
  assertEquals(shardOf("1/2", undefined, variables), { index: 1, count: 2 });
});
