/** 2,000 pictures of many sizes, PNG and JPEG, are the same bytes and train to the same weights on every machine. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { armFound, installArmDeno, runOnArm } from "../../helpers/arm.ts";
import { drawSet, SHAPES } from "../../helpers/draw_pictures.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { runHere } from "../../helpers/run_here.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";

const EACH = Math.ceil(2000 / SHAPES.length);

const ignore = !LONG_TESTS || !granted("read", "write", "run", "net") || !await armFound();

Deno.test("2,000 pictures train to the same weights on Arm, and with one, two and three workers", {
  ignore,
}, async () => {
  await using folder = await temporaryFolder();
  const pictures = join(folder.path, "figures");
  await drawSet(pictures, { each: EACH });
  const runs = join(folder.path, "runs");
  const layers = "hidden=[300]"; // large enough for the workers to share
  const shared = ["--runs", runs, "--engine", "wasm", "--no-report"]; // native kernels are another processor's
  const words = ["--images", pictures, ...shared, "--set", layers, "--set", "epochs=3"];
  const kept = async (name: string) => {
    const { data, weightsSha256, workers } = JSON.parse(
      await Deno.readTextFile(join(runs, name, "summary.json")),
    );
    return { data, weightsSha256, workers };
  };
  for (const workers of ["1", "2", "3"]) {
    const more = ["--name", workers, "--workers", workers];
    const { code, stderr } = await runHere(["train", ...words, ...more]);
    assertEquals(code, 0, stderr);
  }
  const deno = await installArmDeno(folder.path);
  const more = ["--name", "arm", "--workers", "1"];
  const flags = ["run", "-q", "-A", "--frozen", "tasks/train.ts"];
  await runOnArm(deno, [...flags, ...words, ...more], join(folder.path, "cache"));
  const first = await kept("1");
  assertEquals(await kept("2"), { ...first, workers: 2 });
  assertEquals(await kept("3"), { ...first, workers: 3 });
  assertEquals(await kept("arm"), first);
});
