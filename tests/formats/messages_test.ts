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
import { testMessages } from "../helpers/says.ts";
import { concat } from "./fuzz.ts";
import { pickle as latin1 } from "./pickle_fixtures.ts";

const idx = (...bytes: number[]) => () => parseIdx(new Uint8Array(bytes));
const written = (change: Partial<IdxArray>) => () =>
  formatIdx({ type: "uint8", shape: [2], data: new Uint8Array(2), ...change });
const LARGE = [0, 0, 8, 2, 255, 255, 255, 255, 0, 0, 255, 255];

testMessages("IDX files", [
  [
    "other bytes at the start",
    idx(0x1f, 0x8b, 8, 1),
    SyntaxError,
    "Cannot read the IDX file: it starts with the bytes 1f8b0801 instead of two zeros",
  ],
  [
    "an unknown type",
    idx(0, 0, 0x0a, 1),
    SyntaxError,
    "Cannot read the IDX file: its type code 0x0a is unknown",
  ],
  ["no rank", idx(0, 0, 8, 0), SyntaxError, "Cannot read the IDX file: its rank is 0"],
  [
    "a header that breaks off",
    idx(0, 0, 8, 1, 0),
    SyntaxError,
    "Cannot read the IDX file: it ends after 5 bytes within its header",
  ],
  [
    "items that break off",
    idx(0, 0, 8, 1, 0, 0, 0, 3, 5),
    SyntaxError,
    "Cannot read the IDX file: it ends after 9 bytes of 11",
  ],
  [
    "items too many",
    idx(0, 0, 8, 1, 0, 0, 0, 1, 5, 6),
    SyntaxError,
    "Cannot read the IDX file: it goes on after the 9 bytes that its header announces",
  ],
  [
    "a shape that overflows",
    idx(0, 0, 0x0e, 2, ...Array(8).fill(255)),
    SyntaxError,
    "Cannot read the IDX file: its shape [4294967295,4294967295] is too large",
  ],
  [
    "more than 1 GiB",
    () => readIdx(new Blob([new Uint8Array(LARGE)]).stream()),
    RangeError,
    "Cannot read the IDX file: it announces 281470681677837 bytes and at most 1073741824 are allowed",
  ],
  [
    "chunks of text",
    () => readIdx(ReadableStream.from(["x"]) as unknown as ReadableStream<Uint8Array>),
    TypeError,
    "Cannot read the IDX file: a chunk of the stream is a string",
  ],
  [
    "items of another type",
    written({ type: "int8" }),
    TypeError,
    "Cannot write the IDX file: the type is int8 and the items are a Uint8Array",
  ],
  [
    "a rank of 0",
    written({ shape: [] }),
    RangeError,
    "Cannot write the IDX file: the rank is 0, not 1 to 255",
  ],
  [
    "a length that is no integer",
    written({ shape: [0.5] }),
    RangeError,
    "Cannot write the IDX file: the length 0.5 is not a 32-bit integer",
  ],
  [
    "items that do not fill the shape",
    written({ shape: [3] }),
    TypeError,
    "Cannot write the IDX file: 2 items do not fill the shape [3]",
  ],
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

testMessages("NPY and NPZ files", [
  [
    "no NPY file",
    () => parseNpy(latin1("hello")),
    SyntaxError,
    "Cannot read the NPY file: it is not an NPY file",
  ],
  [
    "a header that breaks off",
    () => parseNpy(latin1("\x93NUMPY\x01\0\xff\0{")),
    SyntaxError,
    "Cannot read the NPY file: it ends after 11 bytes, within its header",
  ],
  [
    "a version to come",
    () => parseNpy(latin1("\x93NUMPY\x09\0    ")),
    SyntaxError,
    "Cannot read the NPY file: expected version 1.0 to 3.0, got 9.0",
  ],
  [
    "a long header",
    () => parseNpy(latin1("\x93NUMPY\x02\0\0\0\x02\0")),
    SyntaxError,
    "Cannot read the NPY file: its header takes 131072 bytes, more than 65536",
  ],
  ["no dictionary", npy("f()"), SyntaxError, 'Cannot read the NPY file: its header is "f()"'],
  [
    "a key twice",
    npy("{'descr': '|u1', 'descr': '|u1', }"),
    SyntaxError,
    "Cannot read the NPY file: its header has descr twice",
  ],
  [
    "records",
    npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }"),
    SyntaxError,
    "Cannot read the NPY file: its items are records of named fields",
  ],
  [
    "a shape that is none",
    npy(array("|u1", "(1 2,)")),
    SyntaxError,
    "Cannot read the NPY file: its shape is (1 2,)",
  ],
  [
    "objects",
    npy(array("|O", "(1,)")),
    SyntaxError,
    "Cannot read the NPY file: its items are Python objects, which only Python can bring to life; save an " +
    "array of numbers: array.astype('float32')",
  ],
  [
    "another type",
    npy(array("<c8", "(1,)")),
    SyntaxError,
    'Cannot read the NPY file: its items are "<c8": expected numbers of 8 to 64 bits or text',
  ],
  [
    "items that are missing",
    npy(array("<u2", "(2, 3)")),
    SyntaxError,
    "Cannot read the NPY file: it is uint16 [2,3], which takes 12 bytes, and has 0",
  ],
  [
    "a truth of 2",
    npy(array("|b1", "(1,)"), new Uint8Array([2])),
    SyntaxError,
    "Cannot read the NPY file: an item is neither true nor false",
  ],
  [
    "a text that is none",
    npy(array("<U1", "(1,)"), new Uint8Array(4).fill(255)),
    SyntaxError,
    "Cannot read the NPY file: a text is not Unicode",
  ],
  [
    "bfloat16",
    () => formatNpy({ dtype: "BF16", shape: [1], bytes: new Uint8Array(2) }),
    RangeError,
    "Cannot write BF16 as NPY",
  ],
  [
    "half a bfloat16",
    () => fromBfloat16(new Uint8Array(3)),
    RangeError,
    "Cannot read half a number of bfloat16",
  ],
  [
    "an archive of other files",
    () => readNpz(zip("notes.txt")),
    SyntaxError,
    'Cannot read the NPZ file: it holds "notes.txt", which is no array',
  ],
  [
    "an array that is none",
    () => readNpz(zip("y.npy")).get("y")!.read(),
    SyntaxError,
    'Cannot read the array "y": it is not an NPY file',
  ],
]);

const opcodes = (text: string) => () => parsePickle(latin1(text));
const F4 = "cnumpy\ndtype\nU\x02f4\x85R";
const RECONSTRUCTED = "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n)U\x01b\x87R";

testMessages("pickles", [
  [
    "a function",
    opcodes("cos\nsystem\n(S'rm -rf /'\ntR."),
    SyntaxError,
    'Cannot read the pickle: at byte 0, it calls for "os.system": only NumPy\'s arrays are read',
  ],
  [
    "an opcode of another kind",
    opcodes("]."),
    SyntaxError,
    "Cannot read the pickle: at byte 0, the opcode 0x5d is of a list, which is not read",
  ],
  [
    "an unknown opcode",
    opcodes("\xff."),
    SyntaxError,
    "Cannot read the pickle: at byte 0, the opcode 0xff is unknown, which is not read",
  ],
  [
    "a later protocol",
    opcodes("\x80\x06N."),
    SyntaxError,
    "Cannot read the pickle: at byte 0, expected protocol 0 to 5, got 6",
  ],
  [
    "too many opcodes",
    opcodes("(".repeat(20_000)),
    SyntaxError,
    "Cannot read the pickle: it has more than 10000 opcodes",
  ],
  [
    "a value that breaks off",
    opcodes("U\xffa."),
    SyntaxError,
    "Cannot read the pickle: at byte 0, expected 255 bytes, got 2",
  ],
  [
    "a line without end",
    opcodes("S'abc'"),
    SyntaxError,
    "Cannot read the pickle: at byte 0, its line does not end",
  ],
  [
    "bytes behind the end",
    opcodes("N.N"),
    SyntaxError,
    "Cannot read the pickle: at byte 1, it ends and 1 bytes follow",
  ],
  [
    "two results",
    opcodes("NN."),
    SyntaxError,
    "Cannot read the pickle: at byte 2, it ends with more than its result on the stack",
  ],
  [
    "an empty stack",
    opcodes("."),
    SyntaxError,
    "Cannot read the pickle: at byte 0, the stack is empty",
  ],
  [
    "a missing mark",
    opcodes("Nt."),
    SyntaxError,
    "Cannot read the pickle: at byte 1, a mark is missing",
  ],
  [
    "a memo that was not written",
    opcodes("h\x00."),
    SyntaxError,
    "Cannot read the pickle: at byte 0, the memo 0 is read and was not written",
  ],
  [
    "a memo that is written twice",
    opcodes("Nq\x01Nq\x01."),
    SyntaxError,
    "Cannot read the pickle: at byte 4, the memo 1 is written twice",
  ],
  [
    "a large tuple",
    opcodes(`(${"N".repeat(1000)}t.`),
    SyntaxError,
    "Cannot read the pickle: at byte 1001, a tuple holds more than 1000 values",
  ],
  [
    "no integer",
    opcodes("I1e9\n."),
    SyntaxError,
    'Cannot read the pickle: at byte 0, "1e9" is not an integer',
  ],
  [
    "a large integer",
    opcodes("L9007199254740993L\n."),
    SyntaxError,
    "Cannot read the pickle: at byte 0, an integer is too large",
  ],
  [
    "an integer of nine bytes",
    opcodes("\x8a\x09123456789."),
    SyntaxError,
    "Cannot read the pickle: at byte 0, an integer has 9 bytes",
  ],
  [
    "a byte string without quotes",
    opcodes("Sabc\n."),
    SyntaxError,
    "Cannot read the pickle: at byte 0, its byte string has no quotes",
  ],
  [
    "an escape in a byte string",
    opcodes("S'\\x1g'\n."),
    SyntaxError,
    "Cannot read the pickle: at byte 0, its byte string has an unknown escape at byte 3 of it",
  ],
  [
    "an escape in a text",
    opcodes("Va\\n\n."),
    SyntaxError,
    'Cannot read the pickle: at byte 0, its text has the escape "\\\\"',
  ],
  [
    "a text that is not UTF-8",
    opcodes("X\x01\x00\x00\x00\xff."),
    SyntaxError,
    "Cannot read the pickle: at byte 0, its text is not UTF-8",
  ],
  [
    "a text that is not Latin-1",
    opcodes("c_codecs\nencode\nVa\\u0100\nVlatin1\n\x86R."),
    SyntaxError,
    "Cannot read the pickle: at byte 34, the character 1 is not in latin1",
  ],
  [
    "another encoding",
    opcodes("c_codecs\nencode\nVa\nVutf8\n\x86R."),
    SyntaxError,
    "Cannot read the pickle: at byte 26, what it encodes is not a string in latin1",
  ],
  [
    "bytes with parameters",
    opcodes("c__builtin__\nbytes\nK\x09\x85R."),
    SyntaxError,
    "Cannot read the pickle: at byte 22, it calls bytes with parameters",
  ],
  [
    "a name that is none",
    opcodes("cnumpy\ndtype\nK\x01\x85R."),
    SyntaxError,
    "Cannot read the pickle: at byte 16, a name is not a short string",
  ],
  [
    "another dtype",
    opcodes("cnumpy\ndtype\nU\x02O8\x85R."),
    SyntaxError,
    'Cannot read the pickle: at byte 18, the dtype "O8" is not one of plain numbers',
  ],
  [
    "a dtype of several fields",
    opcodes("cnumpy\ndtype\nU\x02f4\x85RNb."),
    SyntaxError,
    "Cannot read the pickle: at byte 20, the state of a dtype is not a plain number's",
  ],
  [
    "another byte order",
    opcodes("cnumpy\ndtype\nU\x02f4\x85R(K\x03U\x01?NNNtb."),
    SyntaxError,
    'Cannot read the pickle: at byte 29, the byte order is "?"',
  ],
  [
    "a call of no function",
    opcodes("N)R."),
    SyntaxError,
    "Cannot read the pickle: at byte 2, it calls what is not a function, or without a tuple",
  ],
  [
    "the state of nothing",
    opcodes("NNb."),
    SyntaxError,
    "Cannot read the pickle: at byte 2, what it builds is neither a dtype nor a new array",
  ],
  [
    "another class",
    opcodes("cnumpy.core.multiarray\n_reconstruct\n)R."),
    SyntaxError,
    "Cannot read the pickle: at byte 37, what it reconstructs is not a numpy.ndarray",
  ],
  [
    "an array without state",
    opcodes(`${RECONSTRUCTED}.`),
    SyntaxError,
    "Cannot read the pickle: at byte 57, it ends before its arrays are built",
  ],
  [
    "another state",
    opcodes(`${RECONSTRUCTED}Nb.`),
    SyntaxError,
    "Cannot read the pickle: at byte 58, the state of an array is not as NumPy writes it",
  ],
  [
    "an array without bytes",
    opcodes("cnumpy.core.numeric\n_frombuffer\n)R."),
    SyntaxError,
    "Cannot read the pickle: at byte 33, an array lacks its bytes, dtype or shape",
  ],
  [
    "Fortran order",
    opcodes(`${RECONSTRUCTED}(K\x01)${F4}\x88U\x00tb.`),
    SyntaxError,
    "Cannot read the pickle: at byte 84, expected an array in C order, got Fortran order",
  ],
  [
    "big-endian items",
    opcodes(`${RECONSTRUCTED}(K\x01)${F4}(K\x03U\x01>NNNtb\x89U\x00tb.`),
    SyntaxError,
    "Cannot read the pickle: at byte 95, expected a little-endian array, got a big-endian one",
  ],
  [
    "bytes that do not fill the shape",
    opcodes(`${RECONSTRUCTED}(K\x01)${F4}\x89U\x00tb.`),
    SyntaxError,
    "Cannot read the pickle: at byte 84, 0 bytes do not fill float32 []",
  ],
  [
    "a result that is a function",
    opcodes("cnumpy\nndarray\n."),
    SyntaxError,
    "Cannot read the pickle: at byte 15, its result holds numpy.ndarray",
  ],
  [
    "a result that is a dtype",
    opcodes(`${F4}.`),
    SyntaxError,
    "Cannot read the pickle: at byte 19, its result holds the dtype float32",
  ],
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

testMessages("safetensors files", [
  [
    "a name twice",
    saved(["x", tensor], ["x", tensor]),
    TypeError,
    'Cannot write the safetensors file: the name "x" is taken',
  ],
  [
    "bytes that do not fill the shape",
    saved(["x", { ...tensor, shape: [2] }]),
    TypeError,
    'Cannot write the safetensors file: 4 bytes do not fill "x", F32 [2]',
  ],
  [
    "a name that is no Unicode",
    saved(["\ud800", tensor]),
    TypeError,
    'Cannot write the safetensors file: "\\ud800" is not Unicode',
  ],
  [
    "no bytes",
    () => parseSafetensors("x" as never),
    TypeError,
    "Cannot read the safetensors file: it is no Uint8Array; new Uint8Array(buffer) makes one",
  ],
  [
    "a length that breaks off",
    () => parseSafetensors(new Uint8Array(7)),
    SyntaxError,
    "Cannot read the safetensors file: it ends after 7 bytes, within the header's length",
  ],
  [
    "no file of this format",
    () => parseSafetensors(new Uint8Array(9).fill(255)),
    SyntaxError,
    "Cannot read the safetensors file: it has no header of safetensors",
  ],
  [
    "a long header",
    () => parseSafetensors(latin1("\xff\xff\xff\xff\0\0\0\0{")),
    SyntaxError,
    "Cannot read the safetensors file: its header takes 4294967295 bytes, at most 100000000 are allowed",
  ],
  [
    "a ZIP file",
    () => parseSafetensors(latin1("PK\x03\x04\0\0\0\0")),
    SyntaxError,
    "Cannot read the safetensors file: it is a zip file, as torch.save writes; safetensors.torch.save_file " +
    "writes these",
  ],
  [
    "a header that breaks off",
    () => parseSafetensors(latin1("\x09\0\0\0\0\0\0\0{}")),
    SyntaxError,
    "Cannot read the safetensors file: it ends after 10 bytes, within a header of 9",
  ],
  [
    "a list as the header",
    opened("[]"),
    SyntaxError,
    'Cannot read the safetensors file: its header does not start with "{"',
  ],
  [
    "a header that is no JSON",
    opened("{}{}"),
    SyntaxError,
    "Cannot read the safetensors file: its header is not JSON in UTF-8",
  ],
  [
    "a deep header",
    opened("{".repeat(9)),
    SyntaxError,
    "Cannot read the safetensors file: its header is more than 8 levels deep",
  ],
  [
    "a key twice",
    opened('{"x":1,"x":2}'),
    SyntaxError,
    'Cannot read the safetensors file: its header has the key "x" twice',
  ],
  [
    "metadata that is a list",
    opened('{"__metadata__":[]}'),
    SyntaxError,
    "Cannot read the safetensors file: __metadata__ is not an object",
  ],
  [
    "metadata that is a number",
    opened('{"__metadata__":{"a":1}}'),
    SyntaxError,
    'Cannot read the safetensors file: the metadata "a" is not a string',
  ],
  [
    "metadata that is no Unicode",
    opened('{"__metadata__":{"a":"\\ud800"}}'),
    SyntaxError,
    'Cannot read the safetensors file: the metadata "a" is not Unicode',
  ],
  [
    "an entry's name that is no Unicode",
    opened('{"\\ud800":{}}'),
    SyntaxError,
    'Cannot read the safetensors file: the name "\\ud800" is not Unicode',
  ],
  [
    "an entry that is no object",
    opened('{"x":1}'),
    SyntaxError,
    'Cannot read the safetensors file: "x" is not an object',
  ],
  [
    "an unknown key",
    entry({ extra: 1 }),
    SyntaxError,
    'Cannot read the safetensors file: "x" has the unknown key "extra"',
  ],
  [
    "an unknown dtype",
    entry({ dtype: "F4" }),
    SyntaxError,
    'Cannot read the safetensors file: the dtype of "x" is "F4"',
  ],
  [
    "a shape that is none",
    entry({ shape: [0.5] }),
    SyntaxError,
    'Cannot read the safetensors file: the shape of "x" is not a list of sizes',
  ],
  [
    "one offset",
    entry({ "data_offsets": [0] }),
    SyntaxError,
    'Cannot read the safetensors file: "x" has no pair of data_offsets',
  ],
  [
    "bytes before the tensor",
    entry({ "data_offsets": [1, 2] }),
    SyntaxError,
    'Cannot read the safetensors file: "x" starts at byte 1 of the data: expected 0',
  ],
  [
    "a tensor of other bytes",
    entry({ shape: [3] }),
    SyntaxError,
    'Cannot read the safetensors file: the bytes 0 to 2 do not fill "x", U8 [3]',
  ],
  [
    "bytes behind the tensors",
    entry({ shape: [1], "data_offsets": [0, 1] }),
    SyntaxError,
    "Cannot read the safetensors file: its tensors take 1 bytes and 2 follow the header",
  ],
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

testMessages("ZIP archives", [
  [
    "a name twice",
    () => formatZip([["a", latin1("")], ["a", latin1("")]]),
    TypeError,
    "Cannot write the archive: a name comes twice",
  ],
  [
    "a name that is no Unicode",
    () => formatZip([["\ud800", latin1("")]]),
    TypeError,
    'Cannot write the archive: "\\ud800" is not Unicode',
  ],
  [
    "many files",
    () => formatZip(Array.from({ length: 1001 }, (_, k) => [`${k}`, latin1("xx")])),
    RangeError,
    "Cannot write an archive of 1001 files and 2002 bytes",
  ],
  [
    "a long name",
    () => formatZip([["x".repeat(65_536), latin1("")]]),
    RangeError,
    "Cannot write an archive with a name of 65536 bytes: at most 65535 are allowed",
  ],
  [
    "no archive",
    () => readZip(latin1("hello")),
    SyntaxError,
    "Cannot read the archive: it is not a ZIP file",
  ],
  [
    "an archive that breaks off",
    () => readZip(archive.slice(0, 40)),
    SyntaxError,
    "Cannot read the archive: it ends after 40 bytes, before its list of files",
  ],
  [
    "ZIP64",
    listed(END + 16, ...FULL),
    SyntaxError,
    "Cannot read the archive: it is of the kind ZIP64, for over 4 GB or 65,535 files, which is not read",
  ],
  [
    "a part of several",
    listed(END + 4, 1),
    SyntaxError,
    "Cannot read the archive: it is a part of several",
  ],
  [
    "a list beyond the end",
    listed(END + 16, 200),
    SyntaxError,
    "Cannot read the archive: its list of files takes 47 bytes from 200 on",
  ],
  [
    "a list that breaks off",
    listed(LIST, 0),
    SyntaxError,
    "Cannot read the archive: its list of files breaks off at byte 32",
  ],
  [
    "a list of more files",
    listed(END + 8, 0, 0, 0),
    SyntaxError,
    "Cannot read the archive: its list has more than its 0 files",
  ],
  [
    "a name that is no UTF-8",
    listed(LIST + 46, 255),
    SyntaxError,
    "Cannot read the archive: a name is not UTF-8",
  ],
  [
    "a large file",
    listed(LIST + 20, ...FULL),
    SyntaxError,
    'Cannot read the archive: "a" is of the kind ZIP64, for over 4 GB, which is not read',
  ],
  ["encryption", listed(LIST + 8, 1), SyntaxError, 'Cannot read the archive: "a" is encrypted'],
  [
    "another way to pack",
    listed(LIST + 10, 12),
    SyntaxError,
    'Cannot read the archive: "a" is packed by method 12: expected stored or deflated',
  ],
  [
    "a size that cannot be",
    listed(LIST + 24, 9),
    SyntaxError,
    'Cannot read the archive: "a" cannot be 9 bytes, packed in 1',
  ],
  [
    "more bytes than allowed",
    () => readZip(archive, { maxBytes: 0 }),
    RangeError,
    "Cannot read the archive: its files are over the limit of 0 bytes",
  ],
  [
    "another offset",
    unpacked(LIST + 42, 1),
    SyntaxError,
    'Cannot read the archive: "a" is not where its entry points',
  ],
  [
    "content beyond the end",
    unpacked(LIST + 20, 99, 0, 0, 0, 99),
    SyntaxError,
    'Cannot read the archive: "a" goes beyond the end',
  ],
  [
    "damaged content",
    unpacked(31, 0),
    SyntaxError,
    'Cannot read the archive: "a" is damaged: its checksum is another',
  ],
]);

const layer = (inputs: number): OnnxLayer => ({
  weight: { dtype: "F32", shape: [2, inputs], bytes: new Uint8Array(8 * inputs) },
  bias: { dtype: "F32", shape: [2], bytes: new Uint8Array(8) },
  activation: "relu",
});

testMessages("ONNX files and hashes", [
  ["no layers", () => formatOnnx([]), TypeError, "Cannot write a network of no layers as ONNX"],
  [
    "another activation",
    () => formatOnnx([{ ...layer(3), activation: "step" }]),
    RangeError,
    'Cannot write the activation "step" as ONNX: there are sigmoid, relu, softmax, tanh, scaledTanh, ' +
    "leakyRelu, linear",
  ],
  [
    "layers that do not fit",
    () => formatOnnx([layer(3), layer(3)]),
    TypeError,
    "Cannot write layer 1 as ONNX: expected F32 [outputs, 2] and [outputs], got F32 [2,3] and F32 [2]",
  ],
  [
    "a field below 0",
    () => integer(1, -1),
    RangeError,
    "Cannot write -1: expected a whole number from 0 to 2⁵³ − 1",
  ],
  [
    "a text that is no Unicode",
    () => text(1, "\ud800"),
    TypeError,
    'Cannot write "\\ud800": it is not Unicode',
  ],
  [
    "no SHA-256",
    async () => {
      using _ = replaced({ crypto: {} });
      await sha256(new Uint8Array());
    },
    Error,
    "Cannot compute a SHA-256: browsers have it only on pages that come by https or from localhost",
  ],
]);
