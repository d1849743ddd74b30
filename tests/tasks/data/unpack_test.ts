import { assertEquals, assertLess, assertRejects } from "@std/assert";
import { toBytes } from "@std/streams";
import { decompressed } from "../../../tasks/data/unpack.ts";
import { counted, streamOf } from "../../../tasks/system/streams.ts";
import { fakeDataset, gzip } from "./fake.ts";

const { entry, files } = fakeDataset();
const file = entry.files.trainImages;
const content = files.get(file.name)!;

function inPieces(bytes: Uint8Array<ArrayBuffer>, chunk = 1000): ReadableStream<Uint8Array> {
  let start = 0;
  return new ReadableStream({
    pull(controller): void {
      if (start >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(start, start += chunk));
    },
  });
}

Deno.test("streamOf() copies nothing", async () => {
  const bytes = Uint8Array.from({ length: 150_000 }, (_, i) => i % 251);
  const chunks = await Array.fromAsync(streamOf(bytes.subarray(1)));
  assertEquals(chunks.map(({ length }) => length), [65_536, 65_536, 18_927]);
  assertEquals(chunks.every(({ buffer }) => buffer === bytes.buffer), true);
  assertEquals(await toBytes(streamOf(bytes)), bytes);
  assertEquals(await toBytes(streamOf(new Uint8Array())), new Uint8Array());
});

Deno.test("decompressed() passes on what is not compressed, even one byte at a time", async () => {
  for (const bytes of [content, new Uint8Array(0), new Uint8Array([0x1f])]) {
    assertEquals(await toBytes(await decompressed(inPieces(bytes, 1), 9999)), bytes);
  }
});

Deno.test("decompressed() peels up to three layers of gzip", async () => {
  let bytes = content;
  for (let layer = 1; layer <= 4; layer++) {
    bytes = await gzip(bytes);
    const result = await toBytes(await decompressed(inPieces(bytes, 7), content.length));
    assertEquals(result, layer <= 3 ? content : await gzip(content));
  }
});

Deno.test("decompressed() stops a gzip bomb near the limit, not at its end", async () => {
  const bomb = await gzip(await gzip(new Uint8Array(200_000_000)));
  const before = Deno.memoryUsage().rss;
  const unpacking = async () => await toBytes(await decompressed(inPieces(bomb, 65_536), 5000));
  await assertRejects(unpacking, Error, "more than 5000 bytes, unpacked");
  // One slice of 16 kB may have grown 1032-fold; the whole bomb is 200 MB.
  assertLess(Deno.memoryUsage().rss - before, 150_000_000);
});

Deno.test("decompressed() fails on gzip that is cut or damaged", async () => {
  const zipped = await gzip(content);
  const damaged = zipped.slice();
  damaged.fill(7, 100, 200);
  for (const bytes of [zipped.slice(0, -9), zipped.slice(0, 2), damaged]) {
    const unpacking = async () => await toBytes(await decompressed(inPieces(bytes), 9999));
    await assertRejects(unpacking, TypeError);
  }
});

Deno.test("decompressed() cancels its source with it", async () => {
  let reason: unknown;
  const source = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(10)),
    cancel: (why) => void (reason = why),
  });
  await (await decompressed(source, 9999)).cancel("enough");
  assertEquals(reason, "enough");
});

Deno.test("counted() counts the bytes that have passed", async () => {
  const counts: number[] = [];
  await toBytes(
    inPieces(content.slice(0, 2500)).pipeThrough(counted((bytes) => counts.push(bytes))),
  );
  assertEquals(counts, [1000, 2000, 2500]);
});
