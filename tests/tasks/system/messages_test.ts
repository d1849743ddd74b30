/** The sentences about files and the system, each pinned once; other tests look for fragments. */

import { join } from "@std/path";
import { disk } from "../../../tasks/system/disk.ts";
import { explain, reasonOf } from "../../../tasks/system/explain.ts";
import { writeAtomically } from "../../../tasks/system/files.ts";
import { checkLeads } from "../../../tasks/system/links.ts";
import { checkOwnCode } from "../../../tasks/system/own_code.ts";
import { printable, printableLine, printableRows } from "../../../tasks/system/printable.ts";
import { readNamed, readTextAtMost } from "../../../tasks/system/read_at_most.ts";
import { inFolder as inNewFolder, naming } from "../../helpers/in_folder.ts";
import { granted, ROOT } from "../../helpers/run_task.ts";
import { each, pinnedIn } from "../../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

/** Windows needs a right of its own for links. */
const ignore = !granted("read", "write") || Deno.build.os === "windows";

/** A call on a folder with a file, a link to it, one to nothing and one to itself. */
const inFolder = (call: (folder: string) => unknown) =>
  inNewFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "file"), "text");
    await Deno.symlink("file", join(folder, "link"));
    await Deno.symlink("gone", join(folder, "broken"));
    await Deno.symlink("circle", join(folder, "circle"));
    await call(folder);
  });

/** A check of a path in the checkout, which its error calls ROOT. */
function inCheckout(path: string, options?: { whole: boolean }): Promise<void> {
  const root = ROOT.replace(/.$/, "");
  return naming(root, "ROOT", () => checkOwnCode(join(root, path), path, options));
}

/** Throws what {@linkcode explain} makes of an error. */
function explained(error: unknown): never {
  throw new Error(explain(error));
}

pin("tasks/system", [
  () => inFolder((folder) => writeAtomically(join(folder, "link"), "")),
  () => inFolder((folder) => writeAtomically(join(folder, "broken", "a"), "")),
  () => inFolder((folder) => writeAtomically(join(folder, "link", "a"), "")),
  () => inFolder((folder) => checkLeads(join(folder, "broken"))),
  () => inFolder((folder) => writeAtomically(join(folder, "circle", "a"), "")),
  () => inFolder((folder) => writeAtomically(join(folder, "file", "a"), "")),
  () => inFolder((folder) => readTextAtMost(join(folder, "file"), 3)),
  () => readTextAtMost("/dev/zero", 1000),
  () => inCheckout("lib/a.ts"),
  () => inCheckout("", { whole: true }),
  () => inFolder((folder) => readNamed(join(folder, "file"), 3, readTextAtMost)),
  () => inFolder((folder) => Deno.rename(join(folder, "a"), join(folder, "b")).catch(explained)),
  () => explained(new Error("")),
  () => explained(Object.assign(new Error("os error"), { code: "ENOSPC" })),
  () => inFolder((folder) => disk.removeFolder(folder).catch(explained)),
  ...each("explain", ["Cannot do that: it is too large", "a\x1b]0;b\x07\r\nc\x9b\t"], (message) => {
    return explain(new RangeError(message));
  }),
  () => explain("text"),
  ...[Deno.stat, Deno.lstat, Deno.realPath, Deno.readTextFile].map((call) =>
    [
      call.name,
      () => inFolder((folder) => call(join(folder, "it's missing")).catch(explained)),
    ] as const
  ),
  ...each("mkdir", ["file", "file/inside"], (name) => {
    return inFolder((folder) =>
      Deno.mkdir(join(folder, name), { recursive: true }).catch(explained)
    );
  }),
  ...Object.entries({
    all: "/proc/x",
    net: "a.org:443",
    env: "HOME",
    sys: "cpus",
    ffi: "kernels.so",
  }).map(([access, what]) => {
    const sentence = `Requires ${access} access to "${what}", run again with the --allow-${access}`;
    return [access, () => explain(new Deno.errors.NotCapable(`${sentence} flag`))] as const;
  }),
  ...each("reason of", ["ENOSPC", "EROFS"], (code) => {
    return reasonOf(Object.assign(new Error("os error"), { code }));
  }),
], { ignore });

pin("what is printed", [
  ...each("text", [
    "läufe/\x1b[2J\x07\ttwo\nlines\r\x9bm\x7f",
    "日本 עברית \u200f👩‍👩‍👧 e\u0301 “—” \\x1b",
    "gpj\u202egnp.exe\u2066a\u2069", // which turns the direction of writing
  ], printable),
  () => printableLine("two \r\n lines\rand\x1b"),
  () => JSON.stringify(printableRows("a\tb\r\nc\rd\n\x1b[1m\r\r\n")),
]);
