/** Trains in this process, then tries to reach the address that it was allowed to reach before; prints what came of it. */

import { trainTask } from "../../../tasks/train.ts";
import { command } from "../../../tasks/train.ts";
import { parseArguments } from "../../../tasks/cli/arguments.ts";

const [address, ...words] = Deno.args;
const before = await fetch(address!);
console.log(`before: ${await before.text()}`);
await trainTask(parseArguments(words, command), new AbortController().signal);
try {
  await fetch(address!);
  console.log("after: reached");
} catch (error) {
  console.log(`after: ${(error as Error).name}`);
}
