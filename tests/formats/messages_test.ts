/** The sentences of readers and writers of files, each pinned once. */

import { fromBfloat16 } from "../../lib/formats/bfloat16.ts";
import { formatIdx, type IdxArray, parseIdx, readIdx } from "../../lib/formats/idx.ts";
import { formatNpy } from "../../lib/formats/npy.ts";
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
import { testSentences } from "../helpers/says.ts";
import { concat } from "../helpers/bytes.ts";
import { pickle as latin1 } from "./pickle_fixtures.ts";

const idx = (...bytes: number[]) => () => parseIdx(new Uint8Array(bytes));
const written = (change: Partial<IdxArray>) => () =>
  formatIdx({ type: "uint8", shape: [2], data: new Uint8Array(2), ...change });
const LARGE = [0, 0, 8, 2, 255, 255, 255, 255, 0, 0, 255, 255];

testSentences("IDX files", [
  [SyntaxError, "Cannot read the IDX file: ", {
    "it starts with the bytes 1f8b0801 instead of two zeros": idx(0x1f, 0x8b, 8, 1),
    "its type code 0x0a is unknown": idx(0, 0, 0x0a, 1),
    "its rank is 0": idx(0, 0, 8, 0),
    "it ends after 5 bytes within its header": idx(0, 0, 8, 1, 0),
    "it ends after 9 bytes of 11": idx(0, 0, 8, 1, 0, 0, 0, 3, 5),
    "it goes on after the 9 bytes that its header announces": idx(0, 0, 8, 1, 0, 0, 0, 1, 5, 6),
    "its shape [4294967295,4294967295] is too large": idx(0, 0, 0x0e, 2, ...Array(8).fill(255)),
  }],
  [RangeError, "Cannot ", {
    [
      "read the IDX file: it announces 281470681677837 bytes and at most 1073741824 are " +
      "allowed"
    ]: () => readIdx(new Blob([new Uint8Array(LARGE)]).stream()),
    "write the IDX file: the rank is 0, not 1 to 255": written({ shape: [] }),
    "write the IDX file: the length 0.5 is not a 32-bit integer": written({ shape: [0.5] }),
  }],
  [TypeError, "Cannot ", {
    "read the IDX file: a chunk of the stream is a string": () =>
      readIdx(ReadableStream.from(["x"]) as unknown as ReadableStream<Uint8Array>),
    "write the IDX file: the type is int8 and the items are a Uint8Array": written({
      type: "int8",
    }),
    "write the IDX file: 2 items do not fill the shape [3]": written({ shape: [3] }),
  }],
]);

