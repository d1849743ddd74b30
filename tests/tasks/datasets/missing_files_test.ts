import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { missingFiles } from "../../../tasks/datasets/missing_files.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";
import { fakeDataset } from "./fake.ts";

const files = { ignore: !granted("read", "write") };

Deno.test("missingFiles() finds nothing missing in a whole folder", files, async () => {
  await using folder = await temporaryFolder();
  const fake = fakeDataset();
  for (const [name, bytes] of fake.files) await Deno.writeFile(join(folder.path, name), bytes);
  assertEquals(await missingFiles(fake.entry, folder.path), []);

  const into = new Map();
  assertEquals(await missingFiles(fake.entry, folder.path, { into }), []);
  for (const [role, { name }] of Object.entries(fake.entry.files)) {
    assertEquals(into.get(role), fake.files.get(name)); // what was checked, by its role
  }
});

Deno.test("missingFiles() distinguishes absent from damaged files", files, async () => {
  await using folder = await temporaryFolder();
  const { entry, files } = fakeDataset();
  const { trainImages, trainLabels, testImages, testLabels } = entry.files;
  const changed = files.get(trainLabels.name)!.slice();
  changed[9]! ^= 1;
  await Deno.writeFile(join(folder.path, trainImages.name), files.get(trainImages.name)!);
  await Deno.writeFile(join(folder.path, trainLabels.name), changed);
  await Deno.writeFile(join(folder.path, testImages.name), files.get(testImages.name)!.slice(1));
  assertEquals(await missingFiles(entry, folder.path), [
    {
      role: "trainLabels",
      file: trainLabels,
      damage: "its SHA-256 is not the catalogue's",
    },
    { role: "testImages", file: testImages, damage: "expected 1584 bytes, got 1583" },
    { role: "testLabels", file: testLabels, damage: undefined },
  ]);
});

Deno.test("missingFiles() misses every file of a folder that is not there", files, async () => {
  await using folder = await temporaryFolder();
  const { entry } = fakeDataset();
  const missing = await missingFiles(entry, join(folder.path, "nowhere"));
  assertEquals(missing.map(({ damage }) => damage), [undefined, undefined, undefined, undefined]);
});

Deno.test("missingFiles() ends when it is aborted", files, async () => {
  await using folder = await temporaryFolder();
  const fake = fakeDataset();
  for (const [name, bytes] of fake.files) await Deno.writeFile(join(folder.path, name), bytes);
  await assertRejects(
    () => missingFiles(fake.entry, folder.path, { signal: AbortSignal.abort() }),
    DOMException,
  );
});
