/** The native kernels of 64-bit Arm, under QEMU, against those in WebAssembly. */

import { assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import {
  type ArgumentType,
  compilerArguments,
  readSources,
  type Signatures,
  signaturesIn,
  SOURCES,
  TARGETS,
} from "../../../tasks/native/mod.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { NATIVE_HOSTS } from "../../helpers/native_kernels.ts";
import { temporaryFolder } from "../../helpers/run_task.ts";
import { hasProgram, runProgram } from "../../helpers/programs.ts";
import { drawCall, type DrawnCall, type KernelName, MEMORY_BYTES, NAMES } from "./twin.ts";

/** How many random calls of each kernel. */
const CALLS = LONG_TESTS ? 100 : 6;

/** What `packed_product.c` has for Arm. */
const GEOMETRY = { panelColumns: 12, tileRows: 8 };

const QEMU = "qemu-aarch64-static";
const ARM = TARGETS["linux-aarch64"]!;

const ignore = NATIVE_HOSTS.length === 0 || !await hasProgram(QEMU);

/** The C text of a function that calls a kernel by its number. */
function dispatchText(signatures: Signatures): string {
  const types = { u32: "unsigned", i32: "int", f32: "float", f64: "double" };
  const lines = NAMES.flatMap((name, k) => {
    const parameters = signatures[name]!;
    const args = parameters.map((type, i) => `*(const ${types[type]} *)(a + ${8 * i})`);
    const declared = parameters.map((type) => types[type]);
    return [
      `void ${name}_neon(char *, ${declared.join(", ")});`,
      `static void call${k}(char *m, const char *a) { ${name}_neon(m, ${args.join(", ")}); }`,
    ];
  });
  const table = NAMES.map((_, k) => `call${k}`).join(", ");
  return [
    ...lines,
    `static void (*const calls[])(char *, const char *) = {${table}};`,
    "void call(unsigned kernel, char *m, const char *a) { calls[kernel](m, a); }",
  ].join("\n");
}

/** A call as the runner reads it. */
function encode(name: KernelName, call: DrawnCall, types: readonly ArgumentType[]): Uint8Array {
  const head = new DataView(new ArrayBuffer(16 + 8 * types.length));
  head.setUint32(0, NAMES.indexOf(name), true);
  head.setUint32(4, types.length, true);
  head.setUint32(8, call.before.length, true);
  types.forEach((type, k) => {
    const at = 16 + 8 * k;
    if (type === "f32") head.setFloat32(at, call.args[k]!, true);
    else if (type === "f64") head.setFloat64(at, call.args[k]!, true);
    else head.setInt32(at, call.args[k]!, true);
  });
  const bytes = new Uint8Array(head.byteLength + call.before.length);
  bytes.set(new Uint8Array(head.buffer));
  bytes.set(call.before, head.byteLength);
  return bytes;
}

Deno.test("Arm's kernels write the bits of those in WebAssembly, and nothing else", {
  ignore,
}, async () => {
  await using folder = await temporaryFolder();
  const signatures = signaturesIn(readSources());
  const inFolder = (name: string) => join(folder.path, name);
  await Deno.writeTextFile(inFolder("dispatch.c"), dispatchText(signatures));
  const sources = [
    ...["kernels.c", "cpu.c"].map((name) => fromFileUrl(new URL(name, SOURCES))),
    fromFileUrl(new URL("arm_runner.c", import.meta.url)),
    inFolder("dispatch.c"),
  ];
  const objects = sources.map((_, k) => inFolder(`${k}.o`));
  await Promise.all(
    sources.map((source, k) =>
      runProgram("clang-19", [...compilerArguments(ARM, "neon"), "-c", source, "-o", objects[k]!])
    ),
  );
  await runProgram("clang-19", [
    `--target=${ARM.triple}`,
    "-fuse-ld=lld-19",
    "-nostdlib",
    "-static",
    ...objects,
    "-o",
    inFolder("runner"),
  ]);

  const native = new Uint8Array(MEMORY_BYTES);
  const calls = NAMES.flatMap((name) =>
    Array.from({ length: CALLS }, (_, k) => ({ name, call: drawCall(name, k, native, GEOMETRY) }))
  );
  const child = new Deno.Command(QEMU, {
    args: [inFolder("runner")],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const written = (async () => {
    const writer = child.stdin.getWriter();
    for (const { name, call } of calls) {
      await writer.write(encode(name, call, signatures[name]!));
    }
    await writer.close();
  })();
  const { code, stdout } = await child.output();
  await written;
  assertEquals(code, 0);
  let at = 0;
  for (const { name, call } of calls) {
    call.check(`${name}_neon`, stdout.subarray(at, at += call.before.length));
  }
  assertEquals(at, stdout.length);
});
