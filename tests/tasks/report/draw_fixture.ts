/** Prints the SVG of a chart whose specification is given as JSON. */

import { startCharts } from "../../../tasks/report/charts.ts";

using charts = startCharts();
console.log((await charts.draw(JSON.parse(Deno.args[0]!), "a chart")).text);
