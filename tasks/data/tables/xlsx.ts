/**
 * Workbooks of Excel as tables: the values of cells, and not how they are shown (ECMA-376, "Office Open XML"). The cells of a
 * sheet are held in memory.
 *
 * The reader is our own: the library that we had could not hold a million rows, and took durations for dates. @module
 */

import { joinNames, quoted } from "../../../lib/checks/texts.ts";
import { readZip, type ZipEntry } from "../../../lib/formats/read_zip.ts";
import { hasTime, instantText, numberText, plainText } from "./cells.ts";
import {
  columnNames,
  type FileBytes,
  mostUnpacked,
  refused,
  ROWS_AT_A_TIME,
  type TypedOptions,
  type TypedTable,
} from "./typed_table.ts";
import { cellKindsOf } from "./xlsx/cell_formats.ts";
import { type Cell, type SheetRow, sheetRows, textIn, type Workbook } from "./xlsx/sheet.ts";
import { XmlReader } from "./xlsx/xml.ts";

/** The digits that Excel shows; it rounds the others away when a number is entered. */
const EXACT_DIGITS = 15;

/** Opens a workbook. */
export async function openXlsx(
  file: FileBytes,
  { sheet: asked }: TypedOptions,
): Promise<TypedTable> {
  const { name: path } = file;
  const archive = new Archive(path, await file.whole());
  const workbook = await openWorkbook(path, archive);
  const sheets = [...workbook.sheets.keys()];
  const sheet = asked ?? sheets[0]!;
  const part = workbook.sheets.get(sheet);
  if (part === undefined) {
    throw refused(
      path,
      `it has no sheet ${quoted(sheet)}; its sheets are ${joinNames(sheets)}`,
    );
  }
  const bytes = await archive.read(part);
  if (bytes === undefined) throw refused(path, `it lacks its sheet ${quoted(sheet)}`);
  const all = sheetRows(bytes, { path, ...workbook });
  const [first] = all;
  if (first === undefined) throw refused(path, `its sheet ${quoted(sheet)} is empty`);
  const rows = all.slice(1);
  const used = [...usedColumns(first, rows)].sort((a, b) => a - b);
  const header = used.map((c) =>
    first.cells[c] === undefined ? "" : textOfCell(first.cells[c], false)
  );
  const names = columnNames(path, header);
  const timed = new Set(
    names.filter((_, k) => rows.some(({ cells: { [used[k]!]: cell } }) => isTimed(cell))),
  );
  const others = sheets.filter((name) => name !== sheet);
  return {
    columns: names,
    timed,
    warnings: [
      ...others.length > 0 && asked === undefined
        ? [`The sheet ${quoted(sheet)} is read; there are others: ${joinNames(others)}`]
        : [],
      ...roundedColumns(names, used, rows),
    ],
    *rows(timed) {
      const withTime = names.map((name) => timed.has(name));
      const textsOf = ({ cells }: SheetRow) =>
        used.map((c, k) => cells[c] === undefined ? "" : textOfCell(cells[c], withTime[k]!));
      for (let start = 0; start < rows.length; start += ROWS_AT_A_TIME) {
        const some = rows.slice(start, start + ROWS_AT_A_TIME);
        yield { rows: some.map(textsOf), lines: some.map(({ line }) => line) };
      }
    },
  };
}

/** The files of a workbook, by their paths in any case. */
class Archive {
  readonly #entries: ReadonlyMap<string, ZipEntry>;

  /** @throws {SyntaxError} if it is no archive, or more than is read */
  constructor(path: string, bytes: Uint8Array) {
    const maxBytes = mostUnpacked(bytes.length);
    try {
      const entries = readZip(bytes, { maxBytes });
      this.#entries = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw refused(
        path,
        `a workbook of its size may have ${Math.floor(maxBytes / 1024 ** 2)} MiB at most, unpacked`,
      );
    }
  }

  async read(part: string | undefined): Promise<Uint8Array | undefined> {
    return await this.#entries.get(part?.toLowerCase() ?? "")?.read();
  }

  /** The paths of the files that one refers to, with the kinds of these, by their ids. */
  async relations(part: string): Promise<Map<string, { kind: string; part: string }>> {
    const [, folder, name] = /^(.*\/)?(.*)$/.exec(part)!;
    const bytes = await this.read(`${folder ?? ""}_rels/${name}.rels`);
    const found = new Map<string, { kind: string; part: string }>();
    for (const xml of elements(bytes, "Relationship")) {
      const target = new URL(xml.attribute("Target") ?? "", `zip://archive/${part}`);
      found.set(xml.attribute("Id") ?? "", {
        kind: xml.attribute("Type")?.replace(/.*\//, "") ?? "",
        part: decodeURIComponent(target.pathname.slice(1)),
      });
    }
    return found;
  }
}

