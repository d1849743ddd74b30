/**
 * Tries to write, in a copy of the checkout, under the permissions of a task; prints what became of each try, as JSON.
 *
 * `deno run -P=train tests/tasks/system/own_code_fixture.ts JSON`
 *
 * @module
 */

import { FolderLock } from "../../../tasks/run/lock.ts";
import { disk } from "../../../tasks/system/disk.ts";
import { writeAtomically } from "../../../tasks/system/files.ts";

/** What may be tried, by name; a try is the name and its paths. */
const TRIES: { readonly [name: string]: (...paths: string[]) => Promise<unknown> } = {
  write: (path) => writeAtomically(path!, "changed"),
  makeFolder: (path) => disk.makeFolder(path!),
  lock: async (path) => {
    await using _ = await FolderLock.take(path!);
  },
  open: async (path) => {
    using _ = await disk.open(path!, { write: true });
  },
  truncate: async (path) => {
    using _ = await disk.open(path!, { write: true, create: true, truncate: true });
  },
  rename: (from, to) => disk.rename(from!, to!),
  remove: (path) => disk.remove(path!, { recursive: true }),
  removeFolder: (path) => disk.removeFolder(path!),
};

const outcomes: string[] = [];
for (const [name, ...paths] of JSON.parse(Deno.args[0]!) as [string, ...string[]][]) {
  outcomes.push(
    await TRIES[name]!(...paths).then(() => "done", (error) => (error as Error).message),
  );
}
console.log(JSON.stringify(outcomes));
