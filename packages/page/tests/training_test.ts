/** Training in the page in real Chromium: to the command line's bytes, and what the form shows on the way. */

import type { ClassResult } from "../../../tasks/run/run_folder.ts";
import { assertEquals, assertGreaterOrEqual, assertLessOrEqual, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { commandLine, PRESETS } from "../settings.ts";
import { mnistData } from "../../../tests/helpers/mnist_data.ts";
import { runTask } from "../../../tests/helpers/run_task.ts";
import { assertAccessible, pageTest, trainAtTerminal, trainDigits, wouldAsk } from "./page.ts";

pageTest("two epochs in the page give the bytes of the command line, from which one draws", {
  network: false,
}, async ({ browser, address, folder }) => {
  await browser.shows({ "draw-network": /^There is no network yet/ });
  await trainDigits(browser, { epochs: 2, "training-size": 10000, hidden: "20", seed: 7 });
  await browser.shows({
    state: /^Done: epoch 2 reads \d+ of 10000/,
    "draw-network": /^Read by your 784-20-10, epoch 2/,
  });
  const seen = "[$('#progress').value, $('#epochs-table').rows.length]";
  assertEquals(await browser.evaluate(seen), [1, 3]);

  const summary = await trainAtTerminal(await browser.text("command"));
  await browser.shows({ sha256: summary.weightsSha256 });
  const images = `${address}data/train-images-idx3-ubyte`;
  assertEquals(browser.requests.includes(images), true); // the worker's requests are seen, too

  // What is downloaded is a network that the other tasks read.
  const name = "784-20-10-seed-7-epoch-2.safetensors";
  const file = await browser.download("download", folder, name);
  const evaluated = await runTask(["evaluate", file, "--data", await mnistData(), "--json"]);
  assertEquals(evaluated.code, 0, evaluated.stderr);
  assertEquals(JSON.parse(evaluated.stdout).correct, (summary.test as ClassResult).correct);
});

pageTest("a run is stopped, and keeps its last whole epoch with the command for it", {
  long: true,
  network: false,
}, async ({ browser }) => {
  const nothing = { sha256: "", command: "" };
  await browser.shows(nothing);
  await browser.set({ epochs: 1000, "training-size": 2000 });
  await browser.shows(nothing);
  await browser.click("start");
  await browser.until("$('#epochs-table').rows.length > 2");
  await browser.click("stop");
  await browser.until("!$('#start').disabled");
  assertEquals(await browser.evaluate("document.activeElement.id"), "start");

  const state = await browser.text("state");
  assertMatch(state, /^Stopped: epoch \d+ reads/);
  const epochs = Number(/\d+/.exec(state)![0]);
  const progress = await browser.evaluate("$('#progress').value");
  assertGreaterOrEqual(progress, epochs / 1000); // of the whole run
  assertLessOrEqual(progress, (epochs + 1) / 1000);
  const [tutorial] = Object.values(PRESETS);
  const command = commandLine({ ...tutorial!, epochs, trainingSize: 2000 });
  await browser.set({ epochs: 3, hidden: "50", seed: 8 }); // for a next run
  await browser.shows({ command, sha256: (await trainAtTerminal(command)).weightsSha256 });
});

pageTest("the data is picked as files, compressed or not, and checked", {
  long: true,
  network: false,
  withData: false,
}, async ({ browser, folder }) => {
  await browser.set({ epochs: 1, "training-size": 1000 });
  await browser.click("start");
  await browser.shows({ error: "Cannot train without data: pick MNIST’s four files." });

  const mnist = join(await mnistData(), "mnist");
  const names = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"]
    .map((name) => `${name}-ubyte`);
  const good = names.map((name) => join(mnist, name));
  const packed = join(folder, `${names[3]}.gz`);
  const plain = await Deno.open(good[3]!);
  await Deno.writeFile(packed, plain.readable.pipeThrough(new CompressionStream("gzip")));
  const wrong = join(folder, names[1]!);
  await Deno.writeFile(wrong, (await Deno.readFile(good[1]!)).fill(1, 100, 101));
  for (
    const [files, error, state] of [
      [good.slice(1), /^Cannot find train-images-idx3-ubyte, .*picked/, /^Failed before the first/],
      [
        [good[0]!, wrong, good[2]!, packed],
        /^Cannot use train-labels-idx1-ubyte: .*SHA-256/,
        /^Failed before the first/,
      ],
      [[...good.slice(0, 3), packed], "", /^Done: epoch 1/],
    ] as const
  ) {
    await browser.pick("files", ...files);
    await trainDigits(browser, {});
    await browser.shows({ error, state });
  }
});

pageTest("fields take what their titles describe, show what is wrong, and nothing trains before", {
  network: false,
}, async ({ browser }) => {
  const right = ["", "1", "999", "100, 30", "100,30", " 5 , 4,3, 2 "];
  const wrong = ["0", "1000", "030", "5, 4, 3, 2, 1", "100 30", "30,", "-5", "2.5", "ten"];
  for (const text of [...right, ...wrong]) {
    await browser.set({ hidden: text });
    assertEquals(await browser.evaluate("$('#hidden').validity.valid"), right.includes(text), text);
  }
  // Browsers show the title with their message.
  assertMatch(
    await browser.evaluate("$('#hidden').title"),
    /^Up to four numbers from 1 to 999, separated by commas, such as 100, 30;/,
  );
  await browser.set({ "batch-size": 0, "learning-rate": "", l2: -1 });
  await browser.click("start");
  await browser.shows({
    "hidden-error": "Enter up to four whole numbers from 1 to 999, such as 100, 30.",
    "learning-rate-error": "Enter a number from 0.00001 to 100.",
    "batch-size-error": "Enter a whole number from 1 to 1000.",
    "l2-error": "Enter a number from 0 to 1000.",
    "epochs-error": "",
    state: "Not started.",
  });
  const now = "[document.activeElement.id, $('#stop').disabled]";
  assertEquals(await browser.evaluate(now), ["hidden", true]);
  await browser.set({ hidden: "10" });
  await browser.shows({ "hidden-error": "" });
  await browser.set({ preset: Object.keys(PRESETS)[0]! });
  await browser.shows({ "l2-error": "" });
});

pageTest("Adam and momentum give the command line's bytes, and a reload would lose a run", {
  long: true,
  network: false,
}, async ({ browser, address }) => {
  assertEquals(await wouldAsk(browser), false);
  for (const [optimizer, rate] of [["adam", "0.001"], ["momentum", "0.05"]] as const) {
    await browser.set({ epochs: 1, "training-size": 2000, optimizer });
    assertEquals(await browser.evaluate("$('#learning-rate').value"), rate);
    await browser.click("start");
    assertEquals(await wouldAsk(browser), true);
    await browser.until("!$('#start').disabled");
    const command = await browser.text("command");
    assertMatch(command, new RegExp(`--set optimizer.name=${optimizer}`));
    await browser.shows({ sha256: (await trainAtTerminal(command)).weightsSha256 });
    assertEquals(await wouldAsk(browser), true); // the weights are not downloaded
  }
  const granted = { permissions: ["clipboardReadWrite"], origin: new URL(address).origin };
  await browser.send("Browser.grantPermissions", granted);
  await browser.click("copy");
  await browser.until("$('#copy').textContent !== 'Copy'");
  await browser.shows({ copy: /^Copied$|^Selected/ });
});

pageTest("the text of charts keeps its size however wide they are", {
  long: true,
  network: false,
  screen: [1280, "light"],
}, async ({ browser }) => {
  await trainDigits(browser, { epochs: 2, "training-size": 1000 });
  const height = "$('#cost-chart text').getBoundingClientRect().height";
  await browser.until(`${height} > 0`);
  const wide = await browser.evaluate(height);
  await browser.emulate(390, 900, "light");
  await browser.until("$('#cost-chart svg').viewBox.baseVal.width < 380");
  assertEquals(await browser.evaluate(height), wide);
});

pageTest("a run that shows its layers comes to the same weights, with a line for each layer", {
  long: true,
  network: false,
}, async ({ browser }) => {
  const settings = { epochs: 2, "training-size": 500, hidden: "8, 6", activation: "relu" };
  await trainDigits(browser, settings);
  const sha256 = await browser.text("sha256");
  assertEquals(await browser.evaluate("$('#layers').hidden"), true);

  await browser.set({ preset: Object.keys(PRESETS)[1]! });
  await browser.click("observes");
  assertEquals(await browser.evaluate("$('#preset').value"), Object.keys(PRESETS)[1]!);
  await browser.set({ preset: Object.keys(PRESETS)[0]! });
  await trainDigits(browser, settings);
  await browser.until("$$('#layers svg').length === 4");
  await browser.shows({ sha256 });
  const charts = `$$("#layers figcaption").map(({ childNodes }) =>
    [...childNodes].map((node) => node.textContent).join("|"))`;
  assertEquals(await browser.evaluate(charts), [
    "Gradient norms, ‖∂C/∂W‖|layer 1|layer 2|outputs",
    "Weight norms, ‖W‖|layer 1|layer 2|outputs",
    "Saturated activations, %|outputs",
    "Dead units, %|layer 1|layer 2",
  ]);
  assertMatch(
    await browser.evaluate("$('#layers svg').getAttribute('aria-label')"),
    /^Gradient norms, ‖∂C\/∂W‖ by epoch: after 2, layer 1 [\d.]+, layer 2 [\d.]+, outputs [\d.]+$/,
  );
  await assertAccessible(browser, [1280, "light"], [390, "dark"]);
});
