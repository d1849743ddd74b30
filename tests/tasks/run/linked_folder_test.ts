/** Folders that are symbolic links, as to a larger disk: they are written to as others are, and the links stay. */

import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { checkFolder, writeListed } from "../../../tasks/demo/write_site.ts";
import { FolderLock, LOCK } from "../../../tasks/run/lock.ts";
import { FILES, FINAL, REPORT } from "../../../tasks/run/run_folder.ts";
import { RunFolder } from "../../../tasks/run/run_writer.ts";
import { trialPath } from "../../../tasks/run/sweep_folder.ts";
import { SWEEP_FILES, SweepFolder } from "../../../tasks/sweep/folder.ts";
import { writeAtomically } from "../../../tasks/system/files.ts";
import { runHere } from "../../helpers/run_here.ts";
import { granted, namesIn, type Outcome, temporaryFolder } from "../../helpers/run_task.ts";
import { done, refused } from "../../helpers/outcomes.ts";
import { IRISES } from "../../helpers/shared_runs.ts";
import { rejectsSaying } from "../../helpers/says.ts";
import { sweepDone, writeSweep } from "../sweep/sweep_runs.ts";
import { testsWhere } from "../../helpers/tests_with.ts";

/** Windows needs a permission for links. */
const files = { ignore: !granted("read", "write") || Deno.build.os === "windows" };
const test = testsWhere(granted("read", "write") && Deno.build.os !== "windows");
const tasks = { ignore: files.ignore || !granted("run", "net", "env") };

