/** What a module holds of a model. @module */

import { toBase64 } from "../formats/bytes.ts";
import { MAX_FLOAT16, toFloat16 } from "../formats/float16.ts";
import type { TrainedModel } from "../ensemble/trained_model.ts";
import type { FoldMember } from "../table/folds/fold_ensemble.ts";
import { networksOf } from "../ensemble/trained_model.ts";
import { answeringTreesIn, familiesIn, rangesIn } from "../table/folds/networks.ts";
import type { TreeModel } from "../table/folds/tree_model.ts";
import { treesInFile, treeTensors } from "../table/folds/trees_file.ts";
import { ownTables } from "../table/folds/file.ts";
import { functionsOf } from "../table/folds/members.ts";
import type { NoveltyDetector } from "../measure/novelty.ts";
import type { Network } from "../network.ts";
import { floatTensor, tensorsOf } from "../network/weights.ts";
import type { AnswerFacts } from "../problem/contract.ts";
import { knownNamesOf } from "../table/columns/columns.ts";
import { widthOf } from "../table/columns/features.ts";
import { pairedColumn } from "../table/encode/plain_cells.ts";
import { quotableLevels } from "../table/cells/quotable.ts";
import { rulesOf } from "../table/columns/target.ts";
import type { TableModel } from "../table/model/table_model.ts";
import { backgroundOf } from "../table/model/background.ts";
import { exampleRow } from "../table/columns/example_row.ts";
import type { ExampleCell } from "../table/columns/kinds/contract.ts";
import type {
  DigitsModule,
  ModuleAnswers,
  ModuleNetworks,
  ModuleTrees,
  NumbersModule,
  PicturesModule,
  TableModule,
} from "./model.ts";

const { abs, fround } = Math;

/** The runtimes: each is a file of `runtime/`. */
export const RUNTIMES = [
  "plain_table",
  "table",
  "explained_plain_table",
  "explained_table",
  "trees_table",
  "explained_trees_table",
  "numbers",
  "pictures",
  "digits",
] as const;

/** The name of a runtime. */
export type Runtime = typeof RUNTIMES[number];

/** The name of a runtime of tables. */
type TableRuntime = Exclude<Runtime, "numbers" | "pictures" | "digits">;

/** A model for one of the runtimes. */
export type DescribedModule =
  | {
    readonly entry: TableRuntime;
    readonly model: TableModule;
    /** The levels of each column that its types may quote. */
    readonly quotable: readonly (readonly string[])[];
    /** A row as a person could have typed it. */
    readonly example: Readonly<Record<string, ExampleCell>>;
  }
  | { readonly entry: "numbers"; readonly model: NumbersModule }
  | { readonly entry: "pictures"; readonly model: PicturesModule }
  | { readonly entry: "digits"; readonly model: DigitsModule };

/** How numbers are kept in a module. */
export type WeightFormat = "float32" | "float16";

/**
 * What a module of a table holds.
 * @param explains whether it explains its answers too
 * @throws {RangeError} if a weight is too large for float16, trees are to be rounded, or `explains` and the model file does not hold how its training
 * data were distributed
 */
export function describeTable(
  { table, network, detector, intervals, decision, distributions }: TableModel,
  weights: WeightFormat,
  explains = false,
): DescribedModule {
  const { problem, outputNames, labels, quantities } = rulesOf(table);
  const facts = { areProbabilities: network.predictsClasses, quantities, intervals };
  const isPlain = table.columns.every((column) =>
    column.kind === "number" ? column.format === undefined : "values" in column
  );
  const trees = answeringTreesIn(network);
  const known = new Map(distributions?.columns.map((column) => [column.name, column]));
  return {
    quotable: table.columns.map((column) => quotableLevels(column, known.get(column.name))),
    example: exampleRow(table, distributions),
    entry: `${explains ? "explained_" : ""}${trees ? "trees_" : isPlain ? "plain_" : ""}table`,
    model: {
      columns: table.columns.map(pairedColumn),
      widths: table.columns.map(widthOf),
      others: knownNamesOf(table),
      answers: {
        ...answersOf({ problem: problem.name, names: outputNames, ...facts }),
        ...labels !== outputNames && { labels },
        ...decision && { decision },
      },
      novelty: detector?.toJSON() ?? null,
      networks: trees ? noNetworks(network) : moduleNetworks(network, weights),
      ...trees && { trees: moduleTrees(trees, weights) },
      ...explains && { background: toBase64(bytesOf(backgroundOf(table, distributions))) },
    },
  };
}

