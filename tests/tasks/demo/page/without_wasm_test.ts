/** Training in a page where WebAssembly does not run: it goes on, and a warning is shown. */

import { assertEquals, assertMatch } from "@std/assert";
import type { TableReport } from "../../../../tasks/demo/page/table_messages.ts";
import { trainOnTable } from "../../../../tasks/demo/page/table_training.ts";
import type { Report } from "../../../../tasks/demo/page/messages.ts";
import { PRESETS } from "../../../../tasks/demo/page/settings.ts";
import { runTraining } from "../../../../tasks/demo/page/training.ts";
import { Dataset } from "../../../../mod.ts";
import { replaced } from "../../../helpers/replaced.ts";

const WARNING = /^WebAssembly does not run here \(.+\): .*slower/;

const signal = new AbortController().signal;

Deno.test("a page without WebAssembly trains on images, and warns that it is slow", async () => {
  using _ = replaced({ WebAssembly: undefined });
  const pixels = new Uint8Array(20 * 784).fill(7);
  const labels = Uint8Array.from({ length: 20 }, (_, k) => k % 10);
  const data = new Dataset({ pixels, labels, features: 784, classes: 10, shape: [28, 28] });
  const settings = { ...PRESETS["The tutorial’s: 784-30-10"]!, epochs: 1, trainingSize: 20 };
  const reports: Report[] = [];
  const splits = { training: data, validation: data, test: data };
  await runTraining(settings, splits, signal, (report) => reports.push(report));
  const [begun] = reports;
  assertEquals(begun!.kind, "begun");
  assertMatch((begun as Extract<Report, { kind: "begun" }>).warnings.join("\n"), WARNING);
  assertEquals(reports.some(({ kind }) => kind === "epoch"), true);
});

Deno.test("a page without WebAssembly trains on a table, and warns that it is slow", async () => {
  using _ = replaced({ WebAssembly: undefined });
  const rows = Array.from({ length: 40 }, (_, k) => `${k},${k % 2 ? "odd" : "even"}`);
  const file = new File([["number,kind", ...rows].join("\n")], "numbers.csv");
  const reports: TableReport[] = [];
  const settings = {
    target: "kind",
    without: [],
    kind: undefined,
    gaps: "category" as const,
    seed: 1,
  };
  await trainOnTable(file, settings, signal, (report) => reports.push(report));
  const begun = reports.find(({ kind }) => kind === "begun") as Extract<
    TableReport,
    { kind: "begun" }
  >;
  assertMatch(begun.notes.find((note) => note.startsWith("WebAssembly"))!, WARNING);
  assertEquals(reports.at(-1)!.kind, "ended");
});
