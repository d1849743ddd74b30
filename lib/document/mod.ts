/** Documents: what they are made of, and the page of one. @module */

export { heading, hint, paragraph, thinned } from "./blocks.ts";
export { html } from "./html.ts";
export { blocks, htmlFile, pageOf } from "./page.ts";
export { STYLE } from "./style.ts";
