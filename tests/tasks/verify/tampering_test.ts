/** Nothing of a run can be changed unseen: each key of each file, and bytes of each part of the binary ones. */

import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { formatSafetensors, parseSafetensors } from "../../../lib/formats/safetensors.ts";
import {
  formatFoldCheckpoint,
  holdsFoldCheckpoint,
  parseFoldCheckpoint,
} from "../../../lib/train/fold_checkpoint.ts";
import { formatCheckpoint, parseCheckpoint } from "../../../lib/train/mod.ts";
import { writeFinal } from "../../../tasks/run/final.ts";
import { type ClassResult, FILES, FINAL, readRun } from "../../../tasks/run/run_folder.ts";
import { verifyRun } from "../../../tasks/verify/verify_run.ts";
import { salesTable } from "../../helpers/draw_fold_tables.ts";
import { berriesTable, parcelsTable } from "../../helpers/draw_tables.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { testsWhere } from "../../helpers/tests_with.ts";
import { trained } from "../../helpers/outcomes.ts";
import { granted } from "../../helpers/run_task.ts";

const ignore = !granted("read", "write", "run");

/** Of long lists so many items are changed. */
const MAX_ITEMS = 3;

/** One of so many changes is tried; all of them take half a minute. */
const STRIDE = LONG_TESTS ? 1 : 25;

/** A value with one thing changed, and where: `versions.deno`, `columns.0.name`. */
interface Change {
  readonly path: string;
  readonly how: "changed" | "removed";
  readonly value: unknown;
}

/** Every way to change one number, text, truth value or null of JSON, or to leave out one key or item. */
function* changesOf(value: unknown, path = ""): Generator<Change> {
  if (typeof value !== "object" || value === null) {
    const isText = typeof value === "string";
    const other = typeof value === "boolean" ? !value : isText ? `${value}x` : Number(value) + 1;
    yield { path, how: "changed", value: other };
    return;
  }
  const keys = Object.keys(value);
  for (const key of Array.isArray(value) ? keys.slice(0, MAX_ITEMS) : keys) {
    const at = path === "" ? key : `${path}.${key}`;
    const put = (inner: unknown): unknown => {
      if (Array.isArray(value)) return value.map((item, k) => String(k) === key ? inner : item);
      return { ...value, [key]: inner };
    };
    const rest = Array.isArray(value)
      ? value.filter((_, k) => String(k) !== key)
      : Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
    yield { path: at, how: "removed", value: rest };
    for (const change of changesOf(value[key as keyof typeof value], at)) {
      yield { ...change, value: put(change.value) };
    }
  }
}

