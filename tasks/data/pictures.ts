/**
 * A folder of pictures as a data set: PNG and JPEG files of any size, in a folder for each class. @module
 */

import { createHash } from "node:crypto";
import { pictureShape } from "../../lib/pictures/picture.ts";
import { firstBytes, MAX_FILE_BYTES } from "../images/images.ts";
import { explain, reasonOf } from "../system/explain.ts";
import { readAtMost } from "../system/read_at_most.ts";
import {
  decodePictures,
  duplicateWarnings,
  type PictureFiles,
  type ReadPicturesOptions,
} from "./decode_pictures.ts";
import { listPictureFolder } from "./picture_folder.ts";
import { filesSource, splitUserData, type UserData } from "./user_data.ts";

export const pictures = filesSource({
  source: "pictures",
  read: ({ images, size, color }, options) =>
    readPictures(images!, { ...options, size: size as [number, number], color }),
  like: (dataset, { shape = [28, 28] }) => ({
    ...dataset,
    size: shape.slice(0, 2),
    color: shape.length === 3,
  }),
});

const DISK: PictureFiles = {
  start: ({ path }, bytes) => firstBytes(path, bytes),
  whole: ({ path }) => readAtMost(path, MAX_FILE_BYTES),
  reasonOf: (error) => reasonOf(error) ?? explain(error),
  hashOf: (pixels) => createHash("sha256").update(pixels).digest("base64"),
};

/**
 * Reads a folder of pictures: a folder for each class, or `train`, `validation` and `test` with such folders. Parts that are
 * missing are split off, by class.
 *
 * A picture that cannot be read is left out with a warning; a class without any is an error.
 * @returns the splits, of [height, width] or, with colors, [height, width, 3]; notes and warnings list what was left out
 * @throws {Error} if it is no such folder, or a class has no picture that can be read
 * @throws {RangeError} if the size or the split is invalid, or the pictures would take too much memory
 */
export async function readPictures(
  folder: string,
  options: ReadPicturesOptions = {},
): Promise<UserData> {
  pictureShape({ size: options.size, color: options.color }); // throws before the folder is listed
  const listed = await listPictureFolder(folder);
  const { parts, found, hashes } = await decodePictures(folder, listed, DISK, options);
  const data = splitUserData(folder, "picture", parts, found, options);
  const twice = options.whole ? [] : duplicateWarnings(data, hashes);
  return { ...data, warnings: [...data.warnings, ...twice] };
}
