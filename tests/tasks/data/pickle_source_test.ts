import { assertLess, assertRejects } from "@std/assert";
import { pickleSource } from "../../../tasks/data/pickle_source.ts";
import type { OpenFile, Origin } from "../../../tasks/data/origin.ts";
import { CONTEXT, fakeDataset } from "./fake.ts";

function opened(bytes: Uint8Array<ArrayBuffer>): OpenFile {
  return { location: "mnist.pkl.gz", length: bytes.length, body: new Blob([bytes]).stream() };
}

const openIn = (source: Origin) =>
  source.open("trainImages", fakeDataset().entry.files.trainImages, CONTEXT);

Deno.test("pickleSource() fails without a file", async () => {
  const source = pickleSource("mnist.pkl.gz", () => Promise.resolve(undefined));
  await assertRejects(() => openIn(source), Error, "no such file");
});

Deno.test("pickleSource() refuses what is no pickle of MNIST", async () => {
  const bytes = new TextEncoder().encode("N.");
  const source = pickleSource("mnist.pkl.gz", () => Promise.resolve(opened(bytes)));
  await assertRejects(() => openIn(source), SyntaxError);
});

Deno.test("pickleSource() reads no more than a pickle of MNIST can be, compressed or not", async () => {
  const chunk = new Uint8Array(30_000_000);
  let chunks = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller): void {
      chunks++;
      controller.enqueue(chunk);
    },
  }, { highWaterMark: 0 });
  const endless: OpenFile = { location: "endless", length: undefined, body };
  const source = pickleSource("endless", () => Promise.resolve(endless));
  await assertRejects(() => openIn(source), Error, "more than 300000000 bytes");
  assertLess(chunks, 15); // some wait in the pipe
});
