import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { defaultFloor, floorOf } from "../../../tasks/track/floor.ts";
import { testsWith } from "../../helpers/tests_with.ts";

Deno.test("the floor is that of --floor, or else 95 % for MNIST, and none for other data", async () => {
  assertEquals(await floorOf(".9", undefined), { least: 0.9, from: "--floor" });
  assertEquals(await floorOf(undefined, undefined), undefined);
  const usual = { least: 0.95, from: "the default of --floor" };
  assertEquals(defaultFloor({ dataset: "mnist" }), usual);
  assertEquals(defaultFloor({ dataset: "fashion-mnist" }), undefined);
  assertEquals(defaultFloor({ dataset: { csv: "a.csv", target: "b" } }), undefined);
  for (const text of ["95", "1.1", "95%", "0.9.5", ""]) {
    await assertRejects(() => floorOf(text, undefined), UsageError, "from 0 to 1");
  }
});

testsWith("read", "write")(
  "the floor of a config is its published accuracy less the tolerance",
  async ({ path: folder }) => {
    const path = join(folder, "config.json");
    const floor = async (reproduces: object) => {
      const published = { source: "a book", ...reproduces };
      await Deno.writeTextFile(path, JSON.stringify({ reproduces: published }));
      return await floorOf(undefined, path);
    };
    assertEquals(await floor({ accuracy: 0.9542, tolerance: 0.004, epoch: "best" }), {
      least: 0.9502,
      of: { split: "test", epoch: "best" },
      from: "the published 95.42 % less its tolerance",
    });
    assertEquals(await floor({ error: 0.016, tolerance: 0.002, split: "validation" }), {
      least: 0.982,
      of: { split: "validation", epoch: "last" },
      from: "the published 98.40 % less its tolerance",
    });
    assertEquals(
      (await floorOf("0.5", path))?.from,
      "--floor", // the option counts before the file
    );
    assertEquals(await floor({}), undefined);
    assertEquals(await floor({ accuracy: 0.999, committee: true, seeds: 5 }), undefined);
    await assertRejects(() => floorOf(undefined, join(folder, "none")), UsageError);
  },
);
