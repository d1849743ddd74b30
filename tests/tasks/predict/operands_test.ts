import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
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
    for (const name of ["10.png", "2.PNG", "3.jpeg", ".hidden.png", "notes.txt"]) {
      await Deno.writeFile(place(`drawings/${name}`), png);
    }
    await Deno.writeFile(place("scan"), png); // of no name
    await Deno.writeFile(place("photo.old"), jpeg);
    for (const name of ["weights", "rows.csv", "rows.TSV", "empty.jpg"]) {
      await Deno.writeTextFile(place(name), "");
    }
    const words = [
      ...["scan", "rows.csv", "run", "drawings", "weights", "none.png", "none.csv.gz", "no-run"],
      ...["photo.old", "rows.TSV", "empty.jpg"],
    ];
    assertEquals(await sortOperands(words.map(place)), {
      runs: ["run", "weights", "no-run"].map(place),
      pictures: [
        ...["scan", "drawings/2.PNG", "drawings/3.jpeg", "drawings/10.png", "none.png"],
        ...["photo.old", "empty.jpg"],
      ].map(place),
      tables: ["rows.csv", "none.csv.gz", "rows.TSV"].map(place),
    });
  },
);

Deno.test("a file of another kind is told, and what to make of it", files, async () => {
  await using temporary = await temporaryFolder();
  const place = (name: string) => join(temporary.path, name);
  await Deno.mkdir(place("empty"));
  await Deno.writeTextFile(place("moving.png"), "GIF89a, whatever its name is");
  for (const name of ["page.pdf", "rows.xlsx"]) await Deno.writeTextFile(place(name), "");
  for (
    const [name, message] of [
      ["empty", "it holds neither weights.safetensors nor PNG or JPEG files"],
      ["moving.png", "moving.png: it is GIF, PNG and JPEG are read"],
      ["page.pdf", "it is PDF, PNG and JPEG are read"],
      ["rows.xlsx", "a table has to be a CSV file; save it as one"],
      ["none.webp", "none.webp: no such file"],
    ] as const
  ) await assertRejects(() => sortOperands([place(name)]), Error, message);
});
