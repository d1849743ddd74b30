import { assertEquals, assertRejects } from "@std/assert";
import { ensureDir } from "@std/fs";
import { dirname, join } from "@std/path";
import { sortOperands } from "../../../tasks/predict/operands.ts";
import { encodePng } from "../../helpers/encode_png.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";

const files = { ignore: !granted("read", "write") };

const png = await encodePng({
  width: 3,
  height: 2,
  depth: 8,
  colorType: 0,
  at: (x, y) => [x + y],
});

const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);

Deno.test(
  "runs, pictures and tables are told apart by what they are, not by their place",
  files,
  async () => {
    await using temporary = await temporaryFolder();
    const place = (name: string) => join(temporary.path, name);
    for (const folder of ["run", "drawings"]) await Deno.mkdir(place(folder));
    await Deno.writeTextFile(place("run/weights.safetensors"), "");
    await Deno.writeFile(place("run/plot.png"), png); // a run may hold pictures
    await Deno.mkdir(place("drawings/more"));
    for (const name of ["10.png", "2.PNG", "3.jpeg", "4.jfif", ".hidden.png", "more/1.png"]) {
      await Deno.writeFile(place(`drawings/${name}`), png);
    }
    await Deno.writeTextFile(place("drawings/notes.txt"), "what was drawn");
    await Deno.writeTextFile(place("drawings/moving.png"), "GIF89a, whatever its name is");
    await Deno.writeFile(place("scan"), png); // of no name
    await Deno.writeFile(place("photo.old"), jpeg);
    for (const name of ["weights", "rows.csv", "rows.TSV", "iris.data", "empty.jpg"]) {
      await Deno.writeTextFile(place(name), "");
    }
    const words = [
      ...["scan", "rows.csv", "run", "drawings", "weights", "none.png", "none.csv.gz", "no-run"],
      ...["photo.old", "rows.TSV", "iris.data", "empty.jpg"],
    ];
    assertEquals(await sortOperands(words.map(place)), {
      runs: ["run", "weights", "no-run"].map(place),
      pictures: [
        ...["scan", "drawings/2.PNG", "drawings/3.jpeg", "drawings/4.jfif", "drawings/10.png"],
        ...["none.png", "photo.old", "empty.jpg"],
      ].map(place),
      tables: ["rows.csv", "none.csv.gz", "rows.TSV", "iris.data"].map(place),
      arrays: [],
      notes: ['Left out 2 files that are not PNG or JPEG: "moving.png", "notes.txt"'],
    });
  },
);

Deno.test("a folder without pictures stands for those in its folders", files, async () => {
  await using temporary = await temporaryFolder();
  const place = (name: string) => join(temporary.path, name);
  for (const name of ["set/cats/10.png", "set/cats/2.png", "set/.cache/1.png", "set/ants/a.png"]) {
    await ensureDir(dirname(place(name)));
    await Deno.writeFile(place(name), png);
  }
  await Deno.writeTextFile(place("set/cats/moving.gif"), "GIF89a…");
  const { pictures, notes } = await sortOperands([place("set")]);
  assertEquals(pictures, ["set/ants/a.png", "set/cats/2.png", "set/cats/10.png"].map(place));
  assertEquals(notes, [
    `Left out 1 file that is not PNG or JPEG: ${JSON.stringify(join("cats", "moving.gif"))}`,
  ]);
});

Deno.test("a file of another kind is told, and what to make of it", files, async () => {
  await using temporary = await temporaryFolder();
  const place = (name: string) => join(temporary.path, name);
  await Deno.mkdir(place("empty"));
  await Deno.mkdir(place("moving"));
  await Deno.writeTextFile(place("moving/a.gif"), "GIF89a…");
  await Deno.writeTextFile(place("moving.png"), "GIF89a, whatever its name is");
  assertEquals((await sortOperands([place("moving.png")])).pictures, [place("moving.png")]); // told with the others
  for (const name of ["page.pdf", "rows.xlsx"]) await Deno.writeTextFile(place(name), "");
  for (
    const [name, message] of [
      ["empty", "it holds neither weights.safetensors nor PNG or JPEG files"],
      ["moving", 'nor PNG or JPEG files, but "a.gif"'],
      ["page.pdf", "it is a PDF file; only PNG and JPEG are read"],
      ["rows.xlsx", "a table has to be a CSV file; save it as one"],
      ["none.webp", "none.webp: no such file"],
    ] as const
  ) await assertRejects(() => sortOperands([place(name)]), Error, message);
});
