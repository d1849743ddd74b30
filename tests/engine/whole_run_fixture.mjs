// Trains in Deno, Node or Bun by the bundle beside it, with as many workers as said, and prints what it came to in JSON.

import { readFile } from "node:fs/promises";
import process from "node:process";
// @ts-ignore: the bundle is made when it runs
import { trainWholeRuns } from "./whole_run.js";

const bytes = async (name) => new Uint8Array(await readFile(new URL(name, import.meta.url)));
const examples = { images: await bytes("./images"), labels: await bytes("./labels") };
console.log(JSON.stringify(await trainWholeRuns(examples, Number(process.argv[2]))));
