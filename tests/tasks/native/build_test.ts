import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { pathToFileURL } from "node:url";
import {
  compileKernels,
  isComparable,
  openNativeHost,
  readLibrary,
  RELEASED,
  releasedProblem,
  TARGETS,
} from "../../../tasks/native/mod.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { NATIVE_HOSTS } from "../../helpers/native_kernels.ts";
import { temporaryFolder } from "../../helpers/run_task.ts";

const ignore = NATIVE_HOSTS.length === 0;
const MACHINE = `${Deno.build.os}-${Deno.build.arch}`;
const HERE = TARGETS[MACHINE]!;

Deno.test("a library that is not the one that was built is refused", {
  ignore,
  sanitizeResources: false, // a library is never closed
}, async (test) => {
  await using folder = await temporaryFolder();
  const at = pathToFileURL(`${folder.path}/`);
  assertEquals(readLibrary(at), undefined);
  assertThrows(() => openNativeHost({ folder: at }), Error, "run `deno task build_native` first");
  const manifest = await compileKernels(at, HERE);
  const [library, description] = [new URL(manifest.file, at), new URL("kernels.json", at)];
  assert(openNativeHost({ folder: at }).lanes >= 4);

  await test.step("changed by one byte", async () => {
    const bytes = await Deno.readFile(library);
    bytes[bytes.length - 1]! ^= 1;
    await Deno.remove(library); // it is open
    await Deno.writeFile(library, bytes);
    assertThrows(() => openNativeHost({ folder: at }), Error, "expected the SHA-256");
    bytes[bytes.length - 1]! ^= 1;
    await Deno.writeFile(library, bytes);
    openNativeHost({ folder: at });
  });

  await test.step("built of other sources", async () => {
    await Deno.writeTextFile(description, JSON.stringify({ ...manifest, sourcesSha256: "" }));
    assertThrows(() => openNativeHost({ folder: at }), Error, "built of other sources");
  });
});

Deno.test("the library of this machine is the released one, to the byte", {
  ignore: ignore || !isComparable(readLibrary()!.manifest),
}, () => {
  assertEquals(releasedProblem(MACHINE, readLibrary()!.manifest), undefined);
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