/** A network of numbers, pictures or digits, and the meaning of its outputs. */
export interface DescribedInputs extends AnswerFacts {
  readonly network: Network;
  readonly problem: ModuleAnswers["problem"];
  /** The name of each output. */
  readonly names: readonly string[];
  readonly detector: NoveltyDetector | undefined;
  /** Whether inputs are bytes. */
  readonly areBytes: boolean;
  /** Of pictures [height, width] in gray or [height, width, 3] in colors; absent of others. */
  readonly shape?: readonly number[] | undefined;
  /** Of drawn digits the width that they are normalized to, null for none; absent of others. */
  readonly normalizeWidth?: number | null | undefined;
}

/**
 * What a module of numbers, pictures or digits holds.
 * @throws {RangeError} if a weight is too large for float16
 */
export function describeInputs(given: DescribedInputs, weights: WeightFormat): DescribedModule {
  const { network, detector, areBytes, shape, normalizeWidth } = given;
  const model = {
    inputs: network.features,
    standardization: network.standardization?.toJSON() ?? null,
    areBytes,
    answers: answersOf(given),
    novelty: detector?.toJSON() ?? null,
    networks: moduleNetworks(network, weights),
  };
  if (normalizeWidth !== undefined) return { entry: "digits", model: { ...model, normalizeWidth } };
  if (shape !== undefined) return { entry: "pictures", model: { ...model, shape } };
  return { entry: "numbers", model };
}

function answersOf(
  { problem, names, areProbabilities = false, quantities, intervals }:
    & AnswerFacts
    & Pick<ModuleAnswers, "problem" | "names">,
): ModuleAnswers {
  return {
    problem,
    names,
    areProbabilities,
    quantities: quantities?.map(({ mean, deviation }) => ({ mean, deviation })) ?? null,
    halfWidths: intervals?.halfWidths ?? null,
  };
}

/** Trees, as a file has them. */
function moduleTrees(trees: TreeModel, weights: WeightFormat): ModuleTrees {
  if (weights === "float16") {
    throw new RangeError("Cannot write boosted trees as float16: their thresholds would move");
  }
  const tensors = [...treeTensors(trees)].map(([name, { bytes, ...tensor }]) => ({
    name,
    ...tensor,
    bytes: toBase64(bytes),
  }));
  return { ...treesInFile(trees), tensors };
}

/** What a model of trees has of networks. */
function noNetworks(network: TrainedModel): ModuleNetworks {
  const { activation, outputActivation } = functionsOf({ networks: networksOf(network) });
  const functions = { activation: activation.name, outputActivation: outputActivation.name };
  return { ...functions, families: [], folds: null, weights: "", isHalf: false };
}

/** The networks that count. */
function moduleNetworks(network: TrainedModel, weights: WeightFormat): ModuleNetworks {
  const first = functionsOf({ networks: networksOf(network) });
  const families = familiesIn(network).filter(({ weight }) => weight > 0);
  const members: readonly FoldMember[] = families.flatMap(({ members }) => members);
  const isFolds = members.length > 0;
  const tables = members[0]?.encoding.tables;
  const networks = isFolds ? members.map(({ network }) => network) : [first];
  return {
    activation: first.activation.name,
    outputActivation: first.outputActivation.name,
    families: isFolds
      ? families.map(({ members, weight, encoding }) => ({
        sizes: members[0]!.network.sizes,
        members: members.length,
        weight,
        encoding,
        ...ownTables(members[0]!, tables!),
      }))
      : [{ sizes: first.sizes, members: 1, weight: 1, encoding: "standardized" }],
    folds: isFolds
      ? {
        tables: tables!,
        ranges: rangesIn(network) ?? null,
        levels: toBase64(
          joined(members.flatMap(({ encoding }) => encoding.levels.map(bytesOf))),
        ),
      }
      : null,
    weights: toBase64(weightBytes(networks, weights)),
    isHalf: weights === "float16",
  };
}

/** The parameters of networks, one after the other, as a file of weights has them. */
function weightBytes(networks: readonly Network[], weights: WeightFormat): Uint8Array {
  const bytes = joined(
    networks.flatMap((network) => [...tensorsOf(network)].map(([, tensor]) => tensor.bytes)),
  );
  if (weights === "float32") return bytes;
  const view = new DataView(bytes.buffer);
  const values = Float32Array.from(
    { length: bytes.length / 4 },
    (_, k) => view.getFloat32(4 * k, true),
  );
  const wrong = values.find((value) => !(abs(value) <= MAX_FLOAT16));
  if (wrong === undefined) return toFloat16(values);
  throw new RangeError(
    `Cannot write weights as float16, which ends at ${MAX_FLOAT16}: one is ${fround(wrong)}`,
  );
}

function bytesOf(values: Float32Array): Uint8Array {
  return floatTensor([values.length], values).bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
