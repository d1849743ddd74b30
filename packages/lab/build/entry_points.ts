/** Prints the entry points of the library for `deno doc`: the files that `exports` of `deno.json` names. @module */

import settings from "../../../deno.json" with { type: "json" };

console.log(Object.values(settings.exports).join(" "));
