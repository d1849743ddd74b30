/**
 * Rows that belong together: of one person, one day, one machine. Where rows of a level predict each other, a random split
 * measures memory, and what is measured does not hold for new levels, or for later rows. @module
 */

import {
  areRenamed,
  determinedShare,
  groupsOf,
  jointLevels,
  type Levels,
  levelsAt,
  levelShare,
  levelsOf,
  type RelationColumn,
  type RelationTarget,
  repeatedShare,
  rowsInRuns,
  rowsOfWholeLevels,
} from "./columns.ts";
import { type Feature, FeatureColumns, targetsAt } from "./features.ts";
import { HeldOut, type Score } from "./held_out.ts";
import { keysIn } from "./keys.ts";
import {
  isRising,
  isRunningNumber,
  isSortedByTarget,
  orderOf,
  type OrderResult,
  resultOfFile,
  resultOfTime,
} from "./orders.ts";
import {
  isNamedAsEntity,
  isSure,
  type LevelKind,
  MIN_LEVELS,
  MIN_NAMED,
  MIN_SPLIT,
} from "./thresholds.ts";

const { floor, max, min } = Math;

/** What makes rows predict each other. */
export type RelationKind =
  /** Rows of a level are alike in the other columns too. */
  | "nearCopies"
  /** The levels of the column have effects of their own. */
  | "own"
  /** One of these two, with too few levels to test on new ones. */
  | "fewLevels"
  /** Two columns together name what comes again. */
  | "key"
  /** Rows of near times are alike. */
  | "time"
  /** Rows that are near each other in the file are alike. */
  | "order";

/** Rows that were found to predict each other. */
export interface Relation {
  readonly kind: RelationKind;
  /** The columns: one, two of a key, none for the order of the file. */
  readonly columns: readonly string[];
  /** Whether the rows are split by it by default; otherwise it is only named. */
  readonly isSplit: boolean;
  /** How many levels there are; 0 for time and order. */
  readonly levels: number;
  /** The mean number of rows of a level; 0 for time and order. */
  readonly levelRows: number;
  /** What a random split promises. */
  readonly random: Score;
  /** What trees get for levels that they did not learn from, or for later rows. */
  readonly heldOut: Score;
  /** By how much R² falls, of what is above 0. */
  readonly drop: number;
}

/** The most rows that are looked at, and the most of a column that needs a sample of its own. */
const [MAX_ROWS, MAX_OWN_ROWS] = [4000, 2000];

/** The fewest rows of a sample, and about how many cells and targets trees look at in it. */
const [MIN_ROWS, MAX_CELLS] = [1000, 100_000];

/** The fewest rows that are looked for relations in. */
const FEWEST_ROWS = 50;

/** The most columns that are held out level by level, those whose levels predict most. */
const MAX_CANDIDATES = 6;

/** The most columns of time. */
const MAX_TIMES = 3;

/** The fewest levels of a candidate, and of numbers that are not named as ids. */
const [FEWEST_LEVELS, FEWEST_NUMBERS] = [5, 20];

/** A column splits for its own effect where its levels have at most this many rows, or alone predict this much. */
const [SMALL_LEVEL, PREDICTIVE] = [20, 0.9];

/** The random partitions without the column. */
const PARTITIONS_WITHOUT = 3;

/**
 * Looks for rows that belong together. Takes seconds: it trains trees on at most 4,000 rows. Equal tables get equal results.
 * @param columns all columns but the target, those too that are left out of the inputs, without rows that have no target
 * @returns the relation that the rows are split by first; the others are only named
 */
export function findRelations(
  columns: readonly RelationColumn[],
  target: RelationTarget,
): Relation[] {
  const rows = target.values[0]?.length ?? 0;
  if (rows < FEWEST_ROWS || target.values.every((column) => isConstant(column))) return [];
  const search = new Search(columns, target, rows);
  const groups = search.groups();
  const order = search.order();
  const all = [...groups, ...order === undefined ? [] : [order]];
  const best = all.filter(({ isSplit }) => isSplit).sort((a, b) => b.drop - a.drop)[0];
  const first = best === order ? best : groups.find(({ isSplit }) => isSplit);
  const others = all.filter((relation) => relation !== first)
    .filter(({ columns }) => first === undefined || !search.isImplied(first.columns, columns))
    .map((relation) => ({ ...relation, isSplit: false }));
  return [...first === undefined ? [] : [first], ...others];
}

/** Some rows, and trees on them. */
interface Sample {
  readonly rows: Uint32Array;
  readonly features: readonly Feature[];
  readonly heldOut: HeldOut;
}

