/** The verdict on a model of a table, in the worker: loaded when training ends. @module */

import { blocks, heading, hint, html, pageOf, paragraph, STYLE } from "../../lib/document/mod.ts";
import { outputsFor } from "../../lib/evaluate/mod.ts";
import type { Dataset } from "../../mod.ts";
import { parseSafetensors } from "../../lib/formats/mod.ts";
import { type FoldEnsemble, TableModel, truthOfTable } from "../../lib/table/mod.ts";
import { ensembleIn } from "../../lib/table/folds/mod.ts";
import { briefDocument, type TrainedTable } from "../../tasks/results/report/table.ts";
import type { Verdict } from "./messages.ts";

/** What is compared: a file of weights, what it learned from, and its seed. */
interface Compared extends Omit<TrainedTable, "model" | "truth"> {
  readonly file: Uint8Array;
  readonly seed: number;
}

/**
 * Compares a model with simpler ones as `deno task train` does at its end, and gives it the trees that it would get there.
 * @throws {unknown} the signal's reason, if it is aborted
 */
export async function verdictOf(
  { file, seed, ...trained }: Compared,
  signal: AbortSignal,
): Promise<Verdict> {
  const { test, training, folds } = trained.table;
  const model = TableModel.fromSafetensors(file);
  const { network } = model;
  const measured = "measured" in network ? network.measured : network;
  const truth = await truthOfTable(model, trained.table, { seed, signal });
  const documentWith = (notes: readonly string[]) =>
    briefDocument({ ...trained, model, truth, notes });
  const { lead, header, sections } = documentWith([]); // the page has them above its charts
  const parts = sections.map((section) =>
    section && [heading(section.title), hint(section.hint), section.content]
  );
  const shown = blocks([paragraph(lead), header, parts]);
  const { config, epoch } = parseSafetensors(file).metadata;
  return {
    ...ensembleIn(model.network)?.trees && {
      file: model.toSafetensors({ config: config!, epoch: epoch! }),
    },
    html: html`${shown}`.text,
    style: STYLE,
    report: pageOf(documentWith(trained.notes)),
    ...test.problem.isOneHot && {
      leastSure: test.size > 0
        ? leastSure(outputsFor(measured, test), test)
        : leastSure((measured as FoldEnsemble).outOfFold(training, folds).outputs, training),
    },
  };
}

/** The features of the row whose most probable class is the least probable. */
function leastSure(
  outputs: Float32Array,
  { features, size, outputs: width, inputs }: Dataset,
): Float32Array {
  const sure = Array.from(
    { length: size },
    (_, r) => Math.max(...outputs.subarray(r * width, (r + 1) * width)),
  );
  const row = sure.indexOf(Math.min(...sure));
  return Float32Array.from(inputs.subarray(row * features, (row + 1) * features));
}
