/** Charts as SVG, in the colors of the page. @module */

export { lineChart } from "./line_chart.ts";
export { type Ink, inkOf, stroke } from "./marks.ts";
export { line, type Pixel, svg, text } from "./plot.ts";
export { linearScale, type Scale, stepOf } from "./scale.ts";
