/** Training on pictures of the visitor's own in real Chromium, to the command line's bytes. */

import { assertEquals, assertMatch, assertNotEquals, assertThrows } from "@std/assert";
import { walk } from "@std/fs";
import { dirname, join, relative } from "@std/path";
import { readZip } from "../../../lib/formats/read_zip.ts";
import { listPictureFolder } from "../../../tasks/data/picture_folder.ts";
import { pictureInputOf } from "../../../tasks/images/decode_picture.ts";
import { readNetwork } from "../../../tasks/run/read_network.ts";
import { readRun } from "../../../tasks/run/run_folder.ts";
import { drawPicture, drawSet, pngFile } from "../../../tests/helpers/draw_pictures.ts";
import { trained } from "../../../tests/helpers/outcomes.ts";
import { testsWith } from "../../../tests/helpers/tests_with.ts";
import { writeFiles } from "../../../tests/helpers/write_files.ts";
import { folderOf, pickedFolder } from "../folder_files.ts";
import type { Browser } from "./browser.ts";
import { assertAccessible, assertFits, pageTest, wouldAsk } from "./page.ts";

const test = testsWith("read", "write");

/** The files of a folder as a browser gives them. */
async function filesIn(folder: string): Promise<File[]> {
  const files: File[] = [];
  for await (const { path } of walk(folder, { includeDirs: false })) {
    const file = new File([await Deno.readFile(path)], "a");
    const webkitRelativePath = relative(dirname(folder), path).replaceAll("\\", "/");
    files.push(Object.defineProperty(file, "webkitRelativePath", { value: webkitRelativePath }));
  }
  return files.reverse(); // browsers have orders of their own
}

test("a folder that is picked is listed as the command line lists it", async ({ path }) => {
  const cases = [
    ["b/2.png", "b/10.png", "a/é.jpg", "a/e\u0301/1.png", "c/Thumbs.db", "c/x.png", ".git/a.png"],
    [
      "train/b/1.png",
      "train/a/1.png",
      "val/a/2.png",
      "loose.png",
      "test/.DS_Store",
      "test/b/3.png",
    ],
  ];
  for (const [k, names] of cases.entries()) {
    const folder = join(path, `set ${k}`);
    await writeFiles(folder, Object.fromEntries(names.map((name) => [name, name])));
    const { name, files } = await pickedFolder(await filesIn(folder));
    assertEquals(name, `set ${k}`);
    const namesOf = ({ files, ...others }: Awaited<ReturnType<typeof listPictureFolder>>) => ({
      ...others,
      files: Object.entries(files).map(([part, some]) => [
        part,
        some.map(({ className, name }) => [className, name]),
      ]),
    });
    assertEquals(namesOf(folderOf(name, files)), namesOf(await listPictureFolder(folder)));
  }
});

test("several folders at once are the classes; files without a folder are refused", async () => {
  const at = (path: string) =>
    Object.defineProperty(new File([], "a"), "webkitRelativePath", { value: path });
  const { name, files } = await pickedFolder([at("cats/1.png"), at("dogs/1.png")]);
  assertEquals(folderOf(name, files).classNames, ["cats", "dogs"]);
  const loose = await pickedFolder([new File([], "1.png")]);
  assertThrows(() => folderOf(loose.name, loose.files), Error, "pictures/cats");
  const one = await pickedFolder([at("set/cats/1.png")]);
  assertThrows(() => folderOf(one.name, one.files), Error, '"cats" alone');
});

/** Trains on what was picked or drawn, and waits for the verdict. */
async function trainOwn(browser: Browser): Promise<string> {
  await browser.click("own-start");
  await browser.until("!$('#own-start').disabled && !$('#own-verdict').hidden");
  return await browser.text("own-sha256");
}

/** Trains by the command that the page shows on the folder that it names. */
async function hashOfCommand(command: string, folder: string): Promise<string> {
  const [images, ...words] = command.replace("deno task train --images ", "").split(" ");
  const pictures = join(folder, images!);
  const plain = words.map((word) => word.replaceAll("'", ""));
  const run = await trained(folder, "run", ["--images", pictures, ...plain]);
  return (await readRun(run)).summary!.weightsSha256;
}

