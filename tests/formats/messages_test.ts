/** The sentences of readers and writers of files, each pinned once. */

import { fromBfloat16 } from "../../lib/formats/bfloat16.ts";
import { formatIdx, type IdxArray, parseIdx, readIdx } from "../../lib/formats/idx.ts";
import { formatNpy } from "../../lib/formats/npz.ts";
import { formatOnnx, type OnnxLayer } from "../../lib/formats/onnx.ts";
import { parsePickle } from "../../lib/formats/pickle.ts";
import { integer, text } from "../../lib/formats/protobuf.ts";
import { parseNpy } from "../../lib/formats/read_npy.ts";
import { readNpz } from "../../lib/formats/read_npz.ts";
import { readZip } from "../../lib/formats/read_zip.ts";
import { formatSafetensors, parseSafetensors, type Tensor } from "../../lib/formats/safetensors.ts";
import { sha256 } from "../../lib/formats/sha256.ts";
import { formatZip } from "../../lib/formats/zip.ts";
import { replaced } from "../helpers/replaced.ts";
import { pinnedIn } from "../helpers/pinned.ts";
import { concat } from "../helpers/bytes.ts";
import { pickle as latin1 } from "./pickle_fixtures.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const idx = (...bytes: number[]) => parseIdx(new Uint8Array(bytes));
const written = (change: Partial<IdxArray>) =>
  formatIdx({ type: "uint8", shape: [2], data: new Uint8Array(2), ...change });
const LARGE = [0, 0, 8, 2, 255, 255, 255, 255, 0, 0, 255, 255];

pin("IDX files", [
  () => idx(0x1f, 0x8b, 8, 1),
  () => idx(0, 0, 0x0a, 1),
  () => idx(0, 0, 8, 0),
  () => idx(0, 0, 8, 1, 0),
  () => idx(0, 0, 8, 1, 0, 0, 0, 3, 5),
  () => idx(0, 0, 8, 1, 0, 0, 0, 1, 5, 6),
  () => idx(0, 0, 0x0e, 2, ...Array(8).fill(255)),
  () => readIdx(new Blob([new Uint8Array(LARGE)]).stream()),
  () => written({ shape: [] }),
  () => written({ shape: [0.5] }),
  () => readIdx(ReadableStream.from(["x"]) as unknown as ReadableStream<Uint8Array>),
  () => written({ type: "int8" }),
  () => written({ shape: [3] }),
]);

