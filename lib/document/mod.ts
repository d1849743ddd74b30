/** Documents: what they are made of, and the page of one. @module */

export { htmlFile } from "./page.ts";
export { STYLE } from "./style.ts";
