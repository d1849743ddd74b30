/** The page in real Chromium: drawing by pointer events, training to the command line's bytes, for everybody to use. */

import type { ClassResult } from "../../../../tasks/run/run_folder.ts";
import {
  assertEquals,
  assertGreaterOrEqual,
  assertLess,
  assertLessOrEqual,
  assertMatch,
} from "@std/assert";
import { join } from "@std/path";
import { commandLine, PRESETS } from "../../../../tasks/demo/page/settings.ts";
import { findChromium } from "../../../engine/chromium.ts";
import { mnistData } from "../../../helpers/mnist_data.ts";
import { runTask, temporaryFolder } from "../../../helpers/run_task.ts";
import { Browser } from "../browser.ts";
import {
  assertQuiet,
  axeCore,
  click,
  exists,
  pick,
  set,
  testImages,
  textOf,
  trainAtTerminal,
} from "../page.ts";
import { serveDemo } from "../served.ts";
import { strokesOf } from "../strokes.ts";

const chromium = await findChromium();

/** Screens: the widths of a phone and of a desk, in both colour schemes. */
const SCREENS = [390, 1280].flatMap((width) => [[width, "light"], [width, "dark"]] as const);

/** What a visitor may wait for an answer once the pen is lifted, in milliseconds. */
const PATIENCE = 50;

/** How often it may be tried: what else the machine does is not the page's. */
const TRIES = 5;

/** Digits drawn, and how many of them have to be read right. */
const [DRAWN, RIGHT] = [20, 18];

Deno.test({
  name: "Chromium: digits of the test set, drawn by pointer events, are read right and at once",
  ignore: chromium === undefined,
  fn: async () => {
    await using page = await serveDemo();
    await using browser = await Browser.start(chromium!);
    await browser.emulate(1280, 900, "light");
    await browser.open(page.address);
    const { images, labels } = await testImages();
    const times: number[] = [];
    let right = 0;
    for (let k = 0; k < DRAWN; k++) {
      await browser.evaluate("document.getElementById('clear').click()");
      assertEquals(await textOf(browser, "digit"), "–");
      await browser.draw("paper", strokesOf(images.subarray(784 * k, 784 * (k + 1))));
      times.push(await browser.evaluate("+document.getElementById('timing').dataset.milliseconds"));
      if (await textOf(browser, "digit") === String(labels[k])) right++;
    }
    assertGreaterOrEqual(right, RIGHT);
    assertLess(times.toSorted((a, b) => a - b)[DRAWN / 2]!, PATIENCE);
    assertMatch(await textOf(browser, "announcement"), /^An? \d, \d+\.\d %\. Next an? \d, /);
    await assertQuiet(browser, page.address);
  },
});

Deno.test({
  name: "Chromium: the first answer is there 50 ms after mouse, pen or finger is lifted",
  ignore: chromium === undefined,
  fn: async () => {
    await using page = await serveDemo();
    await using browser = await Browser.start(chromium!);
    await browser.emulate(390, 700, "dark");
    await browser.send("Emulation.setTouchEmulationEnabled", { enabled: true });
    const { images, labels } = await testImages();
    for (const pointer of ["mouse", "pen", "finger"] as const) {
      let fastest = Infinity;
      for (let time = 0; time < TRIES && fastest >= PATIENCE; time++) {
        await browser.open(page.address);
        await browser.draw("paper", [strokesOf(images.subarray(0, 784)).flat()], pointer);
        const shown = "document.getElementById('timing').dataset.milliseconds";
        await browser.until(`${shown} !== undefined`);
        fastest = Math.min(fastest, await browser.evaluate(`+${shown}`));
      }
      assertLess(fastest, PATIENCE, pointer);
      assertEquals(await textOf(browser, "digit"), String(labels[0]), pointer);
    }
    await assertQuiet(browser, page.address);
  },
});

Deno.test({
  name: "Chromium: how long an answer took goes when it is read again, by undo or another network",
  ignore: chromium === undefined,
  fn: async () => {
    await using page = await serveDemo();
    await using browser = await Browser.start(chromium!);
    await browser.open(page.address);
    const [down, across] = [[[0.5, 0.2], [0.5, 0.8]], [[0.3, 0.5], [0.7, 0.5]]];
    await browser.draw("paper", [down, across]);
    assertMatch(await textOf(browser, "timing"), /^\d+\.\d ms after the pen was lifted\.$/);
    await click(browser, "undo");
    assertEquals(await textOf(browser, "timing"), "");

    await browser.draw("paper", [across]);
    assertMatch(await textOf(browser, "timing"), /lifted/);
    await set(browser, { epochs: 1, "training-size": 1000 });
    await click(browser, "start");
    await browser.until("!document.getElementById('start').disabled");
    assertMatch(await textOf(browser, "timing"), /lifted/); // the same network still reads
    await click(browser, "use");
    assertMatch(await textOf(browser, "network-name"), /^Read by your 784-30-10, epoch 1/);
    assertMatch(await textOf(browser, "sentence"), /^(An?|Not sure: perhaps an?) \d, /);
    assertEquals(await textOf(browser, "timing"), "");
    await assertQuiet(browser, page.address);
  },
});

