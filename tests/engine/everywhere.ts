/**
 * Trains the same two runs on every platform that is found here, with one worker and with two, and prints a table; with
 * `--write` it puts the table into `docs/promises.md`, with `--only NAME` it trains on one platform. It fails unless
 * all weights are the same.
 *
 * ```sh
 * deno task fetch
 * deno run -P=test tests/engine/everywhere.ts --write
 * ```
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl } from "@std/path";
import { writeAtomically } from "../../tasks/system/files.ts";
import { makeWorkplace, platforms } from "./platforms.ts";

const PAGE = fromFileUrl(new URL("../../docs/promises.md", import.meta.url));
const [BEGIN, END] = ["<!-- platforms:begin -->", "<!-- platforms:end -->"];

const { only, write } = parseArgs(Deno.args, { string: ["only"], boolean: ["write"] });
await using workplace = await makeWorkplace();
const rows: string[][] = [];
const hashes = { tutorial: new Set<string>(), wide: new Set<string>() };
for (const { name, version, train } of await platforms(workplace)) {
  if (only !== undefined && name !== only) continue;
  for (const workers of [1, 2]) {
    const { tutorial, wide, seconds } = await train(workers);
    if (tutorial !== null) hashes.tutorial.add(tutorial);
    hashes.wide.add(wide);
    const short = (hash: string | null) => hash === null ? "" : `\`${hash.slice(0, 12)}…\``;
    rows.push([name, version, String(workers), short(tutorial), short(wide), seconds.toFixed(1)]);
    console.log(rows.at(-1)!.join("  "));
  }
}

if (hashes.tutorial.size !== 1 || hashes.wide.size !== 1) {
  console.error("error: the weights are not the same everywhere");
  Deno.exit(1);
}
if (write) {
  const table = [
    ["platform", "version", "workers", "the tutorial's weights", "the wide network's", "seconds"],
    Array(6).fill("---"),
    ...rows,
  ].map((row) => `| ${row.join(" | ")} |`).join("\n");
  const page = await Deno.readTextFile(PAGE);
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin === -1 || end < begin) throw new Error(`Cannot write to ${PAGE}: it lacks the marks`);
  await writeAtomically(
    PAGE,
    `${page.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${page.slice(end)}`,
  );
  console.log(`Wrote the table to ${PAGE}; next: deno fmt docs/promises.md`);
}
