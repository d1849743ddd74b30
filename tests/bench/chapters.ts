/**
 * How the pages of the course feel, in Chromium: what they load without cells, compressed, the script time of each figure's frames while it plays, and the time of each
 * chapter's slowest cell, on this machine and on one with a sixth of its speed.
 *
 *     deno run -A --frozen tests/bench/chapters.ts
 *     deno run -A --frozen tests/bench/chapters.ts 3-backpropagation
 *
 * @module
 */

import { basename } from "@std/path";
import { markdownTable } from "../../tasks/cli/table.ts";
import { programOf } from "../../tasks/book/elements/cell_program.ts";
import { temporaryFolder } from "../helpers/run_task.ts";
import { serveFolder } from "../helpers/serve_folder.ts";
import { buildCourse, bytesOf, openChapter, walked } from "../tasks/book/course_site.ts";
import { Browser } from "../tasks/demo/browser.ts";
import { chromium } from "../tasks/demo/page.ts";

/** How many times slower the processor is made. */
const SLOWNESS = [1, 6];

/** How long a figure plays, in milliseconds. */
const PLAY = 6000;

/** Adds up what the callbacks of each frame take, and lists what blocks the page for longer than 50 ms. */
const TIMED = `
  const ask = requestAnimationFrame;
  globalThis.frames = new Map();
  globalThis.longTasks = [];
  globalThis.requestAnimationFrame = (callback) => ask((time) => {
    const started = performance.now();
    callback(time);
    frames.set(time, (frames.get(time) ?? 0) + performance.now() - started);
  });
  new PerformanceObserver((list) =>
    list.getEntries().forEach(({ duration }) => longTasks.push(duration))
  ).observe({ type: "longtask" });`;

/** Plays a figure for a while, again from its start where it ends, and returns the milliseconds of its frames. */
const play = (k: number) =>
  `(async () => {
  const figure = [...$$("main *")].filter(({ localName }) => /^ink-(?!cell|exercise)/.test(localName))[${k}];
  const button = figure.shadowRoot.querySelector(".play");
  figure.scrollIntoView({ block: "center" });
  await new Promise((done) => setTimeout(done, 1000));
  frames.clear();
  longTasks.length = 0;
  const end = performance.now() + ${PLAY};
  while (button !== null && performance.now() < end) {
    if (button.textContent === "Play") { // not yet, or it came to its end
      button.click();
      if (button.textContent === "Play") figure.shadowRoot.querySelectorAll("button")[2].click();
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  const times = [...frames.values()].sort((a, b) => a - b);
  return { name: figure.localName, times, longest: Math.max(0, ...longTasks) };
})()`;

/** How long a program takes in the page's own thread, where the processor can be slowed, in seconds. */
const timed = (code: string) =>
  `(async () => {
  globalThis[Symbol.for("inkling.cell")] = () => {};
  console.log = () => {};
  const started = performance.now();
  await import(URL.createObjectURL(new Blob([${
    JSON.stringify(code)
  }], { type: "text/javascript" })));
  return (performance.now() - started) / 1000;
})()`;

if (chromium === undefined) throw new Error("Cannot measure chapters: expected Chromium");
await using folder = await temporaryFolder();
const chapters = (await buildCourse(folder.path))
  .filter((chapter) => chapter.includes(Deno.args[0] ?? ""));
await using server = serveFolder(folder.path);
const ms = (time: number | undefined) => (time ?? 0).toFixed(1);
const frames: string[][] = [];
const cells: string[][] = [];
for (const chapter of chapters) {
  const numbers: number[] = [];
  for (const rate of SLOWNESS) {
    await using browser = await Browser.start(chromium);
    await browser.emulate(1280, 900, "light");
    await browser.send("Page.addScriptToEvaluateOnNewDocument", { source: TIMED });
    await openChapter(browser, server.address + chapter);
    if (numbers.length === 0) numbers.push(await bytesOf(browser, folder.path) / 1000);
    await browser.send("Emulation.setCPUThrottlingRate", { rate });
    const { length } = await walked(browser, "settings");
    for (let k = 0; k < length; k++) {
      const { name, times, longest } = await browser.evaluate(play(k));
      const at = (share: number) => ms(times[Math.floor(share * (times.length - 1))]);
      const over = times.filter((time: number) => time > 8).length;
      frames.push([
        name,
        String(rate),
        ...[times.length, at(0.5), at(0.95), at(1), over].map(String),
        ms(longest),
      ]);
    }
    const codes: { code: string; isContinued: boolean }[] = await browser.evaluate(
      `[...$$("ink-cell")].map((cell) => ({ code: cell.code, isContinued: cell.hasAttribute("continued") }))`,
    );
    let before: string[] = [];
    let slowest = 0;
    for (const { code, isContinued } of codes) {
      if (!isContinued) before = [];
      const program = programOf(before, code, `${server.address}docs/book/`).code;
      slowest = Math.max(slowest, await browser.evaluate(timed(program)));
      before.push(code);
    }
    numbers.push(slowest);
  }
  cells.push([basename(chapter, ".html"), ...numbers.map((number) => number.toFixed(1))]);
}
const columns = ["frames", "median ms", "95 % ms", "longest ms", "over 8 ms", "longest task ms"];
const slowest = SLOWNESS.map((rate) => `slowest cell, ${rate} × slower, s`);
console.log(markdownTable([["figure", "× slower", ...columns], ...frames], { numbers: true }));
console.log(markdownTable([["chapter", "kB", ...slowest], ...cells], { numbers: true }));