/** A folder with an empty folder, `scratch`, and a link to it. */
async function linked() {
  const folder = await temporaryFolder();
  const [scratch, link] = [join(folder.path, "scratch"), join(folder.path, "link")];
  await Deno.mkdir(scratch);
  await Deno.symlink(scratch, link);
  return {
    path: folder.path,
    scratch,
    link,
    isLinked: async () => await Deno.readLink(link).catch(() => "no link") === scratch,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

test("a run's or a sweep's folder that is a link stays one", async () => {
  for (const Folder of [RunFolder, SweepFolder]) {
    await using folders = await linked();
    for (const path of [folders.link, `${folders.link}/`]) {
      {
        await using _ = await Folder.open(path);
      }
      assertEquals([await folders.isLinked(), await namesIn(folders.scratch)], [true, []]);
    }
  }
});

test("a link to a folder that is not there is named as one, with where it leads", async () => {
  await using folders = await linked();
  await Deno.remove(folders.scratch);
  for (const open of [RunFolder.open, SweepFolder.open, FolderLock.take]) {
    const parts = [`${folders.link}: `, `link to ${folders.scratch}`];
    await rejectsSaying(() => open(folders.link), Error, ...parts);
    assertEquals([await folders.isLinked(), await namesIn(folders.path)], [true, ["link"]]);
  }
});

Deno.test(
  "a run is trained in the folder that a link leads to, and resumed there",
  tasks,
  async () => {
    await using folders = await linked();
    const train = (...words: string[]): Promise<Outcome> =>
      runHere([
        "train",
        ...IRISES,
        "--no-report",
        "--set",
        "earlyStopping=null",
        "--runs",
        folders.path,
        "--name",
        "link",
        ...words,
      ]);
    const steps: [words: string[], code: number, printed: RegExp][] = [
      [["--set", "epochs=2"], 0, /next: deno task evaluate/],
      [["--set", "epochs=4", "--resume"], 0, /^Resuming .*link after epoch 2$/m],
      [["--set", "epochs=2"], 2, /^error: Cannot train over /m],
      [["--set", "epochs=2", "--replace"], 0, /next: deno task evaluate/],
    ];
    for (const [words, code, printed] of steps) {
      const outcome = await train(...words);
      assertEquals(outcome.code, code, outcome.stderr);
      assertMatch(outcome.stdout + outcome.stderr, printed);
      assertEquals(await folders.isLinked(), true, words.join(" "));
      assertEquals(await namesIn(folders.scratch), Object.values(FILES).sort());
    }
    const out = join(folders.path, "model.onnx");
    await Deno.symlink("elsewhere.onnx", out);
    for (const force of [[], ["--force"]]) {
      const linked = /^error: Cannot write .*model\.onnx: it is a symbolic link, to elsewhere/;
      await refused(["export", folders.link, "--out", out, ...force], linked);
      assertEquals(await Deno.readLink(out), "elsewhere.onnx");
    }
    await done("export", folders.link);
    assertEquals([await folders.isLinked(), (await namesIn(folders.scratch)).length], [true, 6]);
  },
);

Deno.test("training that is refused leaves the link to an empty folder", tasks, async () => {
  await using folders = await linked();
  const words = ["--runs", folders.path, "--name", "link", "--set", "learningRate=1e38"];
  const { code } = await runHere(["train", ...IRISES, ...words]);
  assertEquals([code, await folders.isLinked(), await namesIn(folders.scratch)], [1, true, []]);
});

Deno.test(
  "a sweep is trained in the folder that a link leads to, and goes on there",
  tasks,
  async () => {
    await using folders = await linked();
    const words = [await writeSweep(folders.path, "list", { epochs: 1 }), "--no-report"];
    await sweepDone([...words, "--out", folders.link]);
    assertEquals(await folders.isLinked(), true);
    const { stdout } = await sweepDone([...words, "--out", folders.link]);
    assertEquals([await folders.isLinked(), /^Trial/m.test(stdout)], [true, false]);
    assertStringIncludes(String(await namesIn(folders.scratch)), SWEEP_FILES.summary);
  },
);

test("a link instead of a file of a run is in the way, and stays", async () => {
  for (const name of [...Object.values(FILES), REPORT, FINAL, LOCK]) {
    await using folders = await linked();
    const run = join(folders.path, "run");
    await Deno.mkdir(run);
    for (const file of [FILES.weights, FILES.summary]) {
      if (file !== name) await Deno.writeTextFile(join(run, file), "");
    }
    await Deno.writeTextFile(join(folders.scratch, name), "mine");
    await Deno.symlink(join(folders.scratch, name), join(run, name));
    const before = await namesIn(run);
    const error = await assertRejects(() => RunFolder.open(run), Error);
    assertStringIncludes(error.message, `Cannot write ${join(run, name)}: it is a symbolic link`);
    assertEquals([await namesIn(run), await namesIn(folders.scratch)], [before, [name]]);
  }
});

test("a sweep discards no run whose folder is a link, nor replaces one", async () => {
  await using folders = await linked();
  const [from, to] = [join(folders.path, "from"), join(folders.path, "to")];
  await Deno.mkdir(join(to, "trials"), { recursive: true });
  await writeAtomically(join(to, SWEEP_FILES.definition), "{}");
  await writeAtomically(join(trialPath(from, "run"), FILES.summary), "{}");
  await writeAtomically(join(folders.scratch, FILES.summary), "{}");
  await Deno.symlink(folders.scratch, trialPath(to, "run"));
  await using sweep = await SweepFolder.open(to);
  await sweep.discard("run");
  await assertRejects(() => sweep.copyRun("run", from), Error);
  assertEquals(await Deno.readLink(trialPath(to, "run")), folders.scratch);
  assertEquals(await namesIn(folders.scratch), [FILES.summary]);
});

test("a site is written into the folder that a link leads to", async () => {
  await using folders = await linked();
  for (const path of ["index.html", "page.js"]) {
    const write = () => writeAtomically(join(folders.link, path), "");
    await writeListed(folders.link, "demo", [path], write);
    assertEquals(await folders.isLinked(), true);
    assertEquals(await namesIn(folders.scratch), ["files.json", path]);
  }
  assertEquals([...await checkFolder(folders.link, "demo")], [join(folders.link, "page.js")]);
});
