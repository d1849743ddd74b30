/** Pictures predicted by runs on pictures of one's own. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { parse } from "@std/csv";
import { join } from "@std/path";
import { ensureDir } from "@std/fs";
import { formatIdx } from "../../../../lib/formats/idx.ts";
import { formatNpz } from "../../../../lib/formats/npz.ts";
import { RandomStream } from "../../../../lib/numerics/random.ts";
import { drawSet, jpegFile, pngFile } from "../../../helpers/draw_pictures.ts";
import { done, jsonOf, quiet, refused, trained } from "../../../helpers/outcomes.ts";
import { runHere } from "../../../helpers/run_here.ts";
import { testsWith } from "../../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

/** A picture, one part of which is red and another blue; noise if there are no colors. */
function picture(width: number, height: number, at: (x: number, y: number) => readonly number[]) {
  const data = new Uint8Array(4 * width * height);
  for (let k = 0; k < width * height; k++) {
    data.set([...at(k % width, Math.floor(k / width)), 255], 4 * k);
  }
  return { width, height, data };
}

/** Trains on a folder; returns the run. */
function train(folder: string, data: string[], ...set: string[]): Promise<string> {
  return trained(join(folder, "runs"), "run", data, "epochs=15", ...set);
}

test("pictures are predicted by name, in the size and colors of the run", async (folder) => {
  const at = (name: string) => join(folder.path, name);
  const random = new RandomStream(1, "data", 0);
  const flag = (top: number) => (_x: number, y: number) =>
    (y < 12) === (top === 0) ? [200 + random.below(50), 30, 30] : [30, 30, 200 + random.below(50)];
  for (const [top, name] of ["red over blue", "blue over red"].entries()) {
    await ensureDir(at(`flags/${name}`));
    for (let k = 0; k < 20; k++) {
      const drawn = picture(30, 24, flag(top));
      const bytes = k % 2 === 0 ? await pngFile(drawn) : jpegFile(drawn);
      await Deno.writeFile(at(`flags/${name}/${k}.${["png", "jpg"][k % 2]}`), bytes);
    }
  }
  const set = ["dataset.size=[6,8]", "dataset.color=true"];
  const run = await train(folder.path, ["--images", at("flags")], ...set);
  await ensureDir(at("new"));
  await Deno.writeFile(at("new/1.png"), await pngFile(picture(90, 24, flag(0))));
  await Deno.writeFile(at("new/2.jpg"), jpegFile(picture(30, 24, flag(1))));
  const noise = () => [0, 1, 2].map(() => random.below(256));
  await Deno.writeFile(at("new/3.png"), await pngFile(picture(8, 6, noise)));
  const { classes, images } = JSON.parse(await quiet("predict", run, at("new"), "--json"));
  assertEquals(classes, ["blue over red", "red over blue"]);
  const [red, blue, noisy] = images.map(({ prediction, unfamiliar }: Record<string, unknown>) => [
    prediction,
    unfamiliar,
  ]);
  assertEquals([red, blue], [["red over blue", false], ["blue over red", false]]);
  assertEquals(noisy[1], true);
  const many = await done("predict", run, at("new"));
  assertMatch(many.stdout, /^image +answer +blue over red % +red over blue % +caution$/m);
  assertMatch(many.stdout, /^\S+2\.jpg +blue over red +\d+\.\d/m);
  assertMatch(many.stdout, /^\S+3\.png .* unlike the training data/m);

  await Deno.writeTextFile(at("new/4.png"), "cut");
  const out = at("predicted.csv");
  const unusable = /^Wrote .*predicted\.csv\nerror: Cannot use 1 of 4 images$/m;
  await refused(["predict", run, at("new"), "--out", out], unusable);
  const [header, ...rows] = parse(await Deno.readTextFile(out));
  const names = "file,prediction,probability blue over red,probability red over blue,caution";
  assertEquals(header!.join(), names);
  const files = ["new/1.png", "new/2.jpg", "new/3.png", "new/4.png"];
  assertEquals(rows.map(([file]) => file), files.map(at));
  const doubts = rows.map(([, name, , , caution]) => `${name}: ${caution}`);
  assertEquals(doubts.slice(0, 2), ["red over blue: ", "blue over red: "]);
  assertMatch(doubts[2]!, /: unlike the training data/);
  assertEquals(rows[3]!.slice(1, 4), ["", "", ""]);
  assertMatch(doubts[3]!, /^: no prediction: Cannot read .*4\.png: it is neither PNG nor JPEG$/);
  const itself = at("picture.csv");
  await Deno.copyFile(at("new/1.png"), itself);
  const message = /it is the file to predict; --out names another/;
  await refused(["predict", run, itself, "--out", itself, "--force"], message);

  await Deno.writeTextFile(at("moving.gif"), "GIF89a…");
  const some = await runHere(["predict", run, at("moving.gif"), at("new/1.png")]);
  assertEquals(some.code, 1);
  assertMatch(some.stderr, /moving\.gif: it is a GIF file; only PNG and JPEG are read$/m);
  assertMatch(some.stdout, /1\.png +red over blue/);

  const { stdout } = await done("predict", run, at("new/1.png"), "--show");
  assertMatch(stdout, /^\S+1\.png: red over blue$/m);
  assertMatch(stdout, /^red over blue +\d+\.\d % +█+/m);

  const table = /did not learn from a table, .* not a PNG or JPEG/;
  await refused(["predict", run, "tests/outsider/iris.csv"], table);
});

