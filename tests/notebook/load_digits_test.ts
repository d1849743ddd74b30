import { formatIdx } from "@inkling/inkling/formats";
import { loadDigits } from "@inkling/inkling/notebook";
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { pathToFileURL } from "node:url";
import { mnist } from "../../lib/digits/mnist.ts";
import { packed } from "../helpers/bytes.ts";
import { granted } from "../helpers/run_task.ts";
import { rejectsSaying } from "../helpers/says.ts";
import { testsWith } from "../helpers/tests_with.ts";

const test = testsWith("read", "write");

const SIZES = { trainImages: 5002, trainLabels: 5002, testImages: 1001, testLabels: 1001 };

/** The four files, a few images longer than what is read, unless another size is given. */
function digitFiles(sizes: Record<keyof typeof SIZES, number> = SIZES) {
  return Object.entries(sizes).map(([role, size]) => {
    const shape = role.endsWith("Images") ? [size, 28, 28] : [size];
    const data = new Uint8Array(shape.reduce((product, length) => product * length, 1));
    for (let k = 0; k < size; k++) data[k * (data.length / size)] = k % 10;
    const { name } = mnist.files[role as keyof typeof SIZES];
    return { name, bytes: formatIdx({ type: "uint8", shape, data }) };
  });
}

function checkDigits({ training, test }: Awaited<ReturnType<typeof loadDigits>>): void {
  const { size, features, classes } = training;
  assertEquals([size, test.size, features, classes], [5000, 1000, 784, 10]);
  assertEquals([...training.labels.slice(9, 12)], [9, 0, 1]);
  assertEquals([...training.inputs.subarray(784 * 4999, 784 * 4999 + 2)], [9, 0]);
  assertEquals(test.shape, [28, 28]);
}

test("the digits of a folder on the disk are the first of its files", async (folder) => {
  for (const { name, bytes } of digitFiles()) await Deno.writeFile(join(folder.path, name), bytes);
  checkDigits(await loadDigits(pathToFileURL(folder.path)));
  checkDigits(await loadDigits(`${pathToFileURL(folder.path)}/`));
});

Deno.test("the digits of a server are compressed, by it or by us; one request a file", {
  ignore: !granted("net"),
}, async () => {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { name, bytes } of digitFiles()) {
    files.set(`/site/${name}.gz`, await packed(bytes, "gzip"));
    files.set(`/plain/${name}.gz`, bytes); // as of a server that names the encoding
  }
  const asked: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, ({ url }) => {
    const { pathname } = new URL(url);
    asked.push(pathname);
    const bytes = files.get(pathname);
    return bytes === undefined ? new Response("no", { status: 404 }) : new Response(bytes);
  });
  const at = (folder: string) => `http://127.0.0.1:${server.addr.port}/${folder}`;
  try {
    checkDigits(await loadDigits(at("site")));
    checkDigits(await loadDigits(new URL(at("plain/"))));
    assertEquals(asked.length, 8);
    await rejectsSaying(
      () => loadDigits(at("gone")),
      Error,
      "Cannot load the digits: ",
      "/gone/",
      ".gz answered 404",
    );
  } finally {
    await server.shutdown();
  }
});

test("digits that are not there, or not whole, are refused", async (folder) => {
  const address = pathToFileURL(folder.path);
  await rejectsSaying(() => loadDigits(address), Error, "cannot be read", "deno task fetch");
  for (const { name, bytes } of digitFiles()) {
    await Deno.writeFile(join(folder.path, name), bytes.subarray(0, 900));
  }
  await rejectsSaying(() => loadDigits(address), SyntaxError, "has 900 bytes of uint8; expected ");
});

test("files of fewer digits are read whole", async (folder) => {
  const sizes = { trainImages: 3, trainLabels: 3, testImages: 2, testLabels: 2 };
  for (const { name, bytes } of digitFiles(sizes)) {
    await Deno.writeFile(join(folder.path, name), bytes);
  }
  const { training, test: asked } = await loadDigits(pathToFileURL(folder.path));
  assertEquals([training.size, asked.size], [3, 2]);
});
