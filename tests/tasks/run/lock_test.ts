import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { FolderLock, LOCK } from "../../../tasks/run/lock.ts";
import { FileError } from "../../../tasks/system/files.ts";
import { failingDisk } from "../../helpers/failing_disk.ts";
import { rejectsSaying } from "../../helpers/says.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import {
  namesIn,
  outcomeOf,
  startScript,
  STRICT,
  temporaryFolder,
} from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");

const ROUNDS = LONG_TESTS ? 500 : 100;

test("a folder is locked once, and again when it is let go of", async (folder) => {
  const path = join(folder.path, "new", "run");
  {
    await using first = await FolderLock.take(path);
    assert(first !== undefined);
    assertEquals(await FolderLock.take(path), undefined);
    assertEquals(await namesIn(path), [LOCK]);
  }
  assertEquals(await namesIn(path), []);
  await using again = await FolderLock.take(path);
  assert(again !== undefined);
});

test("a lock file that was opened before it was removed locks nothing", async (folder) => {
  const open = Deno.open;
  let first = await FolderLock.take(folder.path);
  let opened = 0;
  // Between the opening and the locking, the holder lets go.
  Deno.open = async (...words) => {
    const file = await open(...words);
    opened++;
    await first?.[Symbol.asyncDispose]();
    first = undefined;
    return file;
  };
  try {
    await using second = await FolderLock.take(folder.path);
    assert(second !== undefined);
    assertEquals(opened, 2);
    assertEquals(await FolderLock.take(folder.path), undefined);
    assertEquals(await namesIn(folder.path), [LOCK]);
  } finally {
    Deno.open = open;
  }
});

test("a file system without locks is warned of, and is no reason to stop", async () => {
  for (const fault of ["ENOLCK", "ENOTSUP"] as const) {
    await using folder = await temporaryFolder();
    using _ = failingDisk(fault, { at: 1, only: ["tryLock"] });
    const warnings: string[] = [];
    {
      const onWarning = (warning: string) => void warnings.push(warning);
      await using lock = await FolderLock.take(folder.path, { onWarning });
      assert(lock !== undefined);
    }
    assertEquals(warnings.length, 1);
    assertStringIncludes(warnings[0]!, `${folder.path} is on a file system without locks`);
    assertEquals(await namesIn(folder.path), []);
  }
});

test("a lock that the disk fails at is named, and its file is closed", async (folder) => {
  using _ = failingDisk("EIO", { at: 1, only: ["tryLock"] });
  await rejectsSaying(
    () => FolderLock.take(folder.path),
    FileError,
    `Cannot lock ${join(folder.path, LOCK)}: `,
    "input/output error",
  );
});

testsWith("read", "write", "run")(
  "two processes that race for a run's folder never hold it together",
  async (folder) => {
    const words = [join(folder.path, "run"), String(ROUNDS)];
    const flags = [...STRICT, "--allow-read", "--allow-write"];
    const race = [1, 2].map(() =>
      outcomeOf(startScript("tests/tasks/run/lock_fixture.ts", words, { flags }))
    );
    for (const { code, stdout, stderr } of await Promise.all(race)) {
      assertEquals([code, stderr], [0, ""]);
      assertEquals(JSON.parse(stdout), { held: ROUNDS, together: 0 });
    }
    assertEquals(await namesIn(folder.path), []);
  },
);
