/**
 * JPEG files to pixels, by the library jpeg-js: in JavaScript alone, so that the pixels are the same on every machine. It
 * gets a file only once its segments are checked.
 *
 * It has its own rounding and repeats the pixels of the smaller color planes. So the bytes differ by a few levels from
 * those of libjpeg, which averages there; profiles of color are left out of account. @module
 */

import jpeg from "jpeg-js";
import type { RgbaPicture } from "../../lib/pictures/picture.ts";
import { parseJpegSegments } from "./jpeg_segments.ts";

/** What the library may take, in megabytes: it keeps 4 bytes for each sample, and pixels three times over. */
const MAX_MEGABYTES = 1024;

/** Decodes a JPEG file as the picture lies; throws if it is not whole, not read or too large. */
export function decodeJpeg(bytes: Uint8Array): RgbaPicture & { readonly data: Uint8Array } {
  const { width, height, components, rgb, scans, restarts, end } = parseJpegSegments(bytes);
  try {
    const { data } = jpeg.decode(bytes.subarray(0, end), {
      useTArray: true,
      formatAsRGBA: true,
      maxMemoryUsageInMB: MAX_MEGABYTES,
      ...rgb ? { colorTransform: false } : {},
      // Of one component the library reads on after the last block, to the end of the interval, and fails there.
      tolerantDecoding: components === 1 && restarts,
    });
    return { width, height, data };
  } catch (error) {
    // Where the library stumbles over a value that is not there, its message is about its own code.
    const itsOwn = error instanceof TypeError || error instanceof RangeError;
    const reason = itsOwn ? "" : ` (${error instanceof Error ? error.message : String(error)})`;
    const what = restarts && scans > 1
      ? "damaged, or has restart marks in several scans, which the library jpeg-js cannot read: save it anew"
      : "damaged";
    throw new SyntaxError(`it is ${what}${reason}`, { cause: error });
  }
}
