/**
 * How the pages of the course feel in Chromium: what a page has to load, compressed, the processor time of the frames of
 * figures that play, and the time of the slowest cell, on this machine and on one with a sixth of its speed.
 *
 *     deno run -A --frozen packages/lab/bench/chapters.ts
 *     deno run -A --frozen packages/lab/bench/chapters.ts 3-backpropagation
 *
 * @module
 */

import { basename } from "@std/path";
import { markdownTable } from "../../../tasks/cli/table.ts";
import { programOf } from "../../course/elements/cell_program.ts";
import { temporaryFolder } from "../../../tests/helpers/run_task.ts";
import { serveFolder } from "../../../tests/helpers/serve_folder.ts";
import { buildCourse, bytesOf, openChapter, walked } from "../../course/tests/course_site.ts";
import { Browser } from "../../page/tests/browser.ts";
import { chromium } from "../../page/tests/page.ts";

/** How many times slower the processor is made. */
const SLOWNESS = [1, 6];

/** How long a figure plays, and what its frames should not exceed, in milliseconds. */
const [PLAY, LONG_FRAME] = [6000, 8];

/** Plays a figure for a while, again from its start where it ends; returns its name. */
const play = (k: number) =>
  `(async () => {
  const isFigure = ({ localName }) => /^ink-(?!cell|exercise)/.test(localName);
  const figure = [...$$("main *")].filter(isFigure)[${k}];
  const [button, , reset] = figure.shadowRoot.querySelectorAll("button");
  figure.scrollIntoView({ block: "center" });
  const end = performance.now() + ${PLAY};
  while (reset !== undefined && performance.now() < end) {
    if (button.textContent === "Play") button.click();
    if (button.textContent === "Play") reset.click(); // it is at its end
    await new Promise((done) => setTimeout(done, 100));
  }
  return figure.localName;
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
const frames: string[][] = [];
const cells: string[][] = [];
for (const chapter of chapters) {
  const numbers: number[] = [];
  for (const rate of SLOWNESS) {
    await using browser = await Browser.start(chromium);
    await browser.emulate(1280, 900, "light");
    await openChapter(browser, server.address + chapter);
    if (numbers.length === 0) numbers.push(await bytesOf(browser, folder.path) / 1000);
    await browser.send("Emulation.setCPUThrottlingRate", { rate });
    const { length } = await walked(browser, "settings");
    for (let k = 0; k < length; k++) {
      let name = "";
      const events = await browser.trace(async () => name = await browser.evaluate(play(k)));
      // Microseconds of the processor, whatever else the machine does.
      const times: number[] = events.filter(({ name, tdur }) =>
        name === "FireAnimationFrame" && tdur !== undefined // it has ended
      )
        .map(({ tdur }) => tdur / 1000).sort((a, b) => a - b);
      if (times.length === 0) continue; // it does not play
      const at = (share: number) => times[Math.floor(share * (times.length - 1))]!.toFixed(1);
      const over = times.filter((time) => time > LONG_FRAME).length;
      const row = [name, rate, times.length, at(0.5), at(0.95), at(1), over];
      frames.push(row.map(String));
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
const columns = ["frames", "median ms", "95 % ms", "longest ms", `over ${LONG_FRAME} ms`];
const slowest = SLOWNESS.map((rate) => `slowest cell, ${rate} × slower, s`);
console.log(markdownTable([["figure", "× slower", ...columns], ...frames], { numbers: true }));
console.log(markdownTable([["chapter", "kB", ...slowest], ...cells], { numbers: true }));
