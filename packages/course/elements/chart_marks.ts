/** The axes and lines of a chart, as SVG, drawn again and again while something learns. @module */

import { escapeHtml, Html } from "../../../lib/document/html.ts";
import { create, setHtml } from "../../page/elements.ts";

/** A line's points, x and y; y of a logarithmic chart is above 0. */
export type Points = readonly (readonly [x: number, y: number])[];

/** What a chart shows. */
export interface ChartOptions {
  readonly title: string;
  /** What the steps are. */
  readonly x: string;
  /** How many steps there will be, so that the axis stays as it is. */
  readonly steps: number;
  /** The name of each line, in the order of their points. */
  readonly lines: readonly string[];
  /** Whether the values are on a logarithmic axis. Default: false */
  readonly log?: boolean;
  /** The least and the largest value. Default: those of the points, and 0 unless the axis is logarithmic */
  readonly range?: readonly [low: number, high: number];
}

/** The drawing's own units: its size, and how far in the lines are. */
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [400, 230, 54, 22, 10, 40];

/** The part of the drawing that is shown: all of it. */
export const VIEW_BOX = `0 0 ${WIDTH} ${HEIGHT}`;

/** The most points of a line that are drawn: there are no more pixels; and where the machine is slow. */
const [MAX_POINTS, FEWEST_POINTS] = [300, 75];

/** Dashes distinguish lines as well as colors do. */
const DASHES = ["", "8 4", "2 4", "10 4 2 4", "5 2", "1 6"];
const COLORS = ["#1d5fbf", "#b3560b", "#12755b", "#8a3ea8", "#a3264d", "#5b6700"]
  .map((color, k) => `var(--series-${k + 1}, ${color})`);

/** The color of the class or line k, which may be a page's own. */
export function colorOf(k: number): string {
  return COLORS[k % COLORS.length]!;
}

/** How line k is drawn, as attributes. */
export const strokeOf = (k: number) =>
  `fill="none" stroke="${colorOf(k)}" stroke-width="2.5" stroke-linejoin="round" ` +
  `stroke-dasharray="${DASHES[k % DASHES.length]}"`;

/** Ticks of an axis: 1, 2 or 5 times a power of ten apart; powers of ten on a logarithmic axis, whose ends are exponents. */
export function ticksBetween(low: number, high: number, isLog = false): number[] {
  const span = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(span));
  const rough = [1, 2, 5, 10].find((factor) => factor * power >= span * 0.999)! * power;
  const size = isLog ? Math.max(1, Math.round(rough)) : rough;
  const first = Math.ceil(low / size - 1e-9);
  const count = Math.floor(high / size + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, k) => Number(((first + k) * size).toPrecision(12)));
}

/** The least and the largest of some numbers, apart. */
function endsOf(numbers: readonly number[], fallback: readonly [number, number]): [number, number] {
  const known = numbers.filter(Number.isFinite);
  if (known.length === 0) return [...fallback];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return high > low ? [low, high] : [low, low + 1];
}

/** The axes and lines of a chart, in SVG. */
export function chartMarks(
  lines: readonly Points[],
  { x: xTitle, steps, log = false, range }: ChartOptions,
  detail = 1,
): Html {
  const shown = lines.map((points) =>
    thinned(points, Math.max(MAX_POINTS * detail, FEWEST_POINTS))
  );
  const height = (y: number) => log ? Math.log10(y) : y;
  const heights = shown.flatMap((points) => points.map(([, y]) => height(y)));
  let [low, high] = range ?? endsOf(log ? heights : [0, ...heights], log ? [-3, 0] : [0, 1]);
  if (log) [low, high] = [Math.floor(low), Math.ceil(high)];
  const px = (x: number) => LEFT + (WIDTH - LEFT - RIGHT) * x / steps;
  const py = (y: number) => TOP + (HEIGHT - TOP - BOTTOM) * (high - y) / (high - low);
  const text = (x: number, y: number, anchor: string, label: string) =>
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${label}</text>`;
  const rows = ticksBetween(low, high, log).map((y) =>
    `<path d="M${LEFT} ${py(y).toFixed(1)}H${WIDTH - RIGHT}" stroke="var(--rule, #e4e7eb)"/>` +
    text(LEFT - 6, py(y) + 5, "end", log ? powerText(y) : numberText(y))
  );
  const columns = ticksBetween(0, steps).map((x) =>
    text(px(x), HEIGHT - BOTTOM + 18, "middle", numberText(x))
  );
  const paths = shown.map((points, k) => {
    const at = points.filter(([, y]) => Number.isFinite(height(y)))
      .map(([x, y]) =>
        `${px(x).toFixed(1)} ${py(Math.min(high, Math.max(low, height(y)))).toFixed(1)}`
      );
    return at.length === 0 ? "" : `<path d="M${at.join("L")}h.01" ${strokeOf(k)}/>`;
  });
  const title = text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 5, "middle", escapeHtml(xTitle));
  return new Html([...rows, ...columns, title, ...paths].join(""));
}

const numberText = (value: number) => String(value).replace("-", "\u2212");
const powerText = (exponent: number) =>
  `10<tspan dy="-0.4em" font-size="70%">${numberText(exponent)}</tspan>`;

/** Every n-th point, so that few enough are left, and the last. */
function thinned(points: Points, most: number): Points {
  const every = Math.ceil(points.length / most);
  return every <= 1 ? points : points.filter((_, k) => k % every === 0 || k === points.length - 1);
}

/** A chart with its title and the names of its lines. */
export class LineChart {
  readonly element: HTMLElement;
  readonly #drawing: Element;
  readonly #options: ChartOptions;

  constructor(options: ChartOptions) {
    this.#options = options;
    const names = options.lines.map((name, k) =>
      `<span><svg width="34" height="10" aria-hidden="true"><path d="M2 5H32" ${
        strokeOf(k)
      }/></svg> ${escapeHtml(name)}</span>`
    );
    this.element = create("div", { className: "chart" });
    setHtml(
      this.element,
      new Html(
        `<p>${escapeHtml(options.title)}</p><svg class="lines" viewBox="${VIEW_BOX}" role="img" ` +
          `aria-label="${escapeHtml(options.title)}"></svg><p class="names">${names.join("")}</p>`,
      ),
    );
    this.#drawing = this.element.querySelector(".lines")!;
  }

  /** Draws the lines as they are now. */
  draw(lines: readonly Points[], detail: number): void {
    setHtml(this.#drawing, chartMarks(lines, this.#options, detail));
  }
}