/** A file of version 1.0 with any header. */
function npy(header: string, items = new Uint8Array()): () => unknown {
  const line = `${header}\n`;
  return () =>
    parseNpy(concat(latin1(`\x93NUMPY\x01\0${String.fromCharCode(line.length, 0)}${line}`), items));
}
const array = (descr: string, shape: string) =>
  `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
const zip = (name: string) => formatZip([[name, latin1("x")]]);

testSentences("NPY and NPZ files", [
  [SyntaxError, "Cannot read the NPY file: ", {
    "it is not an NPY file": () => parseNpy(latin1("hello")),
    "it ends after 11 bytes, within its header": () => parseNpy(latin1("\x93NUMPY\x01\0\xff\0{")),
    "expected version 1.0 to 3.0, got 9.0": () => parseNpy(latin1("\x93NUMPY\x09\0    ")),
    "its header takes 131072 bytes, more than 65536": () =>
      parseNpy(latin1("\x93NUMPY\x02\0\0\0\x02\0")),
    'its header is "f()"': npy("f()"),
    "its header has descr twice": npy("{'descr': '|u1', 'descr': '|u1', }"),
    "its items are records of named fields": npy(
      "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }",
    ),
    "its shape is (1 2,)": npy(array("|u1", "(1 2,)")),
    [
      "its items are Python objects, which only Python can bring to life; save an array of " +
      "numbers: array.astype('float32')"
    ]: npy(array("|O", "(1,)")),
    'its items are "<c8": expected numbers of 8 to 64 bits or text': npy(array("<c8", "(1,)")),
    "it is uint16 [2,3], which takes 12 bytes, and has 0": npy(array("<u2", "(2, 3)")),
    "an item is neither true nor false": npy(array("|b1", "(1,)"), new Uint8Array([2])),
    "a text is not Unicode": npy(array("<U1", "(1,)"), new Uint8Array(4).fill(255)),
  }],
  [RangeError, "Cannot ", {
    "write BF16 as NPY": () => formatNpy({ dtype: "BF16", shape: [1], bytes: new Uint8Array(2) }),
    "read half a number of bfloat16": () => fromBfloat16(new Uint8Array(3)),
  }],
  [SyntaxError, "Cannot ", {
    'read the NPZ file: it holds "notes.txt", which is no array': () => readNpz(zip("notes.txt")),
    'read the array "y": it is not an NPY file': () => readNpz(zip("y.npy")).get("y")!.read(),
  }],
]);

const opcodes = (text: string) => () => parsePickle(latin1(text));
const F4 = "cnumpy\ndtype\nU\x02f4\x85R";
const RECONSTRUCTED = "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n)U\x01b\x87R";

testSentences("pickles", [
  [SyntaxError, "Cannot read the pickle: ", {
    'at byte 0, it calls for "os.system": only NumPy\'s arrays are read': opcodes(
      "cos\nsystem\n(S'rm -rf /'\ntR.",
    ),
    "at byte 0, the opcode 0x5d is of a list, which is not read": opcodes("]."),
    "at byte 0, the opcode 0xff is unknown, which is not read": opcodes("\xff."),
    "at byte 0, expected protocol 0 to 5, got 6": opcodes("\x80\x06N."),
    "it has more than 10000 opcodes": opcodes("(".repeat(20_000)),
    "at byte 0, expected 255 bytes, got 2": opcodes("U\xffa."),
    "at byte 0, its line does not end": opcodes("S'abc'"),
    "at byte 1, it ends and 1 bytes follow": opcodes("N.N"),
    "at byte 2, it ends with more than its result on the stack": opcodes("NN."),
    "at byte 0, the stack is empty": opcodes("."),
    "at byte 1, a mark is missing": opcodes("Nt."),
    "at byte 0, the memo 0 is read and was not written": opcodes("h\x00."),
    "at byte 4, the memo 1 is written twice": opcodes("Nq\x01Nq\x01."),
    "at byte 1001, a tuple holds more than 1000 values": opcodes(`(${"N".repeat(1000)}t.`),
    'at byte 0, "1e9" is not an integer': opcodes("I1e9\n."),
    "at byte 0, an integer is too large": opcodes("L9007199254740993L\n."),
    "at byte 0, an integer has 9 bytes": opcodes("\x8a\x09123456789."),
    "at byte 0, its byte string has no quotes": opcodes("Sabc\n."),
    "at byte 0, its byte string has an unknown escape at byte 3 of it": opcodes("S'\\x1g'\n."),
    'at byte 0, its text has the escape "\\\\"': opcodes("Va\\n\n."),
    "at byte 0, its text is not UTF-8": opcodes("X\x01\x00\x00\x00\xff."),
    "at byte 34, the character 1 is not in latin1": opcodes(
      "c_codecs\nencode\nVa\\u0100\nVlatin1\n\x86R.",
    ),
    "at byte 26, what it encodes is not a string in latin1": opcodes(
      "c_codecs\nencode\nVa\nVutf8\n\x86R.",
    ),
    "at byte 22, it calls bytes with parameters": opcodes("c__builtin__\nbytes\nK\x09\x85R."),
    "at byte 16, a name is not a short string": opcodes("cnumpy\ndtype\nK\x01\x85R."),
    'at byte 18, the dtype "O8" is not one of plain numbers': opcodes(
      "cnumpy\ndtype\nU\x02O8\x85R.",
    ),
    "at byte 20, the state of a dtype is not a plain number's": opcodes(
      "cnumpy\ndtype\nU\x02f4\x85RNb.",
    ),
    'at byte 29, the byte order is "?"': opcodes("cnumpy\ndtype\nU\x02f4\x85R(K\x03U\x01?NNNtb."),
    "at byte 2, it calls what is not a function, or without a tuple": opcodes("N)R."),
    "at byte 2, what it builds is neither a dtype nor a new array": opcodes("NNb."),
    "at byte 37, what it reconstructs is not a numpy.ndarray": opcodes(
      "cnumpy.core.multiarray\n_reconstruct\n)R.",
    ),
    "at byte 57, it ends before its arrays are built": opcodes(`${RECONSTRUCTED}.`),
    "at byte 58, the state of an array is not as NumPy writes it": opcodes(`${RECONSTRUCTED}Nb.`),
    "at byte 33, an array lacks its bytes, dtype or shape": opcodes(
      "cnumpy.core.numeric\n_frombuffer\n)R.",
    ),
    "at byte 84, expected an array in C order, got Fortran order": opcodes(
      `${RECONSTRUCTED}(K\x01)${F4}\x88U\x00tb.`,
    ),
    "at byte 95, expected a little-endian array, got a big-endian one": opcodes(
      `${RECONSTRUCTED}(K\x01)${F4}(K\x03U\x01>NNNtb\x89U\x00tb.`,
    ),
    "at byte 84, 0 bytes do not fill float32 []": opcodes(
      `${RECONSTRUCTED}(K\x01)${F4}\x89U\x00tb.`,
    ),
    "at byte 15, its result holds numpy.ndarray": opcodes("cnumpy\nndarray\n."),
    "at byte 19, its result holds the dtype float32": opcodes(`${F4}.`),
  }],
]);

const tensor = { dtype: "F32", shape: [1], bytes: new Uint8Array(4) } as const;
const saved = (...tensors: [string, Tensor][]) => () => formatSafetensors(tensors);
const opened = (header: string, dataBytes = 0) => () => {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setUint32(0, header.length, true);
  return parseSafetensors(concat(length, latin1(header), new Uint8Array(dataBytes)));
};
const entry = (change: object) =>
  opened(JSON.stringify({ x: { dtype: "U8", shape: [2], "data_offsets": [0, 2], ...change } }), 2);

testSentences("safetensors files", [
  [TypeError, "Cannot write the safetensors file: ", {
    'the name "x" is taken': saved(["x", tensor], ["x", tensor]),
    '4 bytes do not fill "x", F32 [2]': saved(["x", { ...tensor, shape: [2] }]),
    '"\\ud800" is not Unicode': saved(["\ud800", tensor]),
  }],
  [TypeError, "Cannot ", {
    "read the safetensors file: it is no Uint8Array; new Uint8Array(buffer) makes one": () =>
      parseSafetensors("x" as never),
  }],
  [SyntaxError, "Cannot read the safetensors file: ", {
    "it ends after 7 bytes, within the header's length": () => parseSafetensors(new Uint8Array(7)),
    "it has no header of safetensors": () => parseSafetensors(new Uint8Array(9).fill(255)),
    "its header takes 4294967295 bytes, at most 100000000 are allowed": () =>
      parseSafetensors(latin1("\xff\xff\xff\xff\0\0\0\0{")),
    "it is a zip file, as torch.save writes; safetensors.torch.save_file writes these": () =>
      parseSafetensors(latin1("PK\x03\x04\0\0\0\0")),
    "it ends after 10 bytes, within a header of 9": () =>
      parseSafetensors(latin1("\x09\0\0\0\0\0\0\0{}")),
    'its header does not start with "{"': opened("[]"),
    "its header is not JSON in UTF-8": opened("{}{}"),
    "its header is more than 8 levels deep": opened("{".repeat(9)),
    'its header has the key "x" twice': opened('{"x":1,"x":2}'),
    "__metadata__ is not an object": opened('{"__metadata__":[]}'),
    'the metadata "a" is not a string': opened('{"__metadata__":{"a":1}}'),
    'the metadata "a" is not Unicode': opened('{"__metadata__":{"a":"\\ud800"}}'),
    'the name "\\ud800" is not Unicode': opened('{"\\ud800":{}}'),
    '"x" is not an object': opened('{"x":1}'),
    '"x" has the unknown key "extra"': entry({ extra: 1 }),
    'the dtype of "x" is "F4"': entry({ dtype: "F4" }),
    'the shape of "x" is not a list of sizes': entry({ shape: [0.5] }),
    '"x" has no pair of data_offsets': entry({ "data_offsets": [0] }),
    '"x" starts at byte 1 of the data: expected 0': entry({ "data_offsets": [1, 2] }),
    'the bytes 0 to 2 do not fill "x", U8 [3]': entry({ shape: [3] }),
    "its tensors take 1 bytes and 2 follow the header": entry({
      shape: [1],
      "data_offsets": [0, 1],
    }),
  }],
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
const listed = (offset: number, ...bytes: number[]) => () => readZip(changed(offset, ...bytes));
const unpacked = (offset: number, ...bytes: number[]) => () =>
  readZip(changed(offset, ...bytes))[0]!.read();

testSentences("ZIP archives", [
  [TypeError, "Cannot ", {
    "write the archive: a name comes twice": () =>
      formatZip([["a", latin1("")], ["a", latin1("")]]),
    'write the archive: "\\ud800" is not Unicode': () => formatZip([["\ud800", latin1("")]]),
  }],
  [RangeError, "Cannot ", {
    "write an archive of 1001 files and 2002 bytes": () =>
      formatZip(Array.from({ length: 1001 }, (_, k) => [`${k}`, latin1("xx")])),
    "write an archive with a name of 65536 bytes: at most 65535 are allowed": () =>
      formatZip([["x".repeat(65_536), latin1("")]]),
    "read the archive: its files are over the limit of 0 bytes": () =>
      readZip(archive, { maxBytes: 0 }),
  }],
  [SyntaxError, "Cannot read the archive: ", {
    "it is not a ZIP file": () => readZip(latin1("hello")),
    "it ends after 40 bytes, before its list of files": () => readZip(archive.slice(0, 40)),
    "it is of the kind ZIP64, for over 4 GB or 65,535 files, which is not read": listed(
      END + 16,
      ...FULL,
    ),
    "it is a part of several": listed(END + 4, 1),
    "its list of files takes 47 bytes from 200 on": listed(END + 16, 200),
    "its list of files breaks off at byte 32": listed(LIST, 0),
    "its list has more than its 0 files": listed(END + 8, 0, 0, 0),
    "a name is not UTF-8": listed(LIST + 46, 255),
    '"a" is of the kind ZIP64, for over 4 GB, which is not read': listed(LIST + 20, ...FULL),
    '"a" is encrypted': listed(LIST + 8, 1),
    '"a" is packed by method 12: expected stored or deflated': listed(LIST + 10, 12),
    '"a" cannot be 9 bytes, packed in 1': listed(LIST + 24, 9),
    '"a" is not where its entry points': unpacked(LIST + 42, 1),
    '"a" goes beyond the end': unpacked(LIST + 20, 99, 0, 0, 0, 99),
    '"a" is damaged: its checksum is another': unpacked(31, 0),
  }],
]);

const layer = (inputs: number): OnnxLayer => ({
  weight: { dtype: "F32", shape: [2, inputs], bytes: new Uint8Array(8 * inputs) },
  bias: { dtype: "F32", shape: [2], bytes: new Uint8Array(8) },
  activation: "relu",
});

testSentences("ONNX files and hashes", [
  [RangeError, "Cannot ", {
    [
      'write the activation "step" as ONNX: there are sigmoid, relu, softmax, tanh, ' +
      "scaledTanh, leakyRelu, gelu, geluTanh, silu, mish, selu, linear"
    ]: () => formatOnnx([{ ...layer(3), activation: "step" }]),
    "write -1: expected a whole number from 0 to 2⁵³ − 1": () => integer(1, -1),
  }],
  [TypeError, "Cannot ", {
    [
      "write layer 1 as ONNX: expected F32 [outputs, 2] and [outputs], got F32 [2,3] and " +
      "F32 [2]"
    ]: () => formatOnnx([layer(3), layer(3)]),
    'write "\\ud800": it is not Unicode': () => text(1, "\ud800"),
    "write a network of no layers as ONNX": () => formatOnnx([]),
  }],
  [Error, "Cannot compute a SHA-256: ", {
    "browsers have it only on pages that come by https or from localhost": async () => {
      using _ = replaced({ crypto: {} });
      await sha256(new Uint8Array());
    },
  }],
]);
