/** Charts as SVG, in the colors of the page. @module */

export { lineChart } from "./line_chart.ts";
export { dots, type Ink, inkOf, stroke } from "./marks.ts";
export { line, type Pixel, plot, svg, text } from "./plot.ts";
export { linearScale, logScale, type Scale, stepOf } from "./scale.ts";
