import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { missingFiles } from "../../../tasks/datasets/missing_files.ts";
import { fakeDataset } from "./fake.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");

test("missingFiles() finds nothing missing in a whole folder", async ({ path: folder }) => {
  const fake = fakeDataset();
  for (const [name, bytes] of fake.files) await Deno.writeFile(join(folder, name), bytes);
  assertEquals(await missingFiles(fake.entry, folder), []);

  const into = new Map();
  assertEquals(await missingFiles(fake.entry, folder, { into }), []);
  for (const [role, { name }] of Object.entries(fake.entry.files)) {
    assertEquals(into.get(role), fake.files.get(name)); // what was checked, by its role
  }
});

test("missingFiles() distinguishes absent from damaged files", async ({ path: folder }) => {
  const { entry, files } = fakeDataset();
  const { trainImages, trainLabels, testImages, testLabels } = entry.files;
  const changed = files.get(trainLabels.name)!.slice();
  changed[9]! ^= 1;
  await Deno.writeFile(join(folder, trainImages.name), files.get(trainImages.name)!);
  await Deno.writeFile(join(folder, trainLabels.name), changed);
  await Deno.writeFile(join(folder, testImages.name), files.get(testImages.name)!.slice(1));
  assertEquals(await missingFiles(entry, folder), [
    { role: "trainLabels", file: trainLabels, damage: "its SHA-256 is not the catalogue's" },
    { role: "testImages", file: testImages, damage: "expected 1584 bytes, got 1583" },
    { role: "testLabels", file: testLabels, damage: undefined },
  ]);
});

test("missingFiles() misses every file of a folder that is not there", async ({ path: folder }) => {
  const { entry } = fakeDataset();
  const missing = await missingFiles(entry, join(folder, "nowhere"));
  assertEquals(missing.map(({ damage }) => damage), [undefined, undefined, undefined, undefined]);
});

test("missingFiles() ends when it is aborted", async ({ path: folder }) => {
  const fake = fakeDataset();
  for (const [name, bytes] of fake.files) await Deno.writeFile(join(folder, name), bytes);
  await assertRejects(
    () => missingFiles(fake.entry, folder, { signal: AbortSignal.abort() }),
    DOMException,
  );
});
