/** The page of pictures in real Chromium: what is dropped or drawn is seen as the command line sees it. */

import { assertEquals, assertLess, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { parseConfig } from "../../../../lib/config.ts";
import { Network } from "../../../../mod.ts";
import { readNetwork } from "../../../../tasks/run/run_folder.ts";
import { pictureInputOf } from "../../../../tasks/images/decode_picture.ts";
import { drawPicture, drawSet, jpegFile, pngFile } from "../../../helpers/draw_pictures.ts";
import { LONG_TESTS } from "../../../helpers/long.ts";
import { runTask, temporaryFolder } from "../../../helpers/run_task.ts";
import { Browser } from "../browser.ts";
import { assertQuiet, axeCore, chromium, click, pick, textOf } from "../page.ts";
import { serveRun } from "../served.ts";

/** Trains on drawn shapes of 14 × 12 pixels. */
async function trainShapes(folder: string): Promise<string> {
  const pictures = join(folder, "pictures");
  await drawSet(pictures, { each: 20 });
  const words = ["--images", pictures, "--runs", folder, "--name", "shapes", "--no-report"];
  const settings = ["--set", "dataset.size=[12,14]", "--set", "epochs=20"];
  const { code, stderr } = await runTask(["train", ...words, ...settings]);
  assertEquals(code, 0, stderr);
  return join(folder, "shapes");
}

/** The gray levels of a canvas. */
const SEEN = `(() => {
  const seen = document.getElementById("picture-seen");
  const copy = new OffscreenCanvas(seen.width, seen.height).getContext("2d");
  copy.drawImage(seen, 0, 0);
  const { data } = copy.getImageData(0, 0, seen.width, seen.height);
  return [...data].filter((_, k) => k % 4 === 0);
})()`;

Deno.test({
  name: "Chromium: PNG and JPEG files are seen and predicted as the command line decodes them",
  ignore: chromium === undefined,
  fn: async () => {
    await using folder = await temporaryFolder();
    const run = await trainShapes(folder.path);
    const { network } = await readNetwork(run);
    await using page = await serveRun(run);
    await using browser = await Browser.start(chromium!);
    await browser.open(page.address);
    assertEquals(await textOf(browser, "picture-size"), "14 × 12 pixels, in gray");
    const picture = drawPicture("cross", 5, 60, 45);
    const files = { "a.png": await pngFile(picture), "b.jpg": jpegFile(picture, 90, 6) };
    for (const [name, bytes] of Object.entries(files)) {
      const path = join(folder.path, name);
      await Deno.writeFile(path, bytes);
      await pick(browser, "picture-file", path);
      await browser.until(
        `document.getElementById("pictures-sentence").textContent.includes("for ${name}")`,
      );
      const pixels = await pictureInputOf(bytes, { size: [12, 14] });
      assertEquals(await browser.evaluate(SEEN), [...pixels], name);
      const { label } = network.predict({ pixels })[0]!;
      const first = /^(?:Perhaps )?(\w+) /.exec(await textOf(browser, "pictures-sentence"))![1];
      assertEquals(first, label, name);
      await click(browser, "picture-invert");
      assertEquals(await browser.evaluate(SEEN), [...pixels].map((value) => 255 - value));
      await click(browser, "picture-invert");
    }
    const text = join(folder.path, "c.png");
    await Deno.writeTextFile(text, "hello");
    await pick(browser, "picture-file", text);
    await browser.until("document.getElementById('picture-error').textContent !== ''");
    assertMatch(await textOf(browser, "picture-error"), /^Cannot read c\.png: .*PNG nor JPEG$/);
    // Nothing of the last answer is left beside the name of a file that is none.
    const left = () =>
      browser.evaluate(`[document.getElementById("pictures-answer").textContent,
        document.getElementById("pictures-sentence").textContent,
        document.getElementById("picture-view").hidden]`);
    assertEquals(await left(), ["–", "No picture yet.", true]);
    await browser.draw("picture-paper", [[[0.2, 0.2], [0.8, 0.8]], [[0.8, 0.2], [0.2, 0.8]]]);
    const named = `[document.getElementById("picture-file").value,
      document.getElementById("picture-error").textContent]`;
    assertEquals(await browser.evaluate(named), ["", ""]);
    assertMatch(await textOf(browser, "pictures-sentence"), /for your drawing\./);
    await click(browser, "picture-clear");
    assertEquals(await left(), ["–", "No picture yet.", true]);
    // Of two files that come at once the last one counts.
    await browser.evaluate(`(() => {
      for (const name of ["first.png", "last.png"]) {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["hello"], name));
        const options = { dataTransfer, bubbles: true, cancelable: true };
        document.getElementById("picture-drop").dispatchEvent(new DragEvent("drop", options));
      }
    })()`);
    await browser.until("document.getElementById('picture-error').textContent !== ''");
    assertMatch(await textOf(browser, "picture-error"), /^Cannot read last\.png: /);
    await assertQuiet(browser, page.address);
  },
});

/** Writes a network of 4 × 3 pixels whose outputs are certain, and by default linear, which are no probabilities. */
async function writeNetwork(
  folder: string,
  certain: readonly number[],
  classNames: readonly string[] | undefined,
  labels?: readonly string[],
): Promise<string> {
  const outputs = certain.length;
  const sizes = [12, outputs];
  const [outputActivation, cost] = labels === undefined
    ? ["linear", "quadratic"] as const
    : ["sigmoid", "crossEntropy"] as const;
  const options = { activation: "relu", outputActivation, cost } as const;
  const network = new Network(sizes, { ...options, ...classNames && { classNames } });
  network.weights[0]!.values.fill(0);
  network.biases[0]!.values.set(certain);
  const dataset = { npz: "a.npz" };
  const path = join(folder, `${outputs}${labels ?? ""}.safetensors`);
  await Deno.writeFile(
    path,
    network.toSafetensors({
      config: JSON.stringify(parseConfig({ dataset, sizes, ...options, trainingSize: 9 })),
      epoch: "1",
      input: JSON.stringify({ version: 1, source: "npz", shape: [3, 4], type: "uint8" }),
      ...labels && { labels: JSON.stringify(labels) },
    }),
  );
  return path;
}

Deno.test({
  name:
    "Chromium: a quantity is a number, a class a name though outputs are no probabilities, and several labels are all shown",
  ignore: chromium === undefined,
  fn: async () => {
    await using folder = await temporaryFolder();
    for (
      const [path, answer] of [
        [await writeNetwork(folder.path, [0.25], undefined), /^0\.25$/],
        [await writeNetwork(folder.path, [1, 3], ["left", "right"]), /^right$/],
        [await writeNetwork(folder.path, [9, -9, 2], undefined, ["a", "b", "c"]), /^a, c$/],
        [await writeNetwork(folder.path, [-9, -1], undefined, ["a", "b"]), /^None$/],
      ] as const
    ) {
      await using page = await serveRun(path);
      await using browser = await Browser.start(chromium!);
      await browser.open(page.address);
      await browser.draw("picture-paper", [[[0.2, 0.2], [0.8, 0.8]]]);
      assertMatch(await textOf(browser, "pictures-answer"), answer);
      assertMatch(await textOf(browser, "pictures-sentence"), /or your drawing\.$/);
      await assertQuiet(browser, page.address);
    }
  },
});

Deno.test({
  name: "Chromium: axe-core finds no violation on the page of pictures, and it fits a phone",
  ignore: chromium === undefined || !LONG_TESTS,
  fn: async () => {
    await using folder = await temporaryFolder();
    const axe = await axeCore();
    await using page = await serveRun(await trainShapes(folder.path));
    await using browser = await Browser.start(chromium!);
    await browser.open(page.address);
    await browser.draw("picture-paper", [[[0.2, 0.2], [0.8, 0.8]]]);
    await browser.evaluate(`${axe}; undefined`);
    for (const [width, scheme] of [[390, "dark"], [1280, "light"]] as const) {
      await browser.emulate(width, 900, scheme);
      // The answer is seen beside or above what is drawn.
      const [answer, paper] = await browser.evaluate(
        `["pictures-answer", "picture-paper"].map((id) =>
        document.getElementById(id).getBoundingClientRect().top)`,
      );
      assertLess(answer, paper, `${width}`);
      const found = await browser.evaluate(`axe.run().then(({ violations }) =>
        violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))`);
      assertEquals(found, [], `${width} ${scheme}`);
      const wide = "document.documentElement.scrollWidth - innerWidth";
      assertLess(await browser.evaluate(wide), 1, `${width} ${scheme} scrolls sideways`);
    }
    await assertQuiet(browser, page.address);
  },
});
