/** `deno task test [PATHS]`: runs the tests, shows how far they are, and prints what failed. @module */

import { TextLineStream } from "@std/streams";
import { walk } from "@std/fs";
import { count, duration } from "../tasks/cli/format.ts";
import { CLEAR_LINE } from "../tasks/cli/progress.ts";
import { stderr } from "../tasks/cli/print.ts";
import { styled } from "../tasks/cli/styled.ts";
import { STRICT } from "./helpers/run_task.ts";

/** The time between two lines of progress, where a line cannot be drawn over again. */
const LOG_INTERVAL_MS = 20_000;

/** How many files of tests there are. */
async function countFiles(paths: readonly string[]): Promise<number> {
  let files = 0;
  for (const path of paths) {
    if (path.endsWith(".ts")) files++;
    else for await (const _ of walk(path, { includeDirs: false, match: [/_test\.ts$/] })) files++;
  }
  return files;
}

const paths = Deno.args.filter((word) => !word.startsWith("-"));
const total = await countFiles(paths.length > 0 ? paths : ["tests"]);
console.error(`${count(total)} files of tests`);
const started = performance.now();
const files = new Set<string>();
let [passed, shown, printsAll] = [0, started, false];

const tests = new Deno.Command(Deno.execPath(), {
  args: ["test", ...STRICT, "-P=test", "--no-check", "--doc", "--parallel", ...Deno.args],
  env: { NO_COLOR: "1" },
  stdout: "piped",
}).spawn();
const lines = tests.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream());
for await (const line of lines) {
  const [, file] = /^(?:running \d+ tests? from )?\.\/(\S+_test\.ts)/.exec(line) ?? [];
  if (file !== undefined) files.add(file);
  if (/ \.\.\. ok \(/.test(line)) passed++;
  printsAll ||= line === " ERRORS " || / \| \d+ passed /.test(line);
  const failed = / \.\.\. FAILED/.test(line);
  if (stderr.redraws && (printsAll || failed)) stderr.write(CLEAR_LINE);
  if (printsAll || failed) console.log(line);
  else showProgress(file);
}
Deno.exit((await tests.status).code);

function showProgress(file = [...files].at(-1)): void {
  if (!stderr.redraws && performance.now() - shown < LOG_INTERVAL_MS || file === undefined) return;
  shown = performance.now();
  const time = duration((shown - started) / 1000);
  const line = `file ${files.size} of ${total}, ${count(passed)} tests passed, ${time}: ${file}`;
  if (stderr.redraws) {
    stderr.write(styled`\r${line.slice(0, Math.max(1, (stderr.columns() || 80) - 1))}\x1b[K`);
  } else console.error(line);
}
