/** The input of a network of pictures, from a file: a drawn digit like MNIST's, or a picture of the network's size. @module */

import { entryOf } from "../../../lib/config/user_data.ts";
import { digitImage, severalDigits } from "../../../lib/digits/digit_image.ts";
import { mnist } from "../../../lib/digits/mnist.ts";
import { normalizeRows } from "../../../lib/digits/normalize_rows.ts";
import type { Ensemble } from "../../../lib/ensemble.ts";
import { pictureInputOf } from "../../images/decode_picture.ts";
import { readImage, readWith } from "../../images/images.ts";
import type { OpenNetwork } from "../../run/open_network.ts";
import { explain } from "../../system/explain.ts";
import { answererOf, answersOf, datasetOf, metadataOf } from "./answers.ts";

export type PictureInputs = ReturnType<typeof pictureInputsOf>;

/**
 * Finds the inputs of networks: drawn digits, which are centered as MNIST's are, or pictures of
 * [height, width], or [height, width, 3] in color.
 * @throws {Error} if they did not learn from pictures, or not from the same kind; the message names the file
 */
export function pictureInputsOf(opened: readonly OpenNetwork[], ensemble: Ensemble) {
  const all = opened.map((network) => ({ ...picturesOf(network), network }));
  const { digits, shape, network } = all[0]!;
  const other = all.find((kind) => kind.digits !== digits || `${kind.shape}` !== `${shape}`);
  if (other !== undefined) {
    throw new Error(
      `Cannot predict with ${network.path} and ${other.network.path} together: ` +
        `they see pictures of [${shape}] and of [${other.shape}]` +
        (digits === other.digits ? "" : ", and one of them drawn digits"),
    );
  }
  const answers = answersOf(opened, ensemble);
  if (!answers.problem.hasAccuracy) {
    throw new Error(`Cannot predict pictures with ${network.path}: its outputs are not classes`);
  }
  return {
    digits,
    shape,
    answers,
    answer: answererOf(answers, detectorOf(network, digits)),
    /** Reads a file as an input, 0 to 1; the error names the file. */
    async read(path: string): Promise<Float32Array> {
      if (!digits) {
        const [height = 1, width = 1, channels] = shape;
        const options = { size: [height, width] as const, color: channels === 3 };
        const bytes = await readWith(path, (bytes) => pictureInputOf(bytes, options));
        return Float32Array.from(bytes, (byte) => byte / 255);
      }
      const image = await readImage(path);
      try {
        return digitImage(image);
      } catch (error) {
        throw new Error(`Cannot use ${path}: ${explain(error)}`, { cause: error });
      }
    },
  };
}

/** The pictures that a network learned from: whether they are digits, and their shape. */
export function picturesOf(opened: OpenNetwork): { digits: boolean; shape: readonly number[] } {
  const { run, path, network: { sizes }, table, input } = opened;
  const inputs = sizes[0]!;
  const dataset = datasetOf(opened);
  const fail = (problem: string): never => {
    throw new Error(`Cannot predict pictures with ${path}: ${problem}`);
  };
  if (table !== undefined) {
    return fail(`${run} learned from a table: expected a table of rows`);
  }
  const entry = entryOf(dataset);
  if (entry !== undefined) {
    const { name, shape: [height, width], classes } = entry;
    if (inputs !== height * width || sizes.at(-1) !== classes.length) {
      fail(
        `expected ${height * width} inputs and ${classes.length} outputs for ${name}, ` +
          `got ${inputs} and ${sizes.at(-1)}`,
      );
    }
    return { digits: name === mnist.name, shape: [height, width] };
  }
  if (input === undefined) return fail("its file does not describe its inputs; train it anew");
  const { shape, type } = input;
  const isPicture = shape.length === 2 || shape.length === 3 && shape[2] === 3;
  if (type !== "uint8" || !isPicture) {
    fail(
      `expected inputs [height, width] or [height, width, 3] of uint8, got [${shape}] of ${type}`,
    );
  }
  return { digits: false, shape };
}

/** The detector of a network, for the network's own inputs; an image of several digits is novel in any case. */
export function detectorOf(opened: OpenNetwork, digits: boolean) {
  const { detector } = metadataOf(opened);
  const width = opened.config?.normalizeWidth ?? null;
  return {
    isNovel(input: ArrayLike<number>): boolean {
      if (digits && severalDigits(input as Float32Array)) return true;
      if (detector === undefined || width === null) return detector?.isNovel(input) ?? false;
      const values = Float32Array.from(input);
      const rows = { kind: "dense", rows: 1, columns: values.length, values } as const;
      return detector.isNovel(normalizeRows(rows, width).values);
    },
  };
}