/** A column, or two, whose levels are held out. */
interface Candidate {
  readonly columns: readonly string[];
  readonly levels: Levels;
  readonly kind: LevelKind;
}

class Search {
  readonly #columns: readonly RelationColumn[];
  readonly #target: RelationTarget;
  readonly #all: number;
  readonly #features: FeatureColumns;
  readonly #most: number;
  readonly #groups: ReadonlyMap<string, Levels>;
  #shared: Sample | undefined;

  constructor(columns: readonly RelationColumn[], target: RelationTarget, rows: number) {
    this.#columns = columns;
    this.#target = target;
    this.#all = rows;
    this.#features = new FeatureColumns(columns);
    const outputs = targetsAt(target, rowsInRuns(rows, MIN_ROWS)).columns.length;
    const cells = max(1, this.#features.size) * outputs;
    this.#most = min(MAX_ROWS, max(MIN_ROWS, floor(MAX_CELLS / cells)));
    this.#groups = new Map(
      columns.filter(({ kind }) => kind !== "date")
        .map(({ name, values }) => [name, groupsOf(values)]),
    );
  }

  #sample(rows: Uint32Array, check: string): Sample {
    const features = this.#features.at(rows);
    return { rows, features, heldOut: new HeldOut(features, targetsAt(this.#target, rows), check) };
  }

  /** The rows that most checks share. If there are too many, levels of the best candidate stay whole. */
  #sharedSample(levels?: Levels): Sample {
    return this.#shared ??= this.#sample(
      rowsOfWholeLevels(
        levels ?? { codes: rowNumbers(this.#all), sizes: ones(this.#all) },
        this.#most,
      ),
      "shared",
    );
  }

  /** Groups of rows that predict each other, those to split by first: by texts and ids, by more levels, by a larger fall. */
  groups(): Relation[] {
    const candidates = this.#candidates();
    if (candidates.length > 0) this.#sharedSample(candidates[0]!.levels);
    return candidates.flatMap((candidate) => this.#relationOf(candidate) ?? [])
      .sort((a, b) =>
        Number(b.relation.isSplit) - Number(a.relation.isSplit) ||
        Number(b.isEntity) - Number(a.isEntity) ||
        b.relation.levels - a.relation.levels || b.relation.drop - a.relation.drop
      ).map(({ relation }) => relation);
  }

  #candidates(): Candidate[] {
    const single = this.#columns.flatMap(({ name, kind }): (Candidate & { score: number })[] => {
      const levels = this.#groups.get(name);
      if (levels === undefined) return [];
      const count = levels.sizes.length;
      const isEntity = kind === "text" || isNamedAsEntity(name);
      if (count < (isEntity ? FEWEST_LEVELS : FEWEST_NUMBERS)) return [];
      if (count > this.#all / 1.5 || repeatedShare(levels) < 0.5) return [];
      const score = this.#scoreOf(levels);
      return [{ columns: [name], levels, kind: isEntity ? "entity" : "number", score }];
    });
    const keys = keysIn(this.#groups, this.#most);
    return [
      ...single.sort((a, b) => b.score - a.score).slice(0, MAX_CANDIDATES),
      ...keys.map(({ names, levels }) => ({ columns: names, levels, kind: "number" as const })),
    ];
  }

  /** How much levels predict of the target or of the features. */
  #scoreOf(levels: Levels): number {
    const rows = rowsOfWholeLevels(levels, MAX_OWN_ROWS);
    const some = levelsAt(levels, rows);
    const features = this.#features.at(rows).map(({ bins, levels }) => levels?.codes ?? bins);
    return max(
      levelShare(some, targetsAt(this.#target, rows).columns),
      features.length === 0 ? 0 : levelShare(some, features),
    );
  }

  /** The shared rows if levels keep enough of their rows there; otherwise rows of whole levels. */
  #sampleFor({ columns, levels }: Candidate): Sample {
    const shared = this.#sharedSample();
    if (companyOf(levelsAt(levels, shared.rows)) >= KEPT_COMPANY * companyOf(levels)) return shared;
    const most = min(MAX_OWN_ROWS, this.#most);
    return this.#sample(rowsOfWholeLevels(levels, most), columns.join(" "));
  }

  #relationOf(
    candidate: Candidate,
  ): { readonly relation: Relation; readonly isEntity: boolean } | undefined {
    const { columns, kind } = candidate;
    const { rows, features, heldOut } = this.#sampleFor(candidate);
    const levels = levelsAt(candidate.levels, rows);
    const check = columns.join(" and ");
    const result = heldOut.compare(levels, check, MIN_NAMED);
    if (!isSure(result, kind) || result.drop < MIN_NAMED) return undefined;
    const isEntity = kind === "entity";
    const count = candidate.levels.sizes.length;
    const isFew = count < MIN_LEVELS;
    const names = isFew ? new Set<string>() : this.#namesOf(columns, levels, rows);
    let without = result.drop;
    if (names.size > 0) {
      const others = features.filter(({ column }) => !names.has(column));
      const rest = new HeldOut(others, heldOut.targets, `without ${check}`)
        .compare(levels, check, MIN_NAMED, PARTITIONS_WITHOUT);
      without = isSure(rest, kind) ? rest.drop : 0;
    }
    if (!isEntity && without < MIN_NAMED) return undefined;
    const levelRows = this.#all / count;
    const hasOwnEffect = isEntity && result.drop >= MIN_SPLIT &&
      (levelRows <= SMALL_LEVEL || levelShare(levels, heldOut.targets.columns) >= PREDICTIVE);
    return {
      isEntity,
      relation: {
        kind: columns.length > 1
          ? "key"
          : isFew
          ? "fewLevels"
          : without >= MIN_NAMED
          ? "nearCopies"
          : "own",
        columns,
        isSplit: !isFew && (without >= MIN_SPLIT || hasOwnEffect),
        levels: count,
        levelRows,
        random: result.random,
        heldOut: result.heldOut,
        drop: result.drop,
      },
    };
  }

  /** A single column that is an input, and the inputs that name its levels by other values. */
  #namesOf(columns: readonly string[], levels: Levels, rows: Uint32Array): ReadonlySet<string> {
    if (columns.length > 1) return new Set();
    const names = this.#columns.filter(({ name, isInput, values }) =>
      isInput && (name === columns[0] ||
        areRenamed(levels, levelsOf(Float64Array.from(rows, (row) => values[row]!))))
    );
    return new Set(names.map(({ name }) => name));
  }

