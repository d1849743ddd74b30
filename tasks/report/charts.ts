/**
 * Charts: specifications of Vega-Lite, rendered to SVG in the colours of the page they are put in.
 *
 * Vega and Vega-Lite come from npm, and run in a worker that has no permission, whatever the task has: they get a
 * specification and give back text. They need neither a browser nor a canvas, and estimate how wide text is.
 *
 * @module
 */

import { Html, html } from "./html.ts";

/** A specification in Vega-Lite, less what is the same in all of them. */
export type Spec = { readonly [key: string]: unknown };

/** Renders a specification; `label` is for those who cannot see the chart. */
export type DrawChart = (spec: Spec, label: string) => Promise<Html>;

/** What draws charts, until it is ended. */
export interface Charts extends Disposable {
  /** Draws one. */
  readonly draw: DrawChart;
}

/** What the worker answers to a specification: its SVG, or why there is none. */
type Answer = { readonly svg: string } | { readonly problem: string };

/**
 * The worker's program. It is text, so that the packages are in no graph of our modules: whatever imports those would
 * download them. Vega-Lite's warnings on specifications are for their authors, and dropped.
 */
const WORKER = `
import { parse, View } from "npm:vega@6.4.0";
import { compile } from "npm:vega-lite@6.5.0";

const drop = () => logger;
const logger = { level: drop, error: drop, warn: drop, info: drop, debug: drop };
onmessage = async ({ data: spec }) => {
  try {
    const view = new View(parse(compile(spec, { logger }).spec), { renderer: "none" });
    postMessage({ svg: await view.toSVG() });
    view.finalize();
  } catch (error) {
    postMessage({ problem: String(error) });
  }
};
`;

/** The size of a chart in pixels: small, so that its text stays readable on a phone; a wide page puts two in a row. */
const [WIDTH, HEIGHT] = [440, 270];

/** The look; colours are the page's variables, so that they follow light, dark and print. */
const CONFIG = {
  aria: false, // the label says it all
  background: null,
  font: "inherit",
  padding: 2,
  view: { stroke: null },
  axis: {
    domainColor: "var(--rule-strong)",
    gridColor: "var(--rule)",
    labelColor: "var(--muted)",
    labelFlush: false, // each label under its own tick
    labelFontSize: 13,
    labelPadding: 6,
    tickColor: "var(--rule-strong)",
    tickSize: 4,
    titleColor: "var(--muted)",
    titleFontSize: 13,
    titleFontWeight: "normal",
    titlePadding: 8,
  },
  axisX: { grid: false },
  axisY: { domain: false, ticks: false },
};

/** Starts what draws charts. A drawing fails with a message for people if Vega does not run or cannot draw it. */
export function startCharts(): Charts {
  const worker = new Worker(`data:text/javascript,${encodeURIComponent(WORKER)}`, {
    type: "module",
    name: "charts",
    deno: { permissions: "none" },
  });
  const waiting: PromiseWithResolvers<string>[] = [];
  let broken: Error | undefined;
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    const { resolve, reject } = waiting.shift()!; // it answers in the order of the specifications
    if ("svg" in data) resolve(data.svg);
    else reject(new Error(`Cannot draw a chart: ${data.problem}`));
  };
  worker.onerror = (event) => {
    event.preventDefault(); // or it would end this process
    broken = new Error(`Cannot draw charts: Vega does not run (${event.message.split("\n")[0]})`);
    for (const { reject } of waiting.splice(0)) reject(broken);
  };
  return {
    async draw(spec, label): Promise<Html> {
      if (broken !== undefined) throw broken;
      const drawn = Promise.withResolvers<string>();
      waiting.push(drawn);
      worker.postMessage(whole(spec));
      return dressed(await drawn.promise, label);
    },
    [Symbol.dispose]: () => worker.terminate(),
  };
}

/** The specification with what is the same in all of them. */
function whole(spec: Spec): Spec {
  return {
    width: WIDTH,
    height: HEIGHT,
    autosize: { type: "fit", contains: "padding" },
    ...spec,
    config: CONFIG,
  };
}

/** The SVG without needless attributes, with a label, as wide as there is room. */
function dressed(svg: string, label: string): Html {
  const [, width, content] = /^<svg[^>]* viewBox="0 0 ([\d.]+)[^>]*>([^]*)<\/svg>$/.exec(svg)!;
  const [, viewBox] = / (viewBox="[^"]*")/.exec(svg)!;
  const lean = content!
    .replaceAll(/<path class="(?:background|foreground)"[^>]*\/>/g, "")
    .replaceAll(/<\w[^>]*>/g, leanTag);
  return html`
    <svg class="chart" role="img" aria-label="${label}" ${new Html(viewBox!)}
      style="max-width:${width!}px">${new Html(lean)}</svg>
  `;
}

/** A tag without roles and the like; coordinates to a hundredth of a pixel. */
function leanTag(tag: string): string {
  return tag
    .replaceAll(/ (?:class|pointer-events|role|aria-[a-z]+)="[^"]*"/g, "")
    .replaceAll(/ opacity="1"/g, "")
    .replaceAll(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2))));
}
