import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { formatNpy } from "../../lib/formats/npz.ts";
import { formatNpz } from "../../lib/formats/npz.ts";
import { readNpz } from "../../lib/formats/read_npz.ts";
import { formatZip } from "../../lib/formats/zip.ts";
import { utf8 as text } from "../helpers/bytes.ts";

Deno.test("an entry holds how many bytes the file of its array has", () => {
  const tensor = { dtype: "U8", shape: [2], bytes: new Uint8Array(2) } as const;
  assertEquals(readNpz(formatNpz([["x 🙂", tensor]])).get("x 🙂")!.size, 130);
});

Deno.test("what is no array is refused by its name", async () => {
  const objects = formatNpy({ dtype: "U8", shape: [1], bytes: new Uint8Array(1) });
  objects.set(text("O"), 22); // instead of the u of {'descr': '|u1'
  const damaged = readNpz(formatZip([["y.npy", objects]])).get("y")!;
  const { message, cause } = await assertRejects(() => damaged.read(), SyntaxError);
  assertMatch(message, /the array "y": its items are Python objects/);
  assertMatch((cause as Error).message, /the NPY file: its items are Python objects/);
});