Deno.test({
  name: "Chromium: a tap is too little ink to read, and takes back what was read before",
  ignore: chromium === undefined,
  fn: async () => {
    await using page = await serveDemo();
    await using browser = await Browser.start(chromium!);
    await browser.open(page.address);
    await browser.evaluate("document.querySelector('#examples button').click()");
    assertEquals(await textOf(browser, "digit"), "0");
    const tap = [[[0.5, 0.5]]];
    await browser.draw("paper", tap);
    for (const id of ["sentence", "announcement"]) {
      assertEquals(await textOf(browser, id), "That is too little ink to read: draw on.");
    }
    assertEquals(await textOf(browser, "digit"), "–");
    await browser.draw("paper", [[[0.5, 0.2], [0.5, 0.8]]]);
    assertMatch(await textOf(browser, "sentence"), /^An? \d, /);
    await assertQuiet(browser, page.address);
  },
});

Deno.test({
  name: "Chromium: two epochs in the page give the bytes of the command line, from which one draws",
  ignore: chromium === undefined,
  fn: async () => {
    await using page = await serveDemo({ network: false });
    await using browser = await Browser.start(chromium!);
    await browser.open(page.address);
    assertMatch(await textOf(browser, "network-name"), /^There is no network yet/);
    await set(browser, { epochs: 2, "training-size": 10000, hidden: "20", seed: 7 });
    await click(browser, "start");
    await browser.until("!document.getElementById('start').disabled");
    assertMatch(await textOf(browser, "training-state"), /^Done: epoch 2 reads \d+ of 10000/);
    assertEquals(await browser.evaluate("document.getElementById('progress').value"), 1);
    assertEquals(
      await browser.evaluate("document.getElementById('epochs-table').rows.length"),
      3,
    );
    assertMatch(await textOf(browser, "network-name"), /^Read by your 784-20-10, epoch 2/);

    const summary = await trainAtTerminal(await textOf(browser, "command-line"));
    assertEquals(await textOf(browser, "sha256"), summary.weightsSha256);
    const images = `${page.address}data/train-images-idx3-ubyte`;
    assertEquals(browser.requests.includes(images), true); // the worker's requests are seen, too

    // What is downloaded is a network of which the other tasks know everything.
    await using folder = await temporaryFolder();
    const download = { behavior: "allow", downloadPath: folder.path };
    await browser.send("Browser.setDownloadBehavior", download);
    await click(browser, "download");
    const file = join(folder.path, "784-20-10-seed-7-epoch-2.safetensors");
    await exists(file);
    const evaluated = await runTask(["evaluate", file, "--data", await mnistData(), "--json"]);
    assertEquals(evaluated.code, 0, evaluated.stderr);
    assertEquals(JSON.parse(evaluated.stdout).correct, (summary.test as ClassResult).correct);
    await assertQuiet(browser, page.address);
  },
});

Deno.test({
  name: "Chromium: a run is stopped, and keeps its last whole epoch with the command for it",
  ignore: chromium === undefined,
  fn: async () => {
    await using page = await serveDemo({ network: false });
    await using browser = await Browser.start(chromium!);
    await browser.open(page.address);
    const shown = async () =>
      [await textOf(browser, "sha256"), await textOf(browser, "command-line")] as const;
    assertEquals(await shown(), ["after the first epoch", "after the first epoch"]);
    await set(browser, { epochs: 1000, "training-size": 2000 });
    assertEquals(await shown(), ["after the first epoch", "after the first epoch"]);
    await click(browser, "start");
    await browser.until("document.getElementById('epochs-table').rows.length > 2");
    await click(browser, "stop");
    await browser.until("!document.getElementById('start').disabled");
    assertEquals(await browser.evaluate("document.activeElement.id"), "start");

    const state = await textOf(browser, "training-state");
    assertMatch(state, /^Stopped: epoch \d+ reads/);
    const epochs = Number(/\d+/.exec(state)![0]);
    const progress = await browser.evaluate("document.getElementById('progress').value");
    assertGreaterOrEqual(progress, epochs / 1000); // of the whole training
    assertLessOrEqual(progress, (epochs + 1) / 1000);
    const [sha256, command] = await shown();
    const [tutorial] = Object.values(PRESETS);
    assertEquals(command, commandLine({ ...tutorial!, epochs, trainingSize: 2000 }));
    await set(browser, { epochs: 3, hidden: "50", seed: 8 }); // for a next training
    assertEquals(await shown(), [sha256, command]);
    assertEquals((await trainAtTerminal(command)).weightsSha256, sha256);
    await assertQuiet(browser, page.address);
  },
});

