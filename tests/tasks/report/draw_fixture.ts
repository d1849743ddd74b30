/** Prints the SVG of a chart whose specification is given as JSON. */

import { bringCharts } from "../../../tasks/report/charts.ts";

const draw = await (await bringCharts())();
console.log((await draw(JSON.parse(Deno.args[0]!), "a chart")).text);
