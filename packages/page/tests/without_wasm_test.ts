/** Training in a page where WebAssembly does not run: it goes on, and a warning is shown. */

import { assertEquals, assertMatch } from "@std/assert";
import { Dataset } from "../../../mod.ts";
import { trainOnDigits } from "../digits_training.ts";
import type { Begun, Report } from "../messages.ts";
import { PRESETS } from "../settings.ts";
import { trainOnTable } from "../table_training.ts";
import { replaced } from "../../../tests/helpers/replaced.ts";

const { signal } = new AbortController();

/** What trains on 20 images of one gray. */
function trainOnImages(report: (report: Report) => void): Promise<void> {
  const pixels = new Uint8Array(20 * 784).fill(7);
  const labels = Uint8Array.from({ length: 20 }, (_, k) => k % 10);
  const data = new Dataset({ pixels, labels, features: 784, classes: 10, shape: [28, 28] });
  const settings = { ...PRESETS.tutorialPreset, epochs: 1, trainingSize: 20 };
  return trainOnDigits(
    settings,
    { training: data, validation: data, test: data },
    signal,
    report,
  );
}

/** What trains on even and odd numbers. */
function trainOnNumbers(report: (report: Report) => void): Promise<void> {
  const rows = Array.from({ length: 40 }, (_, k) => `${k},${k % 2 ? "odd" : "even"}`);
  const file = new File([["number,kind", ...rows].join("\n")], "numbers.csv");
  const gaps = "category";
  const settings = { target: "kind", without: [], kind: undefined, gaps, seed: 1 } as const;
  return trainOnTable(file, settings, signal, report);
}

Deno.test("a page without WebAssembly trains on images and tables, and warns", async () => {
  using _ = replaced({ WebAssembly: undefined });
  for (const trainHere of [trainOnImages, trainOnNumbers]) {
    const reports: Report[] = [];
    await trainHere((report) => reports.push(report));
    const { notes } = reports.find(({ kind }) => kind === "begun") as Begun;
    const warning = notes.find((note) => note.startsWith("WebAssembly"));
    assertMatch(warning!, /^WebAssembly does not run here \(.+\): .*slower/);
    assertEquals(reports.some(({ kind }) => kind === "epoch"), true);
    assertEquals(reports.at(-1)!.kind, "ended");
  }
});