Deno.test({
  name: "Chromium: the data is picked as files, compressed or not, and checked",
  ignore: chromium === undefined,
  fn: async () => {
    await using page = await serveDemo({ network: false, withData: false });
    await using browser = await Browser.start(chromium!);
    await browser.open(page.address);
    await set(browser, { epochs: 1, "training-size": 1000 });
    const error = () => textOf(browser, "form-error");
    await click(browser, "start");
    assertEquals(await error(), "Cannot train without data: pick MNIST’s four files.");

    await using folder = await temporaryFolder();
    const mnist = join(await mnistData(), "mnist");
    const names = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"]
      .map((name) => `${name}-ubyte`);
    const good = names.map((name) => join(mnist, name));
    const packed = join(folder.path, `${names[3]}.gz`);
    const plain = await Deno.open(good[3]!);
    await Deno.writeFile(packed, plain.readable.pipeThrough(new CompressionStream("gzip")));
    const wrong = join(folder.path, names[1]!);
    await Deno.writeFile(wrong, (await Deno.readFile(good[1]!)).fill(1, 100, 101));
    const trainWith = async (files: string[]) => {
      await pick(browser, "files", ...files);
      await click(browser, "start");
      await browser.until("!document.getElementById('start').disabled");
    };
    await trainWith(good.slice(1));
    assertMatch(await error(), /^Cannot find train-images-idx3-ubyte, .gz or not, among/);
    await trainWith([good[0]!, wrong, good[2]!, packed]);
    assertMatch(await error(), /^Cannot use train-labels-idx1-ubyte: its SHA-256 is /);
    await trainWith([...good.slice(0, 3), packed]);
    assertEquals(await error(), "");
    assertMatch(await textOf(browser, "training-state"), /^Done: epoch 1/);
    await assertQuiet(browser, page.address);
  },
});

Deno.test({
  name: "Chromium: the field of hidden layers takes what its title says, and nothing else",
  ignore: chromium === undefined,
  fn: async () => {
    await using page = await serveDemo({ network: false });
    await using browser = await Browser.start(chromium!);
    await browser.open(page.address);
    const right = ["", "1", "999", "100, 30", "100,30", " 5 , 4,3, 2 "];
    const wrong = ["0", "1000", "030", "5, 4, 3, 2, 1", "100 30", "30,", "-5", "2.5", "ten"];
    for (const text of [...right, ...wrong]) {
      await set(browser, { hidden: text });
      const valid = await browser.evaluate("document.getElementById('hidden').validity.valid");
      assertEquals(valid, right.includes(text), text);
    }
    // Browsers show the title with their message.
    assertMatch(
      await browser.evaluate("document.getElementById('hidden').title"),
      /^Up to four numbers from 1 to 999 with commas between, such as 100, 30;/,
    );
    await click(browser, "start");
    assertEquals(await textOf(browser, "training-state"), "Not started.");
  },
});

Deno.test({
  name: "Chromium: a test image is chosen by keyboard alone",
  ignore: chromium === undefined,
  fn: async () => {
    await using page = await serveDemo();
    await using browser = await Browser.start(chromium!);
    await browser.open(page.address);
    const focused = () =>
      browser.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent");
    const order: string[] = [];
    do {
      await browser.press("Tab", 9);
      order.push(await focused());
    } while (order.at(-1) !== "Test image of a 4" && order.length < 20);
    // The buttons that do nothing yet are passed over.
    assertEquals(order, [
      "Draw",
      "Train",
      "Your table",
      ...[0, 1, 2, 3, 4].map((k) => `Test image of a ${k}`),
    ]);
    await browser.press("Enter", 13, "\r");
    assertMatch(await textOf(browser, "announcement"), /It is a 4 of the test images\.$/);
    assertEquals(await textOf(browser, "digit"), "4");
    await assertQuiet(browser, page.address);
  },
});

Deno.test({
  name: "Chromium: axe-core finds no violation, on a phone and a desk, in light and in dark",
  ignore: chromium === undefined,
  fn: async () => {
    const axe = await axeCore();
    await using page = await serveDemo();
    await using browser = await Browser.start(chromium!);
    await browser.open(page.address);
    await browser.evaluate("document.querySelector('#examples button').click()");
    await set(browser, { epochs: 1, "training-size": 1000 });
    await click(browser, "start");
    await browser.until("!document.getElementById('start').disabled");
    await browser.evaluate("for (const d of document.querySelectorAll('details')) d.open = true");
    await browser.evaluate(`${axe}; undefined`);
    for (const [width, scheme] of SCREENS) {
      await browser.emulate(width, 900, scheme);
      const found = await browser.evaluate(`axe.run().then(({ violations }) =>
        violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))`);
      assertEquals(found, [], `${width} ${scheme}`);
      const wide = "document.documentElement.scrollWidth - innerWidth";
      assertLess(await browser.evaluate(wide), 1, `${width} ${scheme} scrolls sideways`);
    }
    await assertQuiet(browser, page.address);
  },
});
