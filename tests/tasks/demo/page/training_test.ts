/** Training in the page in real Chromium: to the command line's bytes, and what the form shows on the way. */

import type { ClassResult } from "../../../../tasks/run/run_folder.ts";
import { assertEquals, assertGreaterOrEqual, assertLessOrEqual, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { commandLine, PRESETS } from "../../../../tasks/demo/page/settings.ts";
import { mnistData } from "../../../helpers/mnist_data.ts";
import { runTask, temporaryFolder } from "../../../helpers/run_task.ts";
import { click, exists, pageTest, pick, set, textOf, trainAtTerminal } from "../page.ts";

pageTest(
  "Chromium: two epochs in the page give the bytes of the command line, from which one draws",
  { network: false },
  async ({ browser, address }) => {
    await browser.open(address);
    assertMatch(await textOf(browser, "draw-network"), /^There is no network yet/);
    await set(browser, { epochs: 2, "training-size": 10000, hidden: "20", seed: 7 });
    await click(browser, "start");
    await browser.until("!document.getElementById('start').disabled");
    assertMatch(await textOf(browser, "state"), /^Done: epoch 2 reads \d+ of 10000/);
    assertEquals(await browser.evaluate("document.getElementById('progress').value"), 1);
    assertEquals(
      await browser.evaluate("document.getElementById('epochs-table').rows.length"),
      3,
    );
    assertMatch(await textOf(browser, "draw-network"), /^Read by your 784-20-10, epoch 2/);

    const summary = await trainAtTerminal(await textOf(browser, "command"));
    assertEquals(await textOf(browser, "sha256"), summary.weightsSha256);
    const images = `${address}data/train-images-idx3-ubyte`;
    assertEquals(browser.requests.includes(images), true); // the worker's requests are seen, too

    // What is downloaded is a network that the other tasks read.
    await using folder = await temporaryFolder();
    const download = { behavior: "allow", downloadPath: folder.path };
    await browser.send("Browser.setDownloadBehavior", download);
    await click(browser, "download");
    const file = join(folder.path, "784-20-10-seed-7-epoch-2.safetensors");
    await exists(file);
    const evaluated = await runTask(["evaluate", file, "--data", await mnistData(), "--json"]);
    assertEquals(evaluated.code, 0, evaluated.stderr);
    assertEquals(JSON.parse(evaluated.stdout).correct, (summary.test as ClassResult).correct);
  },
);

pageTest("Chromium: a run is stopped, and keeps its last whole epoch with the command for it", {
  long: true,
  network: false,
}, async ({ browser, address }) => {
  await browser.open(address);
  const shown = async () =>
    [await textOf(browser, "sha256"), await textOf(browser, "command")] as const;
  assertEquals(await shown(), ["", ""]);
  await set(browser, { epochs: 1000, "training-size": 2000 });
  assertEquals(await shown(), ["", ""]);
  await click(browser, "start");
  await browser.until("document.getElementById('epochs-table').rows.length > 2");
  await click(browser, "stop");
  await browser.until("!document.getElementById('start').disabled");
  assertEquals(await browser.evaluate("document.activeElement.id"), "start");

  const state = await textOf(browser, "state");
  assertMatch(state, /^Stopped: epoch \d+ reads/);
  const epochs = Number(/\d+/.exec(state)![0]);
  const progress = await browser.evaluate("document.getElementById('progress').value");
  assertGreaterOrEqual(progress, epochs / 1000); // of the whole run
  assertLessOrEqual(progress, (epochs + 1) / 1000);
  const [sha256, command] = await shown();
  const [tutorial] = Object.values(PRESETS);
  assertEquals(command, commandLine({ ...tutorial!, epochs, trainingSize: 2000 }));
  await set(browser, { epochs: 3, hidden: "50", seed: 8 }); // for a next run
  assertEquals(await shown(), [sha256, command]);
  assertEquals((await trainAtTerminal(command)).weightsSha256, sha256);
});

pageTest("Chromium: the data is picked as files, compressed or not, and checked", {
  long: true,
  network: false,
  withData: false,
}, async ({ browser, address }) => {
  await browser.open(address);
  await set(browser, { epochs: 1, "training-size": 1000 });
  const error = () => textOf(browser, "error");
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
  assertMatch(await error(), /^Cannot find train-images-idx3-ubyte, .*picked/);
  await trainWith([good[0]!, wrong, good[2]!, packed]);
  assertMatch(await error(), /^Cannot use train-labels-idx1-ubyte: .*SHA-256/);
  await trainWith([...good.slice(0, 3), packed]);
  assertEquals(await error(), "");
  assertMatch(await textOf(browser, "state"), /^Done: epoch 1/);
});

pageTest("Chromium: the field of hidden layers takes what its title describes, and nothing else", {
  network: false,
}, async ({ browser, address }) => {
  await browser.open(address);
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
  assertEquals(await textOf(browser, "state"), "Not started.");
});

pageTest("Chromium: each field shows what is wrong with it, and nothing trains until it is right", {
  network: false,
  withData: true,
}, async ({ browser, address }) => {
  await browser.open(address);
  await set(browser, { "batch-size": 0, "learning-rate": "", l2: -1, hidden: "ten" });
  await click(browser, "start");
  const errors = ["hidden", "learning-rate", "batch-size", "l2", "epochs"].map((id) =>
    textOf(browser, `${id}-error`)
  );
  assertEquals(await Promise.all(errors), [
    "Enter up to four whole numbers from 1 to 999, such as 100, 30.",
    "Enter a number from 0.00001 to 100.",
    "Enter a whole number from 1 to 1000.",
    "Enter a number from 0 to 1000.",
    "",
  ]);
  assertEquals(await browser.evaluate("document.activeElement.id"), "hidden");
  assertEquals(await textOf(browser, "state"), "Not started.");
  assertEquals(await browser.evaluate("document.getElementById('live').hidden"), true);
  await set(browser, { hidden: "10" });
  assertEquals(await textOf(browser, "hidden-error"), "");
  await set(browser, { preset: Object.keys(PRESETS)[0]! });
  assertEquals(await textOf(browser, "l2-error"), "");
});

pageTest(
  "Chromium: Adam and momentum give the command line's bytes, and a reload would lose a run",
  { long: true, network: false },
  async ({ browser, address }) => {
    await browser.open(address);
    const wouldAsk = () =>
      browser.evaluate(`(() => {
        const event = new Event("beforeunload", { cancelable: true });
        dispatchEvent(event);
        return event.defaultPrevented;
      })()`);
    assertEquals(await wouldAsk(), false);
    for (const [optimizer, rate] of [["adam", "0.001"], ["momentum", "0.05"]] as const) {
      await set(browser, { epochs: 1, "training-size": 2000, optimizer });
      const shown = await browser.evaluate("document.getElementById('learning-rate').value");
      assertEquals(shown, rate);
      await click(browser, "start");
      assertEquals(await wouldAsk(), true);
      await browser.until("!document.getElementById('start').disabled");
      const command = await textOf(browser, "command");
      assertMatch(command, new RegExp(`--set optimizer.name=${optimizer}`));
      const { weightsSha256 } = await trainAtTerminal(command);
      assertEquals(await textOf(browser, "sha256"), weightsSha256);
      assertEquals(await wouldAsk(), true); // the weights are not downloaded
    }
    const granted = { permissions: ["clipboardReadWrite"], origin: new URL(address).origin };
    await browser.send("Browser.grantPermissions", granted);
    await browser.evaluate("document.getElementById('copy').click()");
    await browser.until("document.getElementById('copy').textContent !== 'Copy'");
    assertMatch(await textOf(browser, "copy"), /^Copied$|^Selected/);
  },
);

pageTest("Chromium: the text of charts keeps its size however wide they are", {
  long: true,
  network: false,
}, async ({ browser, address }) => {
  await browser.emulate(1280, 900, "light");
  await browser.open(address);
  await set(browser, { epochs: 2, "training-size": 1000 });
  await click(browser, "start");
  await browser.until("!document.getElementById('start').disabled");
  const height = "document.querySelector('#cost-chart text').getBoundingClientRect().height";
  await browser.until("document.querySelector('#cost-chart text') !== null");
  const wide = await browser.evaluate(height);
  await browser.emulate(390, 900, "light");
  await browser.until("document.querySelector('#cost-chart svg').viewBox.baseVal.width < 380");
  assertEquals(await browser.evaluate(height), wide);
});