pageTest("a folder of PNG and JPEG files trains as at the terminal, with a verdict and a module", {
  network: false,
}, async ({ browser, folder }) => {
  const shapes = join(folder, "shapes");
  await drawSet(shapes, { each: 12 });
  await Deno.writeTextFile(join(shapes, "bar", "broken.png"), "no picture");
  await browser.pick("own-folder", shapes);
  await browser.until("$('#own-name')?.textContent > ''");
  await browser.shows({ "own-name": "shapes: 37 files, 3 classes (bar, cross, ring)" });
  await browser.set({ "own-side": 16, "own-color": "colors", "own-seed": 3 });
  const hash = await trainOwn(browser);
  const command = await browser.text("own-command");
  assertEquals(
    command,
    "deno task train --images shapes --set 'dataset.size=[16,16]' --set dataset.color=true --seed 3",
  );
  assertEquals(await hashOfCommand(command, folder), hash);
  assertMatch(await browser.text("own-notes"), /15 % for test.*broken\.png/);
  await browser.shows({
    "own-state": /held-back pictures right, \d+\.\d\d %\.$/,
    "own-verdict":
      /^The network is (better|worse|not measurably better) than .*a linear model.*always “\w+”.*in only 5 test images, /s,
    "own-error": "",
  });
  const { network } = await readNetwork(join(folder, "run"));
  const picture = await pngFile(drawPicture("ring", 77, 40, 40));
  const pixels = await pictureInputOf(picture, { size: [16, 16], color: true });
  const { label } = network.predict({ pixels })[0]!;
  const path = join(folder, "new.png");
  await Deno.writeFile(path, picture);
  await browser.pick("picture-file", path);
  await browser.until("$('#pictures-sentence').textContent.includes('for new.png')");
  await browser.shows({ "pictures-sentence": RegExp(`^(Perhaps )?${label} `) });
  const module = await import(
    `file://${await browser.download("own-module", folder, "shapes.mjs")}`
  );
  assertEquals(module.predict(pixels).label, label);
  assertEquals(await wouldAsk(browser), true);
  await browser.download("own-download", folder, "shapes.safetensors");
  assertEquals(await wouldAsk(browser), false);
  await browser.pick("own-folder", join(shapes, "bar")); // which has no classes
  await browser.until("$('#own-error').textContent !== ''");
  await browser.shows({ "own-error": /^Cannot use bar as pictures: / });
});

const [FALLING, RISING] = [[[0.2, 0.2], [0.8, 0.8]], [[0.8, 0.2], [0.2, 0.8]]];

/** Draws so many examples of each of two classes. */
async function drawExamples(browser: Browser, each: number): Promise<void> {
  await browser.click("own-draw");
  await browser.until("$('#own-classes input') !== null");
  for (const [k, stroke] of [FALLING, RISING].entries()) {
    await browser.evaluate(`$$("#own-classes [type=radio]")[${k}].click()`);
    for (let drawn = 1; drawn <= each; drawn++) {
      const shifted = stroke.map(([x, y]) => [x! + 0.01 * drawn, y! - 0.015 * drawn]);
      await browser.draw("own-paper", [shifted]);
      await browser.click("own-add");
      await browser.until(`$$("#own-classes .own-tiles")[${k}].children.length === ${drawn}`);
    }
  }
}

pageTest("drawings train as the files that they are downloaded as", {
  network: false,
  long: true,
}, async ({ browser, folder }) => {
  await drawExamples(browser, 8);
  await browser.evaluate(`(() => {
    const [name] = $$("#own-classes [maxlength]");
    name.value = "a/b";
    name.dispatchEvent(new Event("input"));
  })()`);
  await browser.shows({ "own-name": "drawings: 16 files, 2 classes (a_b, second)" });
  const hash = await trainOwn(browser);
  const zip = await Deno.readFile(await browser.download("own-save", folder, "drawings.zip"));
  for (const entry of readZip(zip)) await writeFiles(folder, { [entry.name]: await entry.read() });
  assertEquals(await hashOfCommand(await browser.text("own-command"), folder), hash);
  await browser.draw("picture-paper", [FALLING]);
  await browser.shows({ "pictures-sentence": /a_b .*, for your drawing\./ });
  // The next run is of the drawings that there are then.
  await browser.evaluate("$$('#own-classes button')[0].click()");
  await browser.shows({ "own-name": /^drawings: 15 files/ });
  assertNotEquals(await trainOwn(browser), hash);
});

pageTest("axe-core finds no violation where pictures train, and it fits a phone", {
  long: true,
}, async ({ browser }) => {
  await drawExamples(browser, 6);
  await trainOwn(browser);
  await assertAccessible(browser, [390, "dark"], [1280, "light"]);
  for (const [width, scheme] of [[390, "light"], [1280, "dark"]] as const) {
    await browser.emulate(width, 900, scheme);
    await assertFits(browser);
  }
  assertMatch(await browser.text("own-verdict"), /in only \d test images/);
});