  /** Time, or else the order of the file, if rows near each other in it predict each other. */
  order(): Relation | undefined {
    const times = this.#columns.filter((column) =>
      column.kind === "date" || isRunningNumber(column) && !isSortedByTarget(this.#target)
    );
    let best: Relation | undefined;
    for (const { name, values } of times.slice(0, MAX_TIMES)) {
      const { heldOut, features, rows } = this.#sharedSample();
      const result = resultOfTime(heldOut, orderOf(values, rows), features, name);
      if (result === undefined || best !== undefined && best.drop >= result.drop) continue;
      best = relationOfOrder("time", [name], result);
    }
    if (best?.isSplit || isSortedByTarget(this.#target)) return best;
    const { heldOut, features } = this.#all <= this.#most
      ? this.#sharedSample()
      : this.#sample(rowsInRuns(this.#all, this.#most), "runs of the file");
    const result = resultOfFile(heldOut, features);
    if (result === undefined || best !== undefined && best.drop >= result.drop) return best;
    const inOrder = times.find(({ values }) => isRising(values));
    return inOrder === undefined
      ? relationOfOrder("order", [], result)
      : relationOfOrder("time", [inOrder.name], result);
  }

  /** Whether rows that stay together by some columns have equal values in others, so that these need no word. */
  isImplied(chosen: readonly string[], others: readonly string[]): boolean {
    const levels = chosen.map((name) => this.#groups.get(name));
    if (others.length === 0 || levels.length === 0 || levels.includes(undefined)) return false;
    const [a, b] = levels as Levels[];
    const joint = b === undefined ? a! : jointLevels(a!, b);
    return others.every((name) => {
      const other = this.#groups.get(name);
      return other !== undefined && determinedShare(joint, other) >= IMPLIED;
    });
  }
}

/** The share of rows from which on the levels of one column decide the value of another. */
const IMPLIED = 0.95;

/** The share of the other rows of its level that a row keeps in a sample. */
const KEPT_COMPANY = 0.6;

/** More rows of the same level make no difference to a row. */
const MAX_COMPANY = 20;

/** How many other rows of its level a row has on average. */
function companyOf({ codes, sizes }: Levels): number {
  return sizes.reduce((sum, size) => sum + size * min(size - 1, MAX_COMPANY), 0) / codes.length;
}

function relationOfOrder(
  kind: "time" | "order",
  columns: readonly string[],
  { isSplit, random, heldOut, drop }: OrderResult,
): Relation {
  return { kind, columns, isSplit, levels: 0, levelRows: 0, random, heldOut, drop };
}

function isConstant(values: ArrayLike<number>): boolean {
  return Array.prototype.every.call(values, (value) => value === values[0]);
}

function rowNumbers(rows: number): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row);
}

function ones(rows: number): Uint32Array {
  return new Uint32Array(rows).fill(1);
}
