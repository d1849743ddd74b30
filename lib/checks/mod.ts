/** The door of `lib/checks/`. @module */

export { joinNames, quote } from "./texts.ts";
export { suggestion } from "./meant.ts";
export { rangeText } from "./options.ts";
