/** Writes small workbooks of Excel. */

import { basename } from "@std/path";
import { formatZip } from "../../lib/formats/zip.ts";

/** A cell: a number, a text, true or false, nothing, or a number that is shown as a date or in a format. */
export type XlsxCell =
  | string
  | number
  | boolean
  | null
  | { readonly date: number }
  | { readonly number: number; readonly format: string }
  | { readonly error: string };

const NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** The formats of cells, in the order of their styles: after that of numbers and that of dates. */
type Formats = string[];

/** The address of a cell, by indices from 0: `B3`. */
const addressOf = (row: number, column: number) => String.fromCharCode(65 + column) + (row + 1);

function xmlOf(cell: XlsxCell, address: string, formats: Formats): string {
  const at = `<c r="${address}"`;
  if (cell === null) return "";
  if (typeof cell === "number") return `${at}><v>${cell}</v></c>`;
  if (typeof cell === "boolean") return `${at} t="b"><v>${Number(cell)}</v></c>`;
  if (typeof cell === "string") {
    return `${at} t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  }
  if ("error" in cell) return `${at} t="e"><v>${cell.error}</v></c>`;
  if ("date" in cell) return `${at} s="1"><v>${cell.date}</v></c>`;
  const style = formats.includes(cell.format)
    ? formats.indexOf(cell.format)
    : formats.push(cell.format) - 1;
  return `${at} s="${style + 2}"><v>${cell.number}</v></c>`;
}

/** The XML of a sheet. */
export function sheetXml(
  rows: readonly (readonly XlsxCell[])[],
  formats: Formats = [],
): string {
  const xml = (cell: XlsxCell, r: number, c: number) => xmlOf(cell, addressOf(r, c), formats);
  const body = rows.map((cells, r) =>
    `<row r="${r + 1}">${cells.map((cell, c) => xml(cell, r, c)).join("")}</row>`
  ).join("");
  return `<worksheet xmlns="${NAMESPACE}"><sheetData>${body}</sheetData></worksheet>`;
}

/**
 * Writes a workbook.
 * @param sheets their rows by their names, or their XML
 * @param more other files, by their paths, and texts that replace what stands in files
 */
export function writeXlsx(
  sheets: { readonly [name: string]: readonly (readonly XlsxCell[])[] | string },
  { more = {}, replace = (xml) => xml }: {
    readonly more?: { readonly [path: string]: string };
    readonly replace?: (xml: string, path: string) => string;
  } = {},
): Uint8Array<ArrayBuffer> {
  const formats: Formats = [];
  const parts = Object.values(sheets).map((rows, k): [string, string] => [
    `xl/worksheets/sheet${k + 1}.xml`,
    typeof rows === "string" ? rows : sheetXml(rows, formats),
  ]);
  const names = Object.keys(sheets);
  const relation = (k: number, type: string, target: string) =>
    `<Relationship Id="rId${k}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
  const relations = (all: readonly string[]) =>
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
    `${all.join("")}</Relationships>`;
  const files: [string, string][] = [
    ["_rels/.rels", relations([relation(1, "officeDocument", "xl/workbook.xml")])],
    [
      "xl/workbook.xml",
      `<workbook xmlns="${NAMESPACE}" xmlns:r="${RELATIONS}"><sheets>${
        names.map((name, k) =>
          `<sheet name="${escaped(name)}" sheetId="${k + 1}" r:id="rId${k + 1}"/>`
        ).join("")
      }</sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      relations([
        ...names.map((_, k) => relation(k + 1, "worksheet", `worksheets/sheet${k + 1}.xml`)),
        relation(names.length + 1, "styles", "styles.xml"),
        ...Object.keys(more).map((path, k) =>
          relation(names.length + 2 + k, basename(path, ".xml"), path.replace("xl/", ""))
        ),
      ]),
    ],
    [
      "xl/styles.xml",
      `<styleSheet xmlns="${NAMESPACE}"><numFmts>${
        formats.map((code, k) => `<numFmt numFmtId="${164 + k}" formatCode="${escaped(code)}"/>`)
          .join("")
      }</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/>${
        formats.map((_, k) => `<xf numFmtId="${164 + k}" applyNumberFormat="1"/>`).join("")
      }</cellXfs></styleSheet>`,
    ],
    ...parts,
    ...Object.entries(more),
  ];
  return formatZip(
    files.map(([path, text]) => [path, new TextEncoder().encode(replace(text, path))]),
  );
}
