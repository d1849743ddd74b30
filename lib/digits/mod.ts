/**
 * MNIST and images of digits: the catalogue of data sets with their files and hashes, the tutorial's pickle, a drawing as
 * MNIST would have it, and digits of one width for ensembles.
 *
 * @example
 * ```ts
 * import { Network } from "@inkling/inkling";
 * import { digitImage } from "@inkling/inkling/digits";
 * import { assertEquals } from "@std/assert";
 *
 * const drawing = { width: 100, height: 100, data: new Uint8ClampedArray(4 * 100 * 100).fill(255) };
 * drawing.data.fill(0, 4 * 5000, 4 * 5050); // a black line on white
 * for (let k = 3; k < drawing.data.length; k += 4) drawing.data[k] = 255;
 * const network = new Network([784, 30, 10], { seed: 1 });
 * const [prediction] = network.predict([digitImage(drawing)]);
 * assertEquals(prediction!.outputs.length, 10);
 * ```
 *
 * @module
 */

export { digitImage, type RgbaImage, severalDigits } from "./digit_image.ts";
export {
  catalogue,
  type CatalogueEntry,
  type CatalogueFile,
  CLASSES,
  fashionMnist,
  mnist,
  PIXELS,
  SPLIT,
  type Splits,
  type SplitSizes,
  splitTraining,
} from "./mnist.ts";
export { type MnistPickle, type MnistPickleSet, parseMnistPickle } from "./mnist_pickle.ts";
export { normalizeRows } from "./normalize_rows.ts";
export { normalizeWidth } from "./normalize_width.ts";
