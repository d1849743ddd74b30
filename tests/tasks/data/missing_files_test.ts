import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { missingFiles } from "../../../tasks/data/missing_files.ts";
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

test("missingFiles() ends when it is aborted", async ({ path: folder }) => {
  const fake = fakeDataset();
  for (const [name, bytes] of fake.files) await Deno.writeFile(join(folder, name), bytes);
  await assertRejects(
    () => missingFiles(fake.entry, folder, { signal: AbortSignal.abort() }),
    DOMException,
  );
});
