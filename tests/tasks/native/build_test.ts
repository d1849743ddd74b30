import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { pathToFileURL } from "node:url";
import {
  checkLibrary,
  compileKernels,
  FOLDER,
  isComparable,
  libraryIn,
  MACHINE,
  openNativeHost,
  readBuilds,
  readSources,
  RELEASED,
  RELEASED_SOURCES,
  releasedProblem,
  sha256Of,
  sourcesSha256,
  TARGETS,
} from "../../../tasks/native/mod.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { NATIVE_HOSTS } from "../../helpers/native_kernels.ts";
import { temporaryFolder } from "../../helpers/run_task.ts";

const ignore = NATIVE_HOSTS.length === 0;
const HERE = TARGETS[MACHINE]!;

/** The build of this machine's library; of another compiler's it has another hash than the released one. */
const built = ignore ? undefined : Object.values(readBuilds()).at(-1)!;
const isReleased = built !== undefined && isComparable(built);

Deno.test("this machine has the name that its libraries have", () => {
  assertEquals(MACHINE, `${Deno.build.os}-${Deno.build.arch}`);
});

Deno.test("a library is opened by the hash in the source, wherever it lies, and no other", {
  ignore: ignore || !isReleased,
  sanitizeResources: false, // a library is never closed
}, async () => {
  await using folder = await temporaryFolder();
  const at = pathToFileURL(`${folder.path}/`);
  assertThrows(() => openNativeHost({ folder: at }), Error, "run `deno task build_native` first");
  const { file, sha256 } = await compileKernels(at, HERE);
  assertEquals(sha256, RELEASED[MACHINE]);
  assert(openNativeHost({ folder: at }).lanes >= 4);
  const library = new URL(file, at);
  const bytes = await Deno.readFile(library);
  bytes[bytes.length - 1]! ^= 1;
  await Deno.remove(library); // it is open
  await Deno.writeFile(library, bytes);
  // What lies beside it decides nothing.
  await Deno.writeTextFile(
    new URL("kernels.json", at),
    JSON.stringify({ sha256: sha256Of(bytes) }),
  );
  assertThrows(() => openNativeHost({ folder: at }), Error, `expected the SHA-256 ${sha256}, or`);
  bytes[bytes.length - 1]! ^= 1;
  await Deno.writeFile(library, bytes);
  openNativeHost({ folder: at });
});

Deno.test("a library that was built here is in the list, with the sources that it was made of", {
  ignore,
}, () => {
  const { build } = checkLibrary(libraryIn(FOLDER)!);
  assertEquals(built!.sourcesSha256, sourcesSha256(readSources()));
  assert(build.fastest === undefined || build.fastest in HERE.variants);
});

Deno.test("the library of this machine is the released one, to the byte, of the released sources", {
  ignore: ignore || !isReleased,
}, () => {
  const sha256 = sha256Of(Deno.readFileSync(libraryIn(FOLDER)!));
  assertEquals(releasedProblem(MACHINE, { sha256, compiler: built!.compiler }), undefined);
  assertEquals(sourcesSha256(readSources()), RELEASED_SOURCES);
});

Deno.test("every machine has a released library, and another one is not it", () => {
  assertEquals(Object.keys(RELEASED), Object.keys(TARGETS));
  const machine = "linux-aarch64";
  const sha256 = RELEASED[machine]!;
  assertEquals(releasedProblem(machine, { sha256, compiler: "clang 20.1.0" }), undefined);
  const other = { sha256: "00", compiler: "clang 19.1.7" };
  assertEquals(
    releasedProblem(machine, other),
    `expected the SHA-256 ${sha256} for ${machine}, got 00; ` +
      "after a change of the kernels, tasks/native/released.ts needs the new hash",
  );
  const text = releasedProblem(machine, { ...other, compiler: "clang 20.1.0" })!;
  assert(text.endsWith("; expected clang 19.1.7, got clang 20.1.0"), text);
});

Deno.test("libraries of every machine are built, the same bytes in two folders", {
  ignore: ignore || !LONG_TESTS,
}, async () => {
  for (const [machine, target] of Object.entries(TARGETS)) {
    await using first = await temporaryFolder();
    await using second = await temporaryFolder();
    const [one, other] = await Promise.all(
      [first, second].map(({ path }) => compileKernels(pathToFileURL(`${path}/`), target)),
    );
    assertEquals(one, other);
    if (isComparable(one!)) assertEquals(releasedProblem(machine, one!), undefined);
  }
});

Deno.test("a compiler that fails is an error, and leaves nothing behind", { ignore }, async () => {
  await using folder = await temporaryFolder();
  const at = pathToFileURL(`${folder.path}/`);
  const target = { ...HERE, flags: ["--no-such-flag"] };
  await assertRejects(() => compileKernels(at, target), Error, "Cannot run clang");
  assertEquals([...Deno.readDirSync(at)], []);
});
