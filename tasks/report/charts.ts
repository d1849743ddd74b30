/**
 * Charts: specifications of Vega-Lite, rendered to SVG in the colours of the page they are put in.
 *
 * Vega and Vega-Lite come from npm when a report is made, see `import_npm.ts`. They run without a browser, a canvas or a
 * permission, and estimate how wide text is.
 *
 * @module
 */

import { explain } from "../system/explain.ts";
import { bringNpm } from "../system/import_npm.ts";
import { Html, html } from "./html.ts";

const PACKAGES = ["npm:vega@6.4.0", "npm:vega-lite@6.5.0"];

/** A specification in Vega-Lite, less what is the same in all of them. */
export type Spec = { readonly [key: string]: unknown };

/** Renders a specification; `label` is for those who cannot see the chart. */
export type DrawChart = (spec: Spec, label: string) => Promise<Html>;

/** What is used of the packages. */
interface Vega {
  View: new (
    runtime: unknown,
    options: object,
  ) => { toSVG(): Promise<string>; finalize(): unknown };
  parse(spec: unknown): unknown;
}
interface VegaLite {
  compile(spec: unknown, options: object): { spec: unknown };
}

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

/**
 * Brings Vega from npm, if it is not there.
 *
 * @returns what starts it: it fails with a message for people if it could not be brought
 */
export async function bringCharts(): Promise<() => Promise<DrawChart>> {
  const start = await bringNpm(PACKAGES);
  return async () => {
    try {
      const [vega, vegaLite] = await start() as [Vega, VegaLite];
      return (spec, label) => draw(vega, vegaLite, spec, label);
    } catch (error) {
      throw new Error(
        "Cannot draw charts: Vega could not be brought from npm, which needs the network once " +
          `(${explain(error).split("\n")[0]})`,
        { cause: error },
      );
    }
  };
}

async function draw(vega: Vega, { compile }: VegaLite, spec: Spec, label: string): Promise<Html> {
  const whole = {
    width: WIDTH,
    height: HEIGHT,
    autosize: { type: "fit", contains: "padding" },
    ...spec,
    config: CONFIG,
  };
  const view = new vega.View(vega.parse(compile(whole, { logger: SILENT }).spec), {
    renderer: "none",
  });
  try {
    return dressed(await view.toSVG(), label);
  } finally {
    view.finalize();
  }
}

/** Vega-Lite's warnings on specifications are for their authors: they are dropped. */
const SILENT = {
  level: () => SILENT,
  error: () => SILENT,
  warn: () => SILENT,
  info: () => SILENT,
  debug: () => SILENT,
};

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
