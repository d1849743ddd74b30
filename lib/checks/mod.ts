/** The door of `lib/checks/`. @module */

export { float32Problem } from "./float32.ts";
export { namesMeant, nameSuggestion } from "./meant.ts";
export { joinNames } from "./names.ts";
export { isObject } from "./objects.ts";
export { rangeText } from "./option.ts";
export { describe } from "./options.ts";
export { quote } from "./shell.ts";
export { nearestTo, suggestion } from "./suggestion.ts";
