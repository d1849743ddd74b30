/** Prints the script of axe-core, which finds what keeps people with disabilities from using a page. */

import { importNpm } from "../../../tasks/system/import_npm.ts";

const bytes = await importNpm<Uint8Array>("npm:axe-core@4.14.1/axe.min.js", { type: "bytes" });
console.log(new TextDecoder().decode(bytes));