/** The changes of texts by name, within those that are JSON too. */
function* changesOfTexts(texts: Readonly<Record<string, string>>): Generator<Change> {
  for (const [name, text] of Object.entries(texts)) {
    const { [name]: _, ...rest } = texts;
    yield { path: name, how: "removed", value: rest };
    if (!/^[{[]/.test(text)) {
      yield { path: name, how: "changed", value: { ...texts, [name]: `${text}1` } };
      continue;
    }
    for (const { path, how, value } of changesOf(JSON.parse(text), name)) {
      yield { path, how, value: { ...texts, [name]: JSON.stringify(value) } };
    }
  }
}

/** A run, and what `verify` makes of it with one file changed. */
class Tampered {
  #count = 0;
  readonly #run: string;
  readonly #unseen: string[] = [];

  constructor(run: string) {
    this.#run = run;
  }

  read(file: string): Promise<Uint8Array<ArrayBuffer>> {
    return Deno.readFile(join(this.#run, file));
  }

  /** Replaces the bytes of a file, verifies, and puts it back; notes where nothing was seen. */
  async replace(file: string, what: string, bytes: Uint8Array, path?: string): Promise<void> {
    if (this.#count++ % STRIDE !== 0) return;
    const target = join(this.#run, file);
    const before = await Deno.readFile(target);
    await Deno.writeFile(target, bytes);
    try {
      const { checks: { problems, unverified } } = await verifyRun(this.#run, "");
      const isListed = path !== undefined && unverified.some((entry) => covers(entry, path, file));
      if (problems.length === 0 && !isListed) this.#unseen.push(`${file}: ${what}`);
    } catch (error) {
      assert((error as Error).message.startsWith("Cannot "), `${file}, ${what}: ${error}`);
    } finally {
      await Deno.writeFile(target, before);
    }
  }

  /** Changes JSON key by key. */
  async changeJson(file: string, changes: Iterable<Change>, format = JSON.stringify) {
    for (const { path, how, value } of changes) {
      await this.replace(file, `${path} ${how}`, new TextEncoder().encode(format(value)), path);
    }
  }

  /** Flips a bit of each tensor, of each name and text of the header, and of its length. */
  async flipBits(file: string): Promise<void> {
    const bytes = await this.read(file);
    const headerBytes = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = new TextDecoder("latin1").decode(bytes.subarray(8, 8 + headerBytes));
    const texts = header.matchAll(/"(?:[^"\\]|\\.)*"/g);
    const offsets = [0, ...Array.from(texts, ({ index }) => 8 + index + 1)];
    for (const [name, { bytes: { byteOffset, length } }] of parseSafetensors(bytes).tensors) {
      assert(length > 0, name);
      offsets.push(byteOffset, byteOffset + length - 1);
    }
    for (const offset of offsets) {
      bytes[offset]! ^= 1;
      await this.replace(file, `byte ${offset} flipped`, bytes);
      bytes[offset]! ^= 1;
    }
  }

  /** Nothing was unseen. */
  assertSeen(): void {
    assert(this.#count > 300, `${this.#count} changes`);
    assertEquals(this.#unseen, []);
  }
}

/** Whether an entry of what cannot be verified names a key, or what it is part of. */
function covers(entry: string, path: string, file: string): boolean {
  const [key, where] = entry.split(" in ");
  return where === file && (path === key || path.startsWith(`${key}.`));
}

const RUNS: readonly [name: string, table: string, target: string, ...sets: string[]][] = [
  ["classes", berriesTable(60), "taste", "folds=0", "epochs=3", "keep=best", "batchSize=16"],
  ["members over folds", salesTable(90), "price", "folds=2", 'dataset.without=["sold"]'],
  [
    "a quantity",
    parcelsTable(60),
    "price",
    "folds=0",
    "keep=last",
    'evaluate=["validation"]',
    "averaging=null",
  ],
];

/** The metadata of a checkpoint, and its file with others. */
async function readCheckpoint(bytes: Uint8Array) {
  if (holdsFoldCheckpoint(bytes)) {
    const { checkpoint, metadata } = await parseFoldCheckpoint(bytes);
    const format = (other: Record<string, string>) => formatFoldCheckpoint(checkpoint, other);
    return { metadata, format };
  }
  const { checkpoint, metadata } = await parseCheckpoint(bytes);
  return {
    metadata,
    format: (other: Record<string, string>) => formatCheckpoint(checkpoint, other),
  };
}

for (const [name, table, target, ...sets] of RUNS) {
  testsWhere(!(ignore || name === "a quantity" && !LONG_TESTS))(
    `verify sees every key and byte that is changed in a run of ${name}, or reports that it cannot`,
    async ({ path: folder }) => {
      const csv = join(folder, "table.csv");
      await Deno.writeTextFile(csv, table);
      const words = ["--csv", csv, "--target", target];
      const run = await trained(folder, "table", words, "epochs=2", "hidden=[3]", ...sets);
      const { summary, metrics } = await readRun(run);
      await writeFinal(run, {
        weightsSha256: summary.weightsSha256,
        ended: "2026-11-26",
        ...summary.test && { test: summary.test as ClassResult },
      });
      assertEquals((await verifyRun(run, "")).checks.problems, []);

      const tampered = new Tampered(run);
      const json = async (file: string) =>
        JSON.parse(new TextDecoder().decode(await tampered.read(file)));
      for (const file of [FILES.config, FILES.summary, FINAL]) {
        await tampered.changeJson(file, changesOf(await json(file)));
      }
      await tampered.changeJson(
        FILES.metrics,
        changesOf(metrics),
        (lines) => (lines as object[]).map((line) => JSON.stringify(line) + "\n").join(""),
      );

      const weights = await tampered.read(FILES.weights);
      const { tensors, metadata } = parseSafetensors(weights);
      for (const { path, how, value } of changesOfTexts(metadata)) {
        const bytes = formatSafetensors(tensors, value as Record<string, string>);
        await tampered.replace(FILES.weights, `${path} ${how}`, bytes, path);
      }
      // With its own hash made anew, which shows nothing then.
      const { metadata: kept, format } = await readCheckpoint(
        await tampered.read(FILES.checkpoint),
      );
      for (const { path, how, value } of changesOfTexts(kept)) {
        const bytes = await format(value as Record<string, string>);
        await tampered.replace(FILES.checkpoint, `${path} ${how}`, bytes, path);
      }
      await tampered.flipBits(FILES.weights);
      await tampered.flipBits(FILES.checkpoint);
      tampered.assertSeen();
    },
  );
}