/** The elements of a name in a document, each while its tag is the reader's last. */
function* elements(bytes: Uint8Array | undefined, name: string): Generator<XmlReader, void, void> {
  const xml = new XmlReader(bytes ?? new Uint8Array());
  while (xml.next()) if (!xml.isEnd && xml.name === name) yield xml;
}

/** The sheets with the paths of their files, in their order, and what their cells refer to. */
async function openWorkbook(
  path: string,
  archive: Archive,
): Promise<Omit<Workbook, "path"> & { readonly sheets: ReadonlyMap<string, string> }> {
  const roots = [...(await archive.relations("")).values()];
  const { part = "xl/workbook.xml" } = roots.find(({ kind }) => kind === "officeDocument") ?? {};
  const bytes = part.endsWith(".xml") ? await archive.read(part) : undefined;
  if (bytes === undefined) {
    throw refused(path, "it is a ZIP file, and no workbook in XLSX; save it as XLSX or CSV");
  }
  const relations = await archive.relations(part);
  const partOf = (kind: string) => [...relations.values()].find((one) => one.kind === kind)?.part;
  const sheets = new Map<string, string>();
  for (const xml of elements(bytes, "sheet")) {
    const relation = relations.get(xml.attribute("id") ?? "");
    if (relation?.kind === "worksheet") sheets.set(xml.attribute("name") ?? "", relation.part);
  }
  if (sheets.size === 0) throw refused(path, "it has no sheets");
  const [date1904] = Array.from(elements(bytes, "workbookPr"), (xml) => xml.attribute("date1904"));
  const texts = await archive.read(partOf("sharedStrings"));
  return {
    sheets,
    texts: Array.from(elements(texts, "si"), textIn),
    kinds: cellKindsOf(await archive.read(partOf("styles"))),
    is1904: date1904 === "1" || date1904 === "true",
  };
}

/** The columns with a name, or a cell below it. */
function usedColumns(header: SheetRow, rows: readonly SheetRow[]): Set<number> {
  const used = new Set<number>();
  for (const { cells } of rows) cells.forEach((_, c) => used.add(c));
  header.cells.forEach((cell, c) => {
    if (textOfCell(cell!, false).trim() !== "") used.add(c);
  });
  return used;
}

function isTimed(cell: Cell | undefined): boolean {
  return cell instanceof Date && hasTime(nanosecondsOf(cell));
}

/** Since 1970. */
function nanosecondsOf(cell: Date): bigint {
  return BigInt(cell.getTime()) * 1_000_000n;
}

function textOfCell(cell: Cell, timed: boolean): string {
  if (typeof cell === "string") return plainText(cell);
  if (typeof cell === "number") return numberText(cell);
  return cell instanceof Date ? instantText(nanosecondsOf(cell), timed) : String(cell);
}
/** A sentence on columns of whole numbers of more digits than Excel keeps. */
function roundedColumns(
  names: readonly string[],
  used: readonly number[],
  rows: readonly SheetRow[],
): string[] {
  const rounded = names.filter((_, k) =>
    rows.some(({ cells: { [used[k]!]: cell } }) =>
      typeof cell === "number" && Number.isInteger(cell) && Math.abs(cell) >= 10 ** EXACT_DIGITS
    )
  );
  return rounded.length === 0 ? [] : [
    `Numbers of over ${EXACT_DIGITS} digits are rounded in the workbook itself: ${
      joinNames(rounded)
    }; ` +
    "store them as text",
  ];
}
