/** What is printed of pictures, labels and rows that come through a pipe: whole texts, each pinned once. */

import { join } from "@std/path";
import { delimiterNamed } from "../../../lib/table/csv/dialect.ts";
import { recordsOf } from "../../../lib/table/csv/records.ts";
import { numberLabels, parseClassNames } from "../../../tasks/data/classes.ts";
import { readPictures } from "../../../tasks/data/pictures.ts";
import { parseQuantities, quantityName } from "../../../lib/problem/quantities.ts";
import { readRowStream } from "../../../tasks/data/table/row_stream.ts";
import { textOf } from "../../../tasks/data/tables/csv/text.ts";
import { drawPicture, jpegFile, pngFile } from "../../helpers/draw_pictures.ts";
import { pinnedIn } from "../../helpers/pinned.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";
import { type Files, writeFiles } from "../../helpers/write_files.ts";
import { FLATS, gzip } from "./fake.ts";
import texts from "./sources_messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const PNG = await Promise.all(
  Array.from({ length: 10 }, (_, k) => pngFile(drawPicture("ring", k, 20, 24))),
);
const white = await pngFile({ width: 5, height: 5, data: new Uint8Array(100).fill(255) });
const photo = jpegFile(drawPicture("bar", 1, 40, 40));

/** Two classes of four pictures. */
const TWO = Object.fromEntries(
  ["cats", "dogs"].flatMap((name, c) =>
    [0, 1, 2, 3].map((k) => [`${name}/${k}.png`, PNG[4 * c + k]!])
  ),
);
const within = (part: string, files: Files = TWO) =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${part}/${name}`, bytes]));
const OTHERS = { "cats/a.png": PNG[8]!, "dogs/b.png": PNG[9]! };
const SPLIT = { ...within("Train"), ...within("test", OTHERS), "Train/labels.csv": "name,label" };

/** The sizes of the parts, the notes and the warnings of pictures, each on a line. */
async function read(
  files: Files,
  options: Parameters<typeof readPictures>[1] = {},
  links: readonly (readonly [to: string, from: string])[] = [],
): Promise<string> {
  await using folder = await temporaryFolder();
  try {
    await writeFiles(folder.path, files);
    for (const [to, from] of links) await Deno.symlink(to, join(folder.path, "photos", from));
    const from = links.length > 0 ? join(folder.path, "photos") : folder.path;
    const { training, validation, test, notes, warnings } = await readPictures(from, options);
    const sizes = [training, validation, test].map(({ size }) => size).join(" + ");
    return [sizes, ...notes, ...warnings].join("\n");
  } catch (error) {
    if (error instanceof Error) error.message = error.message.replaceAll(folder.path, "DIR");
    throw error;
  }
}

pin("pictures", [
  () => read(SPLIT),
  () => read({ ...SPLIT, ...within("val", { "dogs/c.png": PNG[8]! }) }),
  () =>
    read(
      {
        "secret.png": PNG[8]!,
        "others/a.png": PNG[8]!,
        ...within("photos", {
          ...TWO,
          ".DS_Store": "x",
          "cats/Thumbs.db": "x",
          "cats/._0.png": "x",
          "cats/notes.txt": "about cats",
          "README.md": "photos",
          "loose.jpg": photo,
        }),
      },
      {},
      [
        ["../../secret.png", "cats/out.png"],
        ["nowhere.png", "cats/broken.png"],
        ["../../others", "cats/others"],
        ["..", "dogs/round"],
        ["0.png", "dogs/within.png"],
      ],
    ),
  () =>
    read({
      ...TWO,
      "cats/cut.jpg": photo.slice(0, 700),
      "cats/cut.png": PNG[0]!.slice(0, 100),
      "dogs/empty.png": "",
      "dogs/text.png": "hello",
      "dogs/named_wrong.png": photo,
      "dogs/moving.gif": "GIF89a…",
      "dogs/moving.png": "GIF89a, whatever its name is",
      "cats/notes.txt": "about cats",
      "cats/web.webp": "RIFF\0\0\0\0WEBPVP8 ",
    }),
  () => read({ ...TWO, "birds/cut.png": PNG[0]!.slice(0, 100) }),
  () =>
    read({
      ...TWO,
      ...Object.fromEntries([0, 1, 2, 3].map((k) => [`cats/same_${k}.png`, PNG[9]!])),
      "dogs/white.png": white,
    }, { splitSeed: 3 }),
  () => read(TWO, { size: [0, 28] }),
  () => read(TWO, { fractions: [1, 0, 0] }),
  () => read(TWO, { fractions: [0.2, 0.2, 0.2] }),
], { ignore: !granted("read", "write") });

/** The rows of a stream, and why others are none. */
async function streamed(given: string | readonly number[]): Promise<string> {
  const bytes = typeof given === "string"
    ? new TextEncoder().encode(given)
    : Uint8Array.from(given);
  const batches = await Array.fromAsync(readRowStream(ReadableStream.from([bytes]), FLATS));
  return batches.flatMap(({ columns, rows, errors, remarks }) => [
    columns.join(),
    ...rows.map((cells, r) => errors?.[r] ?? cells.join()),
    ...(remarks ?? []).flat().map(({ kind, column }) => `${kind} ${column}`),
  ]).join("\n");
}

pin("rows through a pipe", [
  () => streamed('{"area":60}\n{"area":60,\n7\n"text"\n{"area":[1]}\n{"area":NaN}\n{}'),
  () => streamed('{"area":6\n{"area":60}\n'),
  () => streamed('{"area":60,"__proto__":{"zone":"north"},"constructor":1,"zoen":"n"}'),
  () => streamed('{"area":12345678901234567890}'),
  () => streamed("[]"),
  () => streamed("zone,area\n"),
  () => streamed(""),
  () => streamed("a,b\n1,2\n"),
  () => streamed("area,zone\n1,north\n2\n"),
  () => streamed('[{"area":1}'),
  () => streamed('{\n"area":1'),
  () => streamed("PAR1 and more"),
  () => streamed([1, 2, 200, 201]),
  () => streamed([97, 44, 0, 10]),
  () => streamed([0x1f, 0x8b, 8, 0, 1]),
]);

/** The labels, their names and the notes, as JSON. */
const numbered = (...given: Parameters<typeof numberLabels>) => {
  const { labels, classNames, notes } = numberLabels(...given);
  const texts = labels.map((part) => `${part.constructor.name} ${part.slice(0, 9)}`);
  return [...texts, JSON.stringify(classNames.slice(0, 9)), ...notes].join("\n");
};
const NAMES = ["a", "b", "c"];

pin("labels", [
  () => numbered([[2, 0, 1], [1, 1]]),
  () => numbered([[1, 2, 1]]),
  () => numbered([[7, -1], [100]]),
  () => numbered([Array.from({ length: 300 }, (_, k) => k)]),
  () => numbered([["b", "a, 🙂", "b"], ["Z"]]),
  () => numbered([[0, 1]], NAMES),
  () => numbered([[0, 2]], NAMES),
  () => numbered([[1, 3]], NAMES),
  () => numbered([[1, 2]], NAMES), // b and c
  () => numbered([["c", "b"]], NAMES),
  () => JSON.stringify(parseClassNames("\ufeffT-shirt, top\r\n🙂 \rb\n\n")),
]);

const ONE = { name: quantityName(0, 2), mean: 1e9, deviation: 0.5 };
const quantities = (...given: readonly unknown[]) =>
  JSON.stringify(parseQuantities(JSON.stringify(given), 2));

pin("quantities", [
  () => quantityName(0, 1),
  () => quantities(ONE, { ...ONE, name: quantityName(1, 2) }),
  () => parseQuantities("null", 2),
  () => parseQuantities("3", 2),
  () => parseQuantities("{}", 2),
  () => parseQuantities("[", 2),
  () => quantities(ONE),
  () => quantities(ONE, null),
  () => quantities(ONE, { ...ONE, deviation: 0 }),
  () => quantities(ONE, { ...ONE, mean: "1" }),
  () => quantities(ONE, { ...ONE, other: 1 }),
  () => quantities(ONE, { mean: 1 }),
]);

/** The records of a file of these bytes, which come in pieces of a size. */
async function records(content: string | readonly number[], piece: number, most = 1000) {
  const bytes = typeof content === "string"
    ? new TextEncoder().encode(content)
    : Uint8Array.from(content);
  const pieces = function* () {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.slice(at, at + piece);
  };
  const text = textOf(ReadableStream.from(pieces()), "a.csv");
  return await Array.fromAsync(recordsOf(text, ",", "a.csv", most));
}

/** Files that are refused for what is in them, whatever the pieces they come in. */
const WRONG: readonly (readonly [what: string, content: string | readonly number[]])[] = [
  ["text in Latin-1", [97, 10, 98, 44, 0xe9, 10]],
  ["UTF-8 cut in a character", [97, 0xe2, 0x82]],
  ["text with zeros", [97, 44, 0, 44]],
  ["a workbook", [0x50, 0x4b, 3, 4, 0, 0]],
  ["a quote that never closes", 'a,b\n1,"2\n3,4\n5,6\n'],
  ["a quote at the end that never closes", 'a,b\n"x","'],
  ["a quote inside a field", 'a,b\n1,2\n5" wide",3\n'],
  ["text after a closing quote", 'a,b\n"1,2"x,3\n'],
];

/** Text without an end: only a reader that gives up comes back. */
async function* endless(start: string, piece: string): AsyncGenerator<string> {
  yield start;
  while (true) yield piece;
}
const PACKED = await gzip(new TextEncoder().encode("a,b\n1,2\n"));
const all = (text: AsyncIterable<string>) => Array.fromAsync(recordsOf(text, ",", "a.csv", 1000));

pin("records of CSV files", [
  ...WRONG.flatMap(([what, content]) =>
    [4, 1000].map((piece) =>
      [`${what}, in pieces of ${piece}`, () => records(content, piece)] as const
    )
  ),
  () => records([...PACKED.slice(0, -9)], 1000),
  () => records([...PACKED, ...PACKED], 1000),
  () => all(endless("a,b\n1,2\n", "x".repeat(65_536))),
  () => all(endless('a,b\n1,2\n\n"3,', "4,5\n".repeat(16_384))),
  () => records(`${Array.from({ length: 1_000_000 }, (_, k) => `c${k}`)}\n`, 65_536, 100_000),
  () => delimiterNamed(""),
  () => delimiterNamed('"'),
  () => delimiterNamed("\n"),
]);
