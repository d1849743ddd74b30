/**
 * Takes and lets go of a run's folder again and again, for the test of the lock. A witness beside the folder, a file that is
 * made only if there is none, shows whether somebody else holds the folder at the same time.
 * @module
 */

import { RunFolder } from "../../../tasks/run/run_writer.ts";

const [path, rounds] = [Deno.args[0]!, Number(Deno.args[1])];
const witness = `${path}.witness`;
let held = 0;
let together = 0;
for (let round = 0; held < rounds && round < 100 * rounds; round++) {
  let folder: RunFolder;
  try {
    folder = await RunFolder.open(path);
  } catch (error) {
    if (!String(error).includes("another training run is writing there")) throw error;
    continue;
  }
  await using _ = folder;
  held++;
  try {
    (await Deno.open(witness, { write: true, createNew: true })).close();
  } catch {
    together++;
    continue;
  }
  await new Promise((resolve) => setTimeout(resolve, round % 2));
  await Deno.remove(witness);
}
console.log(JSON.stringify({ held, together }));
