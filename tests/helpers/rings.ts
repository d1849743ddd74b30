/** Images of rings. @module */

import { Dataset } from "../../mod.ts";

/** So many images of rings, each of another radius and gray, the class by turns. */
export function rings(size: number, [height, width]: readonly [number, number]): Dataset {
  const features = height * width;
  const pixels = Uint8Array.from({ length: size * features }, (_, k) => {
    const [example, pixel] = [Math.floor(k / features), k % features];
    const [x, y] = [pixel % width - (width - 1) / 2, Math.floor(pixel / width) - (height - 1) / 2];
    return Math.abs(Math.sqrt(x * x + y * y) - 2 - example % 3) < 0.8 ? 255 - example : 0;
  });
  const labels = Uint8Array.from({ length: size }, (_, example) => example % 3);
  return new Dataset({ pixels, labels, features, classes: 3, shape: [height, width] });
}
