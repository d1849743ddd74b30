/**
 * The orientation in EXIF, the fields that cameras write into their files.
 *
 * EXIF is a TIFF file without an image: a byte order, and a list of fields of twelve bytes each (Adobe, "TIFF 6.0",
 * sections 2 and 8; JEITA CP-3451, "Exif"). @module
 */

/** The field of the orientation, and the type of its value: a 16-bit number. */
const [ORIENTATION, SHORT] = [0x0112, 3];

const FIELD_BYTES = 12;

/**
 * How a picture lies, 1 for upright to 8. Damaged fields give 1: the picture itself may be whole.
 * @param tiff the bytes from the byte order on, `II` or `MM`
 */
export function parseExifOrientation(tiff: Uint8Array): 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 {
  if (tiff.length < 8) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const order = view.getUint16(0);
  const little = order === 0x4949;
  if (!little && order !== 0x4d4d || view.getUint16(2, little) !== 42) return 1;
  const list = view.getUint32(4, little);
  if (list < 8 || list + 2 > tiff.length) return 1;
  const room = Math.floor((tiff.length - list - 2) / FIELD_BYTES);
  const fields = Math.min(view.getUint16(list, little), room);
  for (let k = 0; k < fields; k++) {
    const field = list + 2 + FIELD_BYTES * k;
    if (view.getUint16(field, little) !== ORIENTATION) continue;
    const one = view.getUint16(field + 2, little) === SHORT &&
      view.getUint32(field + 4, little) === 1;
    const value = view.getUint16(field + 8, little);
    return one && isOrientation(value) ? value : 1;
  }
  return 1;
}

function isOrientation(value: number): value is 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 {
  return value >= 1 && value <= 8;
}
