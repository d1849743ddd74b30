import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { formatNpy } from "../../lib/formats/npy.ts";
import { formatNpz } from "../../lib/formats/npz.ts";
import { readNpz } from "../../lib/formats/read_npz.ts";
import { formatZip } from "../../lib/formats/zip.ts";

const text = (value: string) => new TextEncoder().encode(value);

Deno.test("an NPZ file is its arrays by name", async () => {
  const tensor = { dtype: "U8", shape: [2], bytes: new Uint8Array([3, 4]) } as const;
  const arrays = readNpz(formatNpz([["x 🙂", tensor], ["y", tensor]]));
  assertEquals([...arrays.keys()], ["x 🙂", "y"]);
  const { size, read } = arrays.get("y")!;
  assertEquals(size, 130); // the file of the array
  assertEquals((await read()).data, new Uint8Array([3, 4]));
});

Deno.test("what is no array is refused by its name", async () => {
  assertThrows(
    () => readNpz(formatZip([["notes.txt", text("")]])),
    SyntaxError,
    'Cannot read the NPZ file: it holds "notes.txt", which is no array',
  );
  const objects = formatNpy({ dtype: "U8", shape: [1], bytes: new Uint8Array(1) });
  objects.set(text("O"), 22); // in place of the u of {'descr': '|u1'
  const damaged = readNpz(formatZip([["y.npy", objects]])).get("y")!;
  const { message, cause } = await assertRejects(() => damaged.read(), SyntaxError);
  const what = "its items are Python objects, which only Python can bring to life; " +
    "save an array of numbers: array.astype('float32')";
  assertEquals(message, `Cannot read the array "y": ${what}`);
  assertEquals((cause as Error).message, `Cannot read the NPY file: ${what}`);
});
