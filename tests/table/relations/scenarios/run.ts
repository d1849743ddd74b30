/**
 * Says by what made tables are split, beside what is right:
 *
 *     deno run -P=read tests/table/relations/scenarios/run.ts [SEED …]
 *
 * With `independent FROM TO` it makes tables of independent rows, and with a folder it reads the tables of its `list.json`, which
 * names each file, its target, and what is right. @module
 */

import process from "node:process";
import { relationText } from "../../../../lib/table/relations/texts.ts";
import { optionOfTerminal } from "../../../../tasks/data/table.ts";
import { Draws } from "./draws.ts";
import { independentTable } from "./independent.ts";
import { csvOf, foundIn, type MadeTable, splitOf } from "./found.ts";
import { SCENARIOS } from "./tables.ts";

function* made(seeds: readonly number[]): Iterable<MadeTable> {
  for (const seed of seeds) {
    for (const { name, target, right, make } of SCENARIOS) {
      const csv = csvOf(make(new Draws(seed, name)));
      yield { name: `${name}, seed ${seed}`, target, right, csv };
    }
  }
}

function* independent(from: number, to: number): Iterable<MadeTable> {
  for (let seed = from; seed < to; seed++) {
    const rows = independentTable(new Draws(seed, "independent"));
    yield { name: `independent ${seed}`, target: "target", right: ["random"], csv: csvOf(rows) };
  }
}

function* listed(folder: string): Iterable<MadeTable> {
  for (const { file, target, right } of JSON.parse(Deno.readTextFileSync(`${folder}/list.json`))) {
    yield { name: file, target, right, csv: Deno.readTextFileSync(`${folder}/${file}`) };
  }
}

/** Processor seconds of this process. */
function seconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const [first, ...others] = Deno.args;
const tables = first === "independent"
  ? independent(Number(others[0]), Number(others[1]))
  : first !== undefined && !/^\d+$/.test(first)
  ? listed(first)
  : made(first === undefined ? [1] : Deno.args.map(Number));
let [right, all] = [0, 0];
for (const { name, target, right: expected, csv } of tables) {
  const before = seconds();
  const found = await foundIn({ name, target, csv });
  const split = splitOf(found);
  const isRight = expected.some((one) =>
    one.endsWith("*") ? split.startsWith(one.slice(0, -1)) : split === one
  );
  [right, all] = [right + Number(isRight), all + 1];
  console.log(
    `${isRight ? "right" : "WRONG"} ${name}: ${split}${
      isRight ? "" : `, not ${expected.join(" or ")}`
    } (${(seconds() - before).toFixed(1)} s)`,
  );
  for (const relation of found) console.log(`    ${relationText(relation, optionOfTerminal)}`);
}
console.log(`${right} of ${all} right, ${seconds().toFixed(1)} s of processor time`);
