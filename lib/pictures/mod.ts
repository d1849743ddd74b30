/**
 * Pictures as networks see them: of any size to one size, gray or in colors, upright, by whole numbers, so that the bytes are
 * the same on every machine; and the description of inputs in a network's file.
 *
 * @example
 * ```ts
 * import { Network } from "@inkling/inkling";
 * import { pictureInput } from "@inkling/inkling/pictures";
 * import { assertEquals } from "@std/assert";
 *
 * const picture = { width: 60, height: 40, data: new Uint8ClampedArray(4 * 60 * 40).fill(255) };
 * const pixels = pictureInput(picture, { size: [12, 12] }); // a canvas's ImageData, say
 * const network = new Network([144, 10, 2], { outputActivation: "softmax" });
 * const [prediction] = network.predict({ pixels });
 * assertEquals(prediction!.outputs.length, 2);
 * ```
 *
 * @module
 */

export {
  type InputDescription,
  type InputSource,
  parseInputDescription,
} from "./input_description.ts";
export {
  type Orientation,
  pictureInput,
  type PictureOptions,
  pictureShape,
  type RgbaPicture,
  turned,
  turnsSideways,
} from "./picture.ts";
export type { Extent } from "./resize.ts";
