/** The page of pictures in real Chromium: what is dropped or drawn is seen as the command line sees it. */

import { assertEquals, assertLess } from "@std/assert";
import { join } from "@std/path";
import { parseConfig } from "../../../lib/config.ts";
import { Network } from "../../../mod.ts";
import { readNetwork } from "../../../tasks/run/read_network.ts";
import { pictureInputOf } from "../../../tasks/images/decode_picture.ts";
import { drawPicture, drawSet, jpegFile, pngFile } from "../../../tests/helpers/draw_pictures.ts";
import { trained } from "../../../tests/helpers/outcomes.ts";
import { assertAccessible, pageTest, written } from "./page.ts";

/** Trains on drawn shapes of 14 × 12 pixels. */
async function trainShapes(folder: string): Promise<string> {
  const pictures = join(folder, "pictures");
  await drawSet(pictures, { each: 20 });
  const words = ["--images", pictures];
  return await trained(folder, "shapes", words, "dataset.size=[12,14]", "epochs=20");
}

/** The gray levels of a canvas. */
const SEEN = `(() => {
  const seen = $("#picture-seen");
  const copy = new OffscreenCanvas(seen.width, seen.height).getContext("2d");
  copy.drawImage(seen, 0, 0);
  const { data } = copy.getImageData(0, 0, seen.width, seen.height);
  return [...data].filter((_, k) => k % 4 === 0);
})()`;

const [FALLING, RISING] = [[[0.2, 0.2], [0.8, 0.8]], [[0.8, 0.2], [0.2, 0.8]]];

pageTest("PNG and JPEG files are seen and predicted as the command line decodes them", {
  run: trainShapes,
}, async ({ browser, folder }) => {
  const { network } = await readNetwork(join(folder, "shapes"));
  await browser.shows({ "picture-size": "14 × 12 pixels, in gray" });
  const picture = drawPicture("cross", 5, 60, 45);
  const files = { "a.png": await pngFile(picture), "b.jpg": jpegFile(picture, 90, 6) };
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(folder, name);
    await Deno.writeFile(path, bytes);
    await browser.pick("picture-file", path);
    await browser.until(`$("#pictures-sentence").textContent.includes("for ${name}")`);
    const pixels = await pictureInputOf(bytes, { size: [12, 14] });
    assertEquals(await browser.evaluate(SEEN), [...pixels], name);
    const { label } = network.predict({ pixels })[0]!;
    await browser.shows({ "pictures-sentence": RegExp(`^(Perhaps )?${label} `) });
    await browser.click("picture-invert");
    assertEquals(await browser.evaluate(SEEN), [...pixels].map((value) => 255 - value));
    await browser.click("picture-invert");
  }
  const hasError = "$('#picture-error').textContent !== ''";
  await browser.pick("picture-file", await written(folder, "c.png", "hello"));
  await browser.until(hasError);
  await browser.shows({ "picture-error": /^Cannot read c\.png: .*PNG nor JPEG$/ });
  // Nothing of the last answer is left beside the name of a file that is none.
  const showsNothing = async () => {
    await browser.shows({ "pictures-answer": "–", "pictures-sentence": "No picture yet." });
    assertEquals(await browser.evaluate("$('#picture-view').hidden"), true);
  };
  await showsNothing();
  await browser.draw("picture-paper", [FALLING, RISING]);
  assertEquals(await browser.evaluate("$('#picture-file').value"), "");
  await browser.shows({ "picture-error": "", "pictures-sentence": /for your drawing\./ });
  await browser.click("picture-clear");
  await showsNothing();
  // Of two files that come at once the last one counts.
  await browser.drop("picture-drop", "hello", "first.png", "last.png");
  await browser.until(hasError);
  await browser.shows({ "picture-error": /^Cannot read last\.png: / });
});

/** Writes a network of 4 × 3 pixels whose outputs are certain, and by default linear, which are no probabilities. */
function networkOf(
  certain: readonly number[],
  { classNames, labels, from }: {
    classNames?: readonly string[];
    labels?: readonly string[];
    /** The threshold of each label. */
    from?: readonly number[];
  },
) {
  const sizes = [12, certain.length];
  const [outputActivation, cost] = labels === undefined
    ? ["linear", "quadratic"] as const
    : ["sigmoid", "crossEntropy"] as const;
  const options = { activation: "relu", outputActivation, cost } as const;
  const network = new Network(sizes, { ...options, ...classNames && { classNames } });
  network.weights[0]!.values.fill(0);
  network.biases[0]!.values.set(certain);
  const config = parseConfig({ dataset: { npz: "a.npz" }, sizes, ...options, trainingSize: 9 });
  const file = network.toSafetensors({
    config: JSON.stringify(config),
    epoch: "1",
    input: JSON.stringify({ version: 1, source: "npz", shape: [3, 4], type: "uint8" }),
    ...labels && { labels: JSON.stringify(labels) },
    ...from && {
      decision: JSON.stringify({
        thresholds: from.map((from, positive) => ({
          positive,
          from,
          falseAlarm: 1,
          miss: 1,
          promised: { value: 0, low: 0, high: 0 },
        })),
      }),
    },
  });
  return async (folder: string) => {
    await Deno.writeFile(join(folder, "a.safetensors"), file);
    return join(folder, "a.safetensors");
  };
}

for (
  const [what, run, answer] of [
    ["a quantity is a number", networkOf([0.25], {}), "0.25"],
    [
      "a class is a name though outputs are no probabilities",
      networkOf([1, 3], { classNames: ["left", "right"] }),
      "right",
    ],
    ["several labels are all shown", networkOf([9, -9, 2], { labels: ["a", "b", "c"] }), "a, c"],
    [
      "labels are those of their thresholds",
      networkOf([2, -1], { labels: ["a", "b"], from: [0.9, 0.25] }),
      "b",
    ],
    ["no label is none", networkOf([-9, -1], { labels: ["a", "b"] }), "None"],
  ] as const
) {
  pageTest(
    `of a picture ${what}`,
    { run, long: what !== "a quantity is a number" },
    async ({ browser }) => {
      await browser.draw("picture-paper", [FALLING]);
      await browser.shows({ "pictures-answer": answer, "pictures-sentence": /or your drawing\.$/ });
    },
  );
}

pageTest("axe-core finds no violation on the page of pictures, and it fits a phone", {
  long: true,
  run: trainShapes,
}, async ({ browser }) => {
  await browser.draw("picture-paper", [FALLING]);
  await assertAccessible(browser, [390, "dark"], [1280, "light"]);
  // The answer is seen beside or above what is drawn.
  for (const width of [390, 1280]) {
    await browser.emulate(width, 900, "light");
    const [answer, paper] = await browser.evaluate(
      "$$('#pictures-answer, #picture-paper').map((e) => e.getBoundingClientRect().top)",
    );
    assertLess(answer, paper, String(width));
  }
});
