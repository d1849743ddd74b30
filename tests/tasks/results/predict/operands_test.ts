import { assertEquals } from "@std/assert";
import { ensureDir } from "@std/fs";
import { dirname, join } from "@std/path";
import { asOperands, sortOperands } from "../../../../tasks/results/predict/operands.ts";
import { encodePng } from "../../../helpers/encode_png.ts";
import { testsWith } from "../../../helpers/tests_with.ts";

const test = testsWith("read", "write");

const size = { width: 3, height: 2, depth: 8, colorType: 0 } as const;
const png = await encodePng({ ...size, at: (x, y) => [x + y] });

const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);

test("runs, pictures and tables are sorted by what they are, in any order", async (folder) => {
  const at = (name: string) => join(folder.path, name);
  for (const name of ["run", "drawings"]) await Deno.mkdir(at(name));
  await Deno.writeTextFile(at("run/weights.safetensors"), "");
  await Deno.writeFile(at("run/plot.png"), png); // a run may hold pictures
  await Deno.mkdir(at("drawings/more"));
  for (const name of ["10.png", "2.PNG", "3.jpeg", "4.jfif", ".hidden.png", "more/1.png"]) {
    await Deno.writeFile(at(`drawings/${name}`), png);
  }
  await Deno.writeTextFile(at("drawings/notes.txt"), "what was drawn");
  await Deno.writeTextFile(at("drawings/moving.png"), "GIF89a, whatever its name is");
  await Deno.writeFile(at("scan"), png); // of no name
  await Deno.writeFile(at("photo.old"), jpeg);
  for (const name of ["weights", "rows.csv", "rows.TSV", "iris.data", "empty.jpg"]) {
    await Deno.writeTextFile(at(name), name === "weights" ? "of a network" : "");
  }
  const words = [
    "scan",
    "rows.csv",
    "run",
    "drawings",
    "weights",
    "none.png",
    "none.csv.gz",
    "no-run",
    "photo.old",
    "rows.TSV",
    "iris.data",
    "empty.jpg",
    "drawings/moving.png",
  ];
  assertEquals(await sortOperands(words.map(at)), {
    runs: ["run", "weights", "no-run"].map(at),
    pictures: [
      "scan",
      "drawings/2.PNG",
      "drawings/3.jpeg",
      "drawings/4.jfif",
      "drawings/10.png",
      "none.png",
      "photo.old",
      "empty.jpg",
      "drawings/moving.png", // reported with the others
    ].map(at),
    tables: ["rows.csv", "none.csv.gz", "rows.TSV", "iris.data"].map(at),
    arrays: [],
    notes: ['Left out 2 files that are not PNG or JPEG: "moving.png", "notes.txt"'],
  });
});

test("a folder without pictures stands for those in its folders", async (folder) => {
  const at = (name: string) => join(folder.path, name);
  for (const name of ["set/cats/10.png", "set/cats/2.png", "set/.cache/1.png", "set/ants/a.png"]) {
    await ensureDir(dirname(at(name)));
    await Deno.writeFile(at(name), png);
  }
  await Deno.writeTextFile(at("set/cats/moving.gif"), "GIF89a…");
  const { pictures, notes } = await sortOperands([at("set")]);
  assertEquals(pictures, ["set/ants/a.png", "set/cats/2.png", "set/cats/10.png"].map(at));
  assertEquals(notes, [
    `Left out 1 file that is not PNG or JPEG: ${JSON.stringify(join("cats", "moving.gif"))}`,
  ]);
});

Deno.test("options that name a run or a file are answered by the command without them", () => {
  const command = (...words: string[]) => asOperands(words[0]!.replace(/^--|=.*/g, ""), words);
  assertEquals(command("--csv", "new.csv", "penguins"), "deno task predict new.csv penguins");
  assertEquals(
    command("--run=penguins", "--csv=my rows.csv", "--out", "a.csv"),
    "deno task predict penguins 'my rows.csv' --out a.csv",
  );
  assertEquals(command("--images", "photos/", "animals"), "deno task predict photos/ animals");
  assertEquals(command("--colour", "x"), undefined);
});
