/** A reader of Protocol Buffers, which shares no code with our writer. @module */

/** A message as an object: a list of values where a field may come several times. A field that is not there is no key. */
type Message = { [name: string]: unknown };

/** What a field holds: a whole number, a float32 or a float64; text, bytes, or a message. */
type Kind = "number" | "text" | "bytes" | Fields;

/** The fields of a message by their numbers. */
export type Fields = {
  readonly [field: number]: readonly [name: string, kind: Kind, many?: "many"];
};

/**
 * A message as an object.
 * @throws {Error} if it has a field that is not in the list, or one twice that may be there once
 */
export function decodeMessage(bytes: Uint8Array, fields: Fields): Message {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoded: Message = {};
  let offset = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1;; factor *= 128) {
      const byte = view.getUint8(offset++);
      value += factor * (byte & 127);
      if (byte < 128) return value;
    }
  };
  const double = () => view.getFloat64((offset += 8) - 8, true);
  const float = () => view.getFloat32((offset += 4) - 4, true);
  const delimited = () => {
    const length = varint();
    return bytes.subarray(offset, offset += length);
  };
  while (offset < bytes.length) {
    const tag = varint();
    const [field, wire] = [tag >> 3, tag & 7];
    if (fields[field] === undefined) throw new Error(`The field ${field} is unknown`);
    const [name, kind, many] = fields[field];
    const fits = kind === "number" ? [0, 1, 5].includes(wire) : wire === 2;
    if (!fits) throw new Error(`The field ${name} is of the wire type ${wire}`);
    const value = kind === "number"
      ? wire === 0 ? varint() : wire === 1 ? double() : float()
      : valueOf(delimited(), kind);
    if (many) ((decoded[name] ??= []) as unknown[]).push(value);
    else if (name in decoded) throw new Error(`The field ${name} is there twice`);
    else decoded[name] = value;
  }
  return decoded;
}

function valueOf(bytes: Uint8Array, kind: Kind): unknown {
  if (kind === "text") return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  return typeof kind === "object" ? decodeMessage(bytes, kind) : bytes;
}
