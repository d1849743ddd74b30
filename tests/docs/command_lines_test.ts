/** Every command line of the README, the guides, the course and CONTRIBUTING.md runs as a reader types it, or stands in a list. */

import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { hasProgram } from "../helpers/programs.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { hasNpm } from "../helpers/npm.ts";
import { granted, ROOT, temporaryFolder } from "../helpers/run_task.ts";
import { findShell, wordsOf } from "../helpers/shell.ts";
import { type CommandLine, commandLines } from "./command_lines.ts";
import { commandProblem } from "./command_problem.ts";
import { ELSEWHERE } from "./elsewhere.ts";
import { PageSession } from "./page_session.ts";

const mayRun = granted("read", "write", "run", "net", "env") && Deno.build.os !== "windows";
const bash = mayRun ? await findShell("bash") : undefined;
const lines = granted("read") ? await commandLines() : [];
const listed = lines.filter(({ text, isName }) => !isName && entryOf(text) !== undefined);
const run = lines.filter(({ text, isName }) => !isName && entryOf(text) === undefined);

/** The pages whose lines run while one works too: they take some seconds. */
const SHORT = ["docs/formats.md", "docs/ship.md"];

/** Programs and files without which a line cannot run on this machine. */
const NEEDS: readonly (readonly [RegExp, () => Promise<boolean>])[] = [
  [/^npx /, hasNpm],
  [/^curl /, () => hasProgram("curl")],
  [
    /\/usr\/share\/datasets\//,
    () => Deno.stat("/usr/share/datasets").then(() => true, () => false),
  ],
];

function entryOf(text: string) {
  return ELSEWHERE.find(({ lines }) => lines.test(text));
}

Deno.test("the documents have many command lines, and what is listed is there", {
  ignore: !granted("read"),
}, async () => {
  assert(run.length > 130, String(run.length));
  const unused = ELSEWHERE.filter((entry) => !lines.some(({ text }) => entryOf(text) === entry));
  assertEquals(unused.map(({ lines }) => lines), []);
  for (const { by } of ELSEWHERE) {
    if (by === undefined) continue;
    assert((await Deno.readTextFile(join(ROOT, by[0]))).includes(by[1]), by.join(": "));
  }
  const byOthers = listed.filter(({ text }) => entryOf(text)!.by !== undefined).length;
  console.log(
    `${run.length} command lines run here, ${byOthers} are run or checked by another test, ` +
      `${listed.length - byOthers} are listed without one; ` +
      `${lines.length - run.length - listed.length} times a sentence names a command`,
  );
});

Deno.test("a command line that does not run here has tasks, options and files that there are", {
  ignore: bash === undefined,
}, async () => {
  const problems: string[] = [];
  for (
    const { position, text } of lines.filter(({ text }) => !run.some((line) => line.text === text))
  ) {
    if (/^(?:jupyter|tensorboard|qemu|INKLING|deno task train --c\w+$)/.test(text)) continue;
    for (const words of await wordsOf(bash!, text)) {
      const problem = await commandProblem(words);
      if (problem !== undefined) problems.push(`${position}: ${text}: ${problem}`);
    }
  }
  assertEquals(problems, []);
});

Deno.test("the command lines of the documents run, with the output that is shown", {
  ignore: bash === undefined,
}, async (context) => {
  await using folder = await temporaryFolder();
  await using session = await PageSession.begin(folder.path, { isLong: LONG_TESTS });
  for (const [path, lines] of Map.groupBy(run, ({ path }) => path)) {
    await context.step({
      name: `${path}: ${lines.length} lines`,
      ignore: !LONG_TESTS && !SHORT.includes(path),
      async fn() {
        await session.turnTo();
        const problems: string[] = [];
        for (const line of lines) {
          const problem = await problemOf(session, line);
          if (problem !== undefined) problems.push(`${line.position}: ${line.text}\n${problem}`);
        }
        await session.stopServer();
        assertEquals(problems, []);
      },
    });
  }
});

/** What is wrong after a line has run; undefined if nothing is, or if this machine lacks what it needs. */
async function problemOf(
  session: PageSession,
  { text, shown }: CommandLine,
): Promise<string | undefined> {
  for (const [pattern, isThere] of NEEDS) {
    if (pattern.test(text) && !await isThere()) return undefined;
  }
  const { code, stdout, stderr } = await session.run(text);
  if (code !== 0 || /^error:/m.test(stdout + stderr)) return `exit ${code}\n${stderr.slice(-1500)}`;
  const missing = lineMissing(stdout, shown);
  return missing === undefined ? undefined : `lacks ${missing}\nin ${stdout.slice(0, 4000)}`;
}

/** The first line that a page shows and the output lacks; "…" stands for any lines, or the end of one. */
function lineMissing(stdout: string, shown: string): string | undefined {
  const printed = stdout.split("\n");
  let from = 0;
  return shown.split("\n").map((line) => line.trim()).filter((line) => !["", "…"].includes(line))
    .find((line) => {
      const at = printed.findIndex((text, k) => k >= from && text.includes(line.replace(/…$/, "")));
      from = at + 1;
      return at === -1;
    });
}