test("pictures of several labels get all that they have", async (folder) => {
  const at = (name: string) => join(folder.path, name);
  const random = new RandomStream(1, "data", 0);
  const count = 160;
  const labels = Uint8Array.from({ length: 3 * count }, () => random.below(2));
  const stripes = (k: number) => (_x: number, y: number) => {
    const gray = 200 * labels[3 * k + Math.floor(y / 4)]! + random.below(50);
    return [gray, gray, gray];
  };
  const pixels = Array.from({ length: count }, (_, k) => {
    const { data } = picture(12, 12, stripes(k));
    return [...data].filter((_, j) => j % 4 === 0);
  });
  const bytes = Uint8Array.from(pixels.flat());
  const x = { dtype: "U8", shape: [count, 12, 12], bytes } as const;
  const y = { dtype: "U8", shape: [count, 3], bytes: labels } as const;
  await Deno.writeFile(at("stripes.npz"), formatNpz([["x", x], ["y", y]]));
  const run = await train(folder.path, ["--npz", at("stripes.npz")], "epochs=60");
  await ensureDir(at("new"));
  const expected: string[][] = [];
  for (let k = 0; k < 6; k++) {
    await Deno.writeFile(at(`new/${k}.png`), await pngFile(picture(12, 12, stripes(k))));
    expected.push(["0", "1", "2"].filter((_, j) => labels[3 * k + j] === 1));
  }
  const { images } = await jsonOf("predict", run, at("new"));
  assertEquals(
    images.map(({ prediction, unsure }: Record<string, unknown>) => [prediction, unsure]),
    expected.map((names) => [names, false]),
  );
  const [, first] = (await done("predict", run, at("new"))).stdout.split("\n");
  assertMatch(first!, new RegExp(`0\\.png +${expected[0]!.join(", ") || "none"} `));
  const out = at("predicted.csv");
  await done("predict", run, at("new"), "--out", out);
  const rows = parse(await Deno.readTextFile(out)).slice(1);
  assertEquals(rows.map(([, names]) => names), expected.map((names) => names.join(" ")));
  const { stdout } = await done("evaluate", run);
  assertMatch(stdout, /^\d+ \/ 24 with all labels right, \d.*\nOf single answers /m);
  assertMatch(stdout, /^label +precision +recall +F1 +ROC area +examples\n0 +\d+\.\d\d %/m);
});

test("gray pictures of any size, and a run on IDX files", async (folder) => {
  const at = (name: string) => join(folder.path, name);
  const random = new RandomStream(2, "data", 0);
  await ensureDir(at("idx"));
  const labels = Uint8Array.from({ length: 120 }, (_, k) => k % 2);
  const images = Uint8Array.from({ length: 120 * 25 }, (_, k) => {
    const [example, column] = [Math.floor(k / 25), k % 5];
    return (labels[example] === 1 ? column > 2 : column < 2) ? 180 + random.below(70) : 0;
  });
  const write = (name: string, shape: number[], data: Uint8Array<ArrayBuffer>) =>
    Deno.writeFile(at(`idx/${name}`), formatIdx({ type: "uint8", shape, data }));
  await write("train-images-idx3-ubyte", [120, 5, 5], images);
  await write("train-labels-idx1-ubyte", [120], labels);
  await Deno.writeTextFile(at("idx/classes.txt"), "left\nright\n");
  const run = await train(folder.path, ["--idx", at("idx")]);
  const right = picture(50, 50, (x) => new Array(3).fill(x > 29 ? 220 : 0));
  await Deno.writeFile(at("right.png"), await pngFile(right));
  assertMatch((await done("predict", run, at("right.png"))).stdout, /^\S+right\.png: right$/m);

  await drawSet(at("set"), { each: 8 });
  const other = await train(folder.path, ["--images", at("set")]);
  const together = await done("predict", other, other, at("set/bar"));
  assertMatch(together.stdout, /^image +answer +bar % +cross % +ring %/m);
  assert(!together.stdout.includes("--show"));
});