/** A file of version 1.0 with any header. */
function npy(header: string, items = new Uint8Array()): unknown {
  const line = `${header}\n`;
  return parseNpy(
    concat(latin1(`\x93NUMPY\x01\0${String.fromCharCode(line.length, 0)}${line}`), items),
  );
}
const array = (descr: string, shape: string) =>
  `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
const zip = (name: string) => formatZip([[name, latin1("x")]]);

pin("NPY and NPZ files", [
  () => parseNpy(latin1("hello")),
  () => parseNpy(latin1("\x93NUMPY\x01\0\xff\0{")),
  () => parseNpy(latin1("\x93NUMPY\x09\0    ")),
  () => parseNpy(latin1("\x93NUMPY\x02\0\0\0\x02\0")),
  () => npy("f()"),
  () => npy("{'descr': '|u1', 'descr': '|u1', }"),
  () => npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }"),
  () => npy(array("|u1", "(1 2,)")),
  () => npy(array("|O", "(1,)")),
  () => npy(array("<c8", "(1,)")),
  () => npy(array("<u2", "(2, 3)")),
  () => npy(array("|b1", "(1,)"), new Uint8Array([2])),
  () => npy(array("<U1", "(1,)"), new Uint8Array(4).fill(255)),
  () => formatNpy({ dtype: "BF16", shape: [1], bytes: new Uint8Array(2) }),
  () => fromBfloat16(new Uint8Array(3)),
  () => readNpz(zip("notes.txt")),
  () => readNpz(zip("y.npy")).get("y")!.read(),
]);

const opcodes = (text: string) => parsePickle(latin1(text));
const F4 = "cnumpy\ndtype\nU\x02f4\x85R";
const RECONSTRUCTED = "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n)U\x01b\x87R";

pin("pickles", [
  () => opcodes("cos\nsystem\n(S'rm -rf /'\ntR."),
  () => opcodes("]."),
  () => opcodes("\xff."),
  () => opcodes("\x80\x06N."),
  () => opcodes("(".repeat(20_000)),
  () => opcodes("U\xffa."),
  () => opcodes("S'abc'"),
  () => opcodes("N.N"),
  () => opcodes("NN."),
  () => opcodes("."),
  () => opcodes("Nt."),
  () => opcodes("h\x00."),
  () => opcodes("Nq\x01Nq\x01."),
  () => opcodes(`(${"N".repeat(1000)}t.`),
  () => opcodes("I1e9\n."),
  () => opcodes("L9007199254740993L\n."),
  () => opcodes("\x8a\x09123456789."),
  () => opcodes("Sabc\n."),
  () => opcodes("S'\\x1g'\n."),
  () => opcodes("Va\\n\n."),
  () => opcodes("X\x01\x00\x00\x00\xff."),
  () => opcodes("c_codecs\nencode\nVa\\u0100\nVlatin1\n\x86R."),
  () => opcodes("c_codecs\nencode\nVa\nVutf8\n\x86R."),
  () => opcodes("c__builtin__\nbytes\nK\x09\x85R."),
  () => opcodes("cnumpy\ndtype\nK\x01\x85R."),
  () => opcodes("cnumpy\ndtype\nU\x02O8\x85R."),
  () => opcodes("cnumpy\ndtype\nU\x02f4\x85RNb."),
  () => opcodes("cnumpy\ndtype\nU\x02f4\x85R(K\x03U\x01?NNNtb."),
  () => opcodes("N)R."),
  () => opcodes("NNb."),
  () => opcodes("cnumpy.core.multiarray\n_reconstruct\n)R."),
  () => opcodes(`${RECONSTRUCTED}.`),
  () => opcodes(`${RECONSTRUCTED}Nb.`),
  () => opcodes("cnumpy.core.numeric\n_frombuffer\n)R."),
  () => opcodes(`${RECONSTRUCTED}(K\x01)${F4}\x88U\x00tb.`),
  () => opcodes(`${RECONSTRUCTED}(K\x01)${F4}(K\x03U\x01>NNNtb\x89U\x00tb.`),
  () => opcodes(`${RECONSTRUCTED}(K\x01)${F4}\x89U\x00tb.`),
  () => opcodes("cnumpy\nndarray\n."),
  () => opcodes(`${F4}.`),
]);

const tensor = { dtype: "F32", shape: [1], bytes: new Uint8Array(4) } as const;
const saved = (...tensors: [string, Tensor][]) => formatSafetensors(tensors);
const opened = (header: string, dataBytes = 0) => {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setUint32(0, header.length, true);
  return parseSafetensors(concat(length, latin1(header), new Uint8Array(dataBytes)));
};
const entry = (change: object) =>
  opened(JSON.stringify({ x: { dtype: "U8", shape: [2], "data_offsets": [0, 2], ...change } }), 2);

pin("safetensors files", [
  () => saved(["x", tensor], ["x", tensor]),
  () => saved(["x", { ...tensor, shape: [2] }]),
  () => saved(["\ud800", tensor]),
  () => parseSafetensors("x" as never),
  () => parseSafetensors(new Uint8Array(7)),
  () => parseSafetensors(new Uint8Array(9).fill(255)),
  () => parseSafetensors(latin1("\xff\xff\xff\xff\0\0\0\0{")),
  () => parseSafetensors(latin1("PK\x03\x04\0\0\0\0")),
  () => parseSafetensors(latin1("\x09\0\0\0\0\0\0\0{}")),
  () => opened("[]"),
  () => opened("{}{}"),
  () => opened("{".repeat(9)),
  () => opened('{"x":1,"x":2}'),
  () => opened('{"__metadata__":[]}'),
  () => opened('{"__metadata__":{"a":1}}'),
  () => opened('{"__metadata__":{"a":"\\ud800"}}'),
  () => opened('{"\\ud800":{}}'),
  () => opened('{"x":1}'),
  () => entry({ extra: 1 }),
  () => entry({ dtype: "F4" }),
  () => entry({ shape: [0.5] }),
  () => entry({ "data_offsets": [0] }),
  () => entry({ "data_offsets": [1, 2] }),
  () => entry({ shape: [3] }),
  () => entry({ shape: [1], "data_offsets": [0, 1] }),
]);

const archive = formatZip([["a", latin1("x")]]);
/** The archive with bytes changed from an offset on. */
const changed = (offset: number, ...bytes: number[]) => {
  const copy = archive.slice();
  copy.set(bytes, offset);
  return copy;
};
const [LIST, END] = [32, 79];
const FULL = [255, 255, 255, 255];
const listed = (offset: number, ...bytes: number[]) => readZip(changed(offset, ...bytes));
const unpacked = (offset: number, ...bytes: number[]) =>
  readZip(changed(offset, ...bytes))[0]!.read();

pin("ZIP archives", [
  () => formatZip([["a", latin1("")], ["a", latin1("")]]),
  () => formatZip([["\ud800", latin1("")]]),
  () => formatZip(Array.from({ length: 1001 }, (_, k) => [`${k}`, latin1("xx")])),
  () => formatZip([["x".repeat(65_536), latin1("")]]),
  () => readZip(archive, { maxBytes: 0 }),
  () => readZip(latin1("hello")),
  () => readZip(archive.slice(0, 40)),
  () => listed(END + 16, ...FULL),
  () => listed(END + 4, 1),
  () => listed(END + 16, 200),
  () => listed(LIST, 0),
  () => listed(END + 8, 0, 0, 0),
  () => listed(LIST + 46, 255),
  () => listed(LIST + 20, ...FULL),
  () => listed(LIST + 8, 1),
  () => listed(LIST + 10, 12),
  () => listed(LIST + 24, 9),
  () => unpacked(LIST + 42, 1),
  () => unpacked(LIST + 20, 99, 0, 0, 0, 99),
  () => unpacked(31, 0),
]);

const layer = (inputs: number): OnnxLayer => ({
  weight: { dtype: "F32", shape: [2, inputs], bytes: new Uint8Array(8 * inputs) },
  bias: { dtype: "F32", shape: [2], bytes: new Uint8Array(8) },
  activation: "relu",
});

pin("ONNX files and hashes", [
  () => formatOnnx([{ ...layer(3), activation: "step" }]),
  () => integer(1, -1),
  () => formatOnnx([layer(3), layer(3)]),
  () => text(1, "\ud800"),
  () => formatOnnx([]),
  async () => {
    using _ = replaced({ crypto: {} });
    await sha256(new Uint8Array());
  },
]);
