/** The door of `lib/checks/`. @module */

export { describe, float32Problem, isObject, joinNames, quote } from "./texts.ts";
export { namesMeant, nameSuggestion, nearestTo, suggestion } from "./meant.ts";
export { rangeText } from "./options.ts";
