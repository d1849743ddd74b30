/** What networks of pictures see of a file: a drawn digit made as MNIST's are, or a picture of the size they learned from. @module */

import { digitImage } from "../../lib/digits/digit_image.ts";
import { catalogue, mnist } from "../../lib/digits/mnist.ts";
import { normalizeRows } from "../../lib/digits/normalize_width.ts";
import { severalDigits } from "../../lib/digits/several_digits.ts";
import { parseMetadata } from "../../lib/evaluate/metadata.ts";
import type { Ensemble, NoveltyDetector } from "../../mod.ts";
import { pictureInputOf } from "../images/decode_picture.ts";
import { readImage, readWith } from "../images/images.ts";
import type { OpenNetwork } from "../run/open_network.ts";
import { inFile } from "../run/run_folder.ts";
import { explain } from "../system/explain.ts";
import { type Answers, answersOf, datasetOf } from "./answers.ts";

/** How networks of pictures see. */
export interface PictureInputs {
  /** Whether the pictures are drawn digits, which are centered as MNIST's are. */
  readonly digits: boolean;
  /** [height, width], or [height, width, 3] in color. */
  readonly shape: readonly number[];
  /** What the outputs stand for: a class or labels. */
  readonly answers: Answers;
  /** What the networks see of a file, 0 to 1; the error names the file. */
  read(path: string): Promise<Float32Array>;
  /** Tells whether what they see does not look like the training data; of older files hardly anything does not. */
  readonly detector: Pick<NoveltyDetector, "isNovel">;
}

/**
 * Finds out how networks see pictures.
 *
 * @throws {Error} if they do not learn from pictures, or not from the same kind; the message names the file
 */
export function pictureInputsOf(
  opened: readonly OpenNetwork[],
  ensemble: Ensemble,
): PictureInputs {
  const [first, ...others] = opened.map((network) => ({ ...kindOf(network), network }));
  const { digits, shape, network } = first!;
  const same = (kind: { digits: boolean; shape: readonly number[] }) =>
    kind.digits === digits && `${kind.shape}` === `${shape}`;
  const other = others.find((kind) => !same(kind));
  if (other !== undefined) {
    throw new Error(
      `Cannot predict with ${network.path} and ${other.network.path} together: ` +
        `they see pictures of [${shape}] and of [${other.shape}]` +
        (digits === other.digits ? "" : ", and one of them drawn digits"),
    );
  }
  const answers = answersOf(opened, ensemble);
  if (!answers.problem.hasAccuracy) {
    throw new Error(`Cannot predict pictures with ${network.path}: its outputs are no classes`);
  }
  return {
    digits,
    shape,
    answers,
    detector: detectorOf(network, digits),
    async read(path) {
      if (digits) return await drawnDigit(path);
      const [height = 1, width = 1, channels] = shape;
      const options = { size: [height, width] as const, color: channels === 3 };
      const bytes = await readWith(path, (bytes) => pictureInputOf(bytes, options));
      return Float32Array.from(bytes, (byte) => byte / 255);
    },
  };
}

/** Whether a network sees digits, and the shape of what it sees. */
function kindOf(opened: OpenNetwork): { digits: boolean; shape: readonly number[] } {
  const { run, path, network: { sizes }, table, input } = opened;
  const inputs = sizes[0]!;
  const dataset = datasetOf(opened);
  const fail = (why: string): never => {
    throw new Error(`Cannot predict pictures with ${path}: ${why}`);
  };
  if (table !== undefined) {
    return fail(`${run} learned from a table, so a CSV file of rows is wanted`);
  }
  if (typeof dataset === "string") {
    const { shape: [height, width], classes } = catalogue[dataset]!;
    if (inputs !== height * width || sizes.at(-1) !== classes.length) {
      fail(
        `it is of ${inputs} inputs and ${sizes.at(-1)} outputs for ${dataset}; ` +
          `${height * width} and ${classes.length} are wanted`,
      );
    }
    return { digits: dataset === mnist.name, shape: [height, width] };
  }
  if (input === undefined) return fail("it does not say what its inputs are; train it anew");
  const { shape, type } = input;
  const isPicture = shape.length === 2 || shape.length === 3 && shape[2] === 3;
  if (type !== "uint8" || !isPicture) {
    fail(
      `its inputs are [${shape}] of ${type}; [height, width] or [height, width, 3] of uint8 are wanted`,
    );
  }
  return { digits: false, shape };
}

/** The detector of a network, which sees what the network sees; several digits in an image are novel in any case. */
export function detectorOf(
  { metadata, network, path, config }: OpenNetwork,
  digits: boolean,
): Pick<NoveltyDetector, "isNovel"> {
  const { detector } = inFile(path, () => parseMetadata(metadata, network));
  const width = config?.normalizeWidth ?? null;
  return {
    isNovel(input) {
      if (digits && severalDigits(input)) return true;
      if (detector === undefined || width === null) return detector?.isNovel(input) ?? false;
      const values = Float32Array.from(input);
      const rows = { kind: "dense", rows: 1, columns: values.length, values } as const;
      return detector.isNovel(normalizeRows(rows, width).values);
    },
  };
}

/** A drawing of a digit as MNIST has them. */
async function drawnDigit(path: string): Promise<Float32Array> {
  const image = await readImage(path);
  try {
    return digitImage(image);
  } catch (error) {
    throw new Error(`Cannot use ${path}: ${explain(error)}`, { cause: error });
  }
}
