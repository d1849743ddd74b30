/** A report that is made while the run is trained: none of an older epoch stays in the run's folder. */

import { assertEquals } from "@std/assert";
import { exists } from "@std/fs";
import { join } from "@std/path";
import { writeReport } from "../../../../tasks/results/report/write_report.ts";
import { FolderLock } from "../../../../tasks/run/lock.ts";
import { FILES, REPORT } from "../../../../tasks/run/run_folder.ts";
import { RunFolder } from "../../../../tasks/run/run_writer.ts";
import { contentOf, verified, writeContent } from "../../../helpers/run_content.ts";
import { testsWith } from "../../../helpers/tests_with.ts";
import { namesIn } from "../../../helpers/run_task.ts";
import { rejectsSaying } from "../../../helpers/says.ts";
import { trainIn } from "../../../faults/failing_commands.ts";

const test = testsWith("read", "write");

/** Calls a function before weights are read, as a report does, until it is disposed of. */
function onReadingWeights(call: () => unknown): Disposable {
  const { readFile } = Deno;
  Deno.readFile = async (path, options) => {
    if (String(path).endsWith(FILES.weights)) await call();
    return await readFile(path, options);
  };
  return { [Symbol.dispose]: () => void (Deno.readFile = readFile) };
}

/** A run, and what training writes into it next: here, another seed's. */
async function runIn(folder: string): Promise<{ run: string; next: () => Promise<void> }> {
  const [run, other] = [join(folder, "run"), join(folder, "other")];
  await trainIn(run, 1);
  await trainIn(other, 2);
  const content = await contentOf(other);
  return { run, next: () => writeContent(run, content) };
}

test("a report whose run is written meanwhile is made again", async ({ path: folder }) => {
  const { run, next } = await runIn(folder);
  {
    let reads = 0;
    using _reading = onReadingWeights(() => reads++ === 0 ? next() : undefined);
    await writeReport([run], { data: "" });
  }
  const { wrong, seed } = await verified(run);
  assertEquals([wrong, seed, await exists(join(run, REPORT))], [[], 2, true]);
});

test("a report that comes last, after an epoch of which it is not, is not kept", async ({ path: folder }) => {
  const { run, next } = await runIn(folder);
  // Between the report's bytes and its name.
  const { rename } = Deno;
  let written = false;
  Deno.rename = async (from, to) => {
    if (String(to).endsWith(REPORT) && !written) {
      written = true;
      await next().catch(() => {}); // which a report may keep out
    }
    await rename(from, to);
  };
  try {
    await writeReport([run], { data: "" });
  } finally {
    Deno.rename = rename;
  }
  assertEquals((await verified(run)).wrong, []);
});

test("beside a training run a report is refused at once, but not to another path", async ({ path: folder }) => {
  const { run } = await runIn(folder);
  const out = join(folder, "page.html");
  {
    await using _ = await RunFolder.open(run);
    let reads = 0;
    using _reading = onReadingWeights(() => reads++);
    for (const path of [undefined, join(run, "..", "run", ".", REPORT)]) {
      await rejectsSaying(
        () => writeReport([run], { data: "", out: path }),
        Error,
        `${path ?? join(run, REPORT)}: a training run`,
        "--out",
      );
    }
    assertEquals([reads, await exists(join(run, REPORT))], [0, false]);
    await writeReport([run], { data: "", out });
    assertEquals((await namesIn(run)).filter((name) => name.endsWith(".partial")), []);
  }
  assertEquals(await exists(out), true);
});

test("a training run that begins while a report gets its name waits for it", async ({ path: folder }) => {
  const { run } = await runIn(folder);
  const lock = await FolderLock.take(run);
  setTimeout(() => lock![Symbol.asyncDispose](), 50);
  await using opened = await RunFolder.open(run);
  assertEquals(opened.path, run);
});

test("no folder is made for a report on a run that is not there", async ({ path: folder }) => {
  const run = join(folder, "none");
  await rejectsSaying(() => writeReport([run], { data: "" }), Error, "Cannot find");
  assertEquals(await namesIn(folder), []);
});
