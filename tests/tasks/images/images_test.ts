import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { readImage, sortRunsAndImages } from "../../../tasks/images/images.ts";
import { encodePng, pngOf, word } from "../../helpers/encode_png.ts";
import { concat } from "../../formats/fuzz.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";

const files = { ignore: !granted("read", "write") };

const png = await encodePng({
  width: 3,
  height: 2,
  depth: 8,
  colorType: 0,
  at: (x, y) => [x + y],
});

Deno.test("runs are told from images by what they are, not by their place", files, async () => {
  await using temporary = await temporaryFolder();
  const place = (name: string) => join(temporary.path, name);
  for (const folder of ["run", "drawings", "empty"]) await Deno.mkdir(place(folder));
  await Deno.writeTextFile(place("run/weights.safetensors"), "");
  await Deno.writeFile(place("run/plot.png"), png); // a run may hold pictures
  for (const name of ["10.png", "2.PNG", ".hidden.png", "notes.txt"]) {
    await Deno.writeFile(place(`drawings/${name}`), png);
  }
  await Deno.writeFile(place("scan"), png); // of no name
  await Deno.writeTextFile(place("weights"), "");
  const words = ["scan", "run", "drawings", "weights", "none.png", "no-run"].map(place);
  assertEquals(await sortRunsAndImages(words), {
    runs: ["run", "weights", "no-run"].map(place),
    images: ["scan", "drawings/2.PNG", "drawings/10.png", "none.png"].map(place),
  });
  await assertRejects(
    () => sortRunsAndImages([place("empty")]),
    Error,
    "it holds neither weights.safetensors nor PNG files",
  );
  await Deno.writeTextFile(place("photo.JPG"), "");
  const photo = () => sortRunsAndImages([place("photo.JPG")]);
  await assertRejects(photo, Error, "photo.JPG: it is not a PNG");
  await assertRejects(() => sortRunsAndImages(["none.jpg"]), Error, "none.jpg: no such file");
});

Deno.test("an image is read whole, and an error names its file", files, async () => {
  await using temporary = await temporaryFolder();
  const path = join(temporary.path, "image.png");
  await Deno.writeFile(path, png);
  const { width, height, data } = await readImage(path);
  assertEquals([width, height, data[4]], [3, 2, 1]);

  const huge = concat(word(100_000), word(100_000), new Uint8Array([8, 6, 0, 0, 0]));
  const cases: [Uint8Array<ArrayBuffer>, string][] = [
    [png.slice(0, 50), "it ends after 50 bytes"],
    [new Uint8Array(), "it is not a PNG file"],
    [pngOf([["IHDR", huge]]), "it is 100000 × 100000 pixels, at most"],
  ];
  for (const [bytes, message] of cases) {
    await Deno.writeFile(path, bytes);
    await assertRejects(() => readImage(path), Error, `Cannot read ${path}: ${message}`);
  }
  await assertRejects(() => readImage(temporary.path), Error, "it is a folder");
  const none = join(temporary.path, "none.png");
  await assertRejects(() => readImage(none), Error, `Cannot read ${none}: no such file or folder`);
});
