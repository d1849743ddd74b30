/** What a module holds of a model: JSON beside the weights, which the runtime reads. @module */

import type { Decision } from "../measure/decide/decide.ts";
import type { NoveltyFile } from "../measure/novelty.ts";
import type { Tensor } from "../formats/safetensors.ts";
import type { Range } from "../table/folds/clip.ts";
import type { TreesInFile } from "../table/folds/trees_file.ts";
import type { ClassLabel } from "../problem/answers.ts";
import type { ProblemName } from "../problem/contract.ts";
import type { PairedColumn } from "../table/encode/plain_cells.ts";
import type { Encoding } from "../table/encode/input_encoding.ts";
import type { EncodingTables } from "../table/encode/tables.ts";

/** Networks of one shape. */
export interface ModuleFamily {
  /** The number of units in each layer, inputs first. */
  readonly sizes: readonly number[];
  /** How many networks there are. */
  readonly members: number;
  /** How much their mean answer counts. */
  readonly weight: number;
  /** How features become inputs. */
  readonly encoding: Encoding;
  /** Its tables. Default: those of all */
  readonly tables?: EncodingTables;
}

export interface ModuleNetworks {
  /** The name of the activation function of the hidden layers. */
  readonly activation: string;
  /** That of the outputs. */
  readonly outputActivation: string;
  /** Of one network a single family of one. */
  readonly families: readonly ModuleFamily[];
  /** What an ensemble over folds has besides; null of one network. */
  readonly folds: null | {
    readonly tables: EncodingTables;
    readonly ranges: readonly Range[] | null;
    /** Base64 of float32: for each member the inputs of all levels. */
    readonly levels: string;
  };
  /**
   * Base64, little-endian: for each network and layer the weights [outputs, inputs] and the biases [outputs], as a file of
   * weights has them.
   */
  readonly weights: string;
  /** Whether a weight is a float16 and not a float32. */
  readonly isHalf: boolean;
}

/** The meaning of outputs. */
export interface ModuleAnswers {
  /** What was learned. */
  readonly problem: ProblemName;
  /** The name of each output. */
  readonly names: readonly string[];
  /** The classes in the type that they came in; absent where that is text. */
  readonly labels?: readonly ClassLabel[];
  /** Whether outputs are probabilities of classes. */
  readonly areProbabilities: boolean;
  /** The scale of each quantity; null where there is none. */
  readonly quantities: readonly { readonly mean: number; readonly deviation: number }[] | null;
  /** Half the width of each interval, in deviations; null where there is none. */
  readonly halfWidths: readonly number[] | null;
  /** What is decided by the probabilities of classes; absent where nothing is. */
  readonly decision?: Decision;
}

/** What all modules hold. */
export interface ModuleModel {
  readonly networks: ModuleNetworks;
  readonly answers: ModuleAnswers;
  readonly novelty: NoveltyFile | null;
}

/** Boosted trees, as a file has them. */
export interface ModuleTrees extends TreesInFile {
  /** Their numbers; the bytes are base64. */
  readonly tensors: readonly (Omit<Tensor, "bytes"> & {
    readonly name: string;
    readonly bytes: string;
  })[];
}

/** A model of rows of a table. */
export interface TableModule extends ModuleModel {
  readonly columns: readonly PairedColumn[];
  /** How many features each column becomes. */
  readonly widths: readonly number[];
  /** The names that a row may have besides: of the target's columns, and of those that training left out. */
  readonly others: readonly string[];
  /** Trees, where these answer and there are no networks; otherwise absent. */
  readonly trees?: ModuleTrees;
  /** Base64 of float32 [64, features]: the rows that answers are explained against; absent unless that was asked for. */
  readonly background?: string;
}

/** A model of lists of numbers. */
export interface NumbersModule extends ModuleModel {
  /** How many numbers an example has. */
  readonly inputs: number;
  /** How inputs are standardized; null if they are not. */
  readonly standardization: { readonly means: number[]; readonly deviations: number[] } | null;
  /** Whether bytes k stand for k/255. */
  readonly areBytes: boolean;
}

/** A model of pictures. */
export interface PicturesModule extends NumbersModule {
  /** [height, width] in gray, [height, width, 3] in colors, in pixels. */
  readonly shape: readonly number[];
}

/** A model of drawn digits. */
export interface DigitsModule extends NumbersModule {
  /** The width that digits are normalized to, in pixels; null if they are not. */
  readonly normalizeWidth: number | null;
}
