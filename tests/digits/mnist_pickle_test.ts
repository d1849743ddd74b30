import { assertEquals } from "@std/assert";
import { parseMnistPickle } from "../../lib/digits/mnist_pickle.ts";
import {
  type ArrayFixture,
  describe,
  FORMS,
  mnistPair,
  picklePairs,
} from "../formats/pickle_fixtures.ts";
import { findPython, runPython } from "../helpers/python.ts";

const python = await findPython("numpy");

/** A set of n images with every gray level, and labels from 9 down. */
function set(n: number): { images: Uint8Array<ArrayBuffer>; labels: Uint8Array<ArrayBuffer> } {
  return {
    images: Uint8Array.from({ length: n * 784 }, (_, k) => (7 * k) % 256),
    labels: Uint8Array.from({ length: n }, (_, k) => 9 - k),
  };
}

const SETS = { training: set(3), validation: set(2), test: set(1) };

const PAIRS = Object.values(SETS).map(({ images, labels }) => mnistPair(images, labels));

type Pair = [ArrayFixture, ArrayFixture];

const FORM = { python: 2, protocol: 2, numpy: 1 } as const;

for (const form of FORMS) {
  Deno.test(`parseMnistPickle gives back the original bytes from ${describe(form)}`, () => {
    assertEquals(parseMnistPickle(picklePairs(PAIRS, form)), SETS);
  });
}

Deno.test("parseMnistPickle reads other types of exact numbers", () => {
  const { images, labels } = SETS.test;
  const doubles = new Uint8Array(Float64Array.from(images, (k) => k / 256).buffer);
  const [training, validation, [ofImages, ofLabels]] = PAIRS as [Pair, Pair, Pair];
  const exact = [{ ...ofImages, code: "f8", bytes: doubles }, {
    ...ofLabels,
    code: "u1",
    bytes: labels,
  }];
  const pairs = [training, validation, exact as Pair];
  assertEquals(parseMnistPickle(picklePairs(pairs, FORM)), SETS);
});

for (const protocol of [0, 1, 2, 3, 4, 5]) {
  for (const core of ["numpy.core", "numpy._core"]) {
    Deno.test({
      name: `parseMnistPickle reads protocol ${protocol} from Python itself, with ${core}`,
      ignore: python === undefined,
      async fn() {
        // Each spelling of the module has its length before it in protocols 4 and 5.
        const program = `
import numpy, pickle, pickletools, sys
def images(n): return ((7 * numpy.arange(n * 784)) % 256).astype("float32").reshape(n, 784) / 256
def labels(n): return 9 - numpy.arange(n)
written = pickle.dumps(tuple((images(n), labels(n)) for n in (3, 2, 1)), ${protocol})
for module in (b"multiarray", b"numeric"):
    for old in (b"numpy.core.", b"numpy._core."):
        new = b"${core}." + module
        for before, after in ((b"c", b"c"), (bytes([len(old + module)]), bytes([len(new)]))):
            written = written.replace(before + old + module, after + new)
for opcode, argument, position in pickletools.genops(written):
    if opcode.name == "FRAME":
        frame = len(written) - position - 9
        written = written[:position + 1] + min(argument, frame).to_bytes(8, "little") + written[position + 9:]
assert b"${core}." in written
sys.stdout.buffer.write(written)
`;
        assertEquals(parseMnistPickle(await runPython(python!, program)), SETS);
      },
    });
  }
}

Deno.test({
  name: "Python reads the pickles of these tests",
  ignore: python === undefined,
  async fn() {
    for (const form of FORMS) {
      // Only the names of modules of this Python can be imported.
      const program = `
import numpy, pickle, sys
try: import numpy._core as core
except ImportError: import numpy.core as core
for name in ("multiarray", "numeric"):
    sys.modules["numpy.core." + name] = sys.modules["numpy._core." + name] = getattr(core, name)
sets = pickle.load(sys.stdin.buffer, encoding="latin1")
for images, labels in sets:
    sys.stdout.buffer.write((images * 256).astype("uint8").tobytes() + labels.astype("uint8").tobytes())
`;
      const read = await runPython(python!, program, picklePairs(PAIRS, form));
      const expected = Object.values(SETS).flatMap(({ images, labels }) => [...images, ...labels]);
      assertEquals(read, new Uint8Array(expected), describe(form));
    }
  },
});
