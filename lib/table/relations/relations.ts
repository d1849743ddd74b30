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
import { areOrderedAlike, type Feature, FeatureColumns, targetsAt } from "./features.ts";
import { HeldOut, type Score } from "./held_out.ts";
import { keysIn } from "./keys.ts";
import {
  isOfTime,
  isRising,
  isSortedByTarget,
  orderOf,
  type OrderResult,
  resultOfFile,
  resultOfTime,
} from "./orders.ts";
import {
  isNamedAsEntity,
  isNamedAsPerson,
  isSure,
  type LevelKind,
  MIN_LATE_T,
  MIN_LEVELS,
  MIN_NAMED,
  MIN_SPLIT,
  MIN_Z,
} from "./thresholds.ts";
import { comesAgain, isGrid, isSortedBy, newCome, recurrenceOf } from "./recurrence.ts";
import { type TimeColumn, timesAmong } from "./times.ts";

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
  /** Whether the column of a split by groups is learned from too: a number that is not an id, such as an age. */
  readonly staysInput?: boolean;
  /** The share of the latest rows whose level has earlier rows, if there are times of the calendar. */
  readonly returning?: number | undefined;
  /** Whether the next rows are of the same levels: these are never split by, and stay inputs. */
  readonly comesAgain?: boolean;
}

/** The most rows that are looked at, and the most of a column that needs a sample of its own. */
const [MAX_ROWS, MAX_OWN_ROWS] = [4000, 2000];

/** The fewest rows of a sample, and about how many cells and targets trees look at in it. */
const [MIN_ROWS, MAX_CELLS] = [1000, 100_000];

/** The fewest rows that are looked for relations in. */
const FEWEST_ROWS = 50;

/** The most columns that are held out level by level, those whose levels predict most. */
const MAX_CANDIDATES = 6;

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
  const order = search.order(groups);
  const all = [...groups, ...order === undefined ? [] : [order]];
  const first = order?.isSplit ? order : groups.find(({ isSplit }) => isSplit);
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
  #runs: Sample | undefined;
  readonly #times: readonly TimeColumn[];

  constructor(columns: readonly RelationColumn[], target: RelationTarget, rows: number) {
    this.#columns = columns;
    this.#target = target;
    this.#all = rows;
    this.#features = new FeatureColumns(columns);
    const outputs = targetsAt(target, rowsInRuns(rows, MIN_ROWS)).columns.length;
    const cells = max(1, this.#features.size) * outputs;
    this.#most = min(MAX_ROWS, max(MIN_ROWS, floor(MAX_CELLS / cells)));
    this.#times = timesAmong(columns, !isSortedByTarget(target));
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
    const isKey = ({ kind }: Candidate) => kind === "key";
    const keys = candidates.filter(isKey).flatMap((key) => this.#relationOf(key) ?? []);
    // A number that is part of such a key adds nothing to the key.
    const inKeys = new Set(keys.flatMap(({ relation }) => relation.columns));
    const others = candidates.filter((candidate) =>
      !isKey(candidate) && (candidate.kind === "entity" || !inKeys.has(candidate.columns[0]!))
    );
    return [...others.flatMap((candidate) => this.#relationOf(candidate) ?? []), ...keys]
      .sort((a, b) =>
        Number(b.relation.isSplit) - Number(a.relation.isSplit) ||
        Number(b.isEntity) - Number(a.isEntity) ||
        b.relation.levels - a.relation.levels || b.relation.drop - a.relation.drop
      ).map(({ relation }) => relation);
  }

  #candidates(): Candidate[] {
    const keys = keysIn(this.#groups, this.#most);
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
    return [
      ...single.sort((a, b) => b.score - a.score).slice(0, MAX_CANDIDATES),
      ...keys.map(({ names, levels }) => ({ columns: names, levels, kind: "key" as const })),
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
    const hasName = kind !== "number";
    const count = candidate.levels.sizes.length;
    const isFew = count < MIN_LEVELS;
    const levelRows = this.#all / count;
    const isPerson = columns.length === 1 && isNamedAsPerson(columns[0]!);
    // What a store has, such as its size, is not a near copy of a row.
    const hasAttributes = kind === "entity" && levelRows > SMALL_LEVEL && !isPerson;
    const names = isFew ? new Set<string>() : this.#namesOf(candidate, levels, rows, hasAttributes);
    let without = result.drop;
    if (names.size > 0) {
      const others = features.filter(({ column }) => !names.has(column));
      const rest = new HeldOut(others, heldOut.targets, `without ${check}`)
        .compare(levels, check, MIN_NAMED, PARTITIONS_WITHOUT);
      without = isSure(rest, kind) ? rest.drop : 0;
    }
    if (!hasName && without < MIN_NAMED) return undefined;
    const time = this.#times.find(({ column }) => !columns.includes(column.name));
    const recurrence = time && recurrenceOf(candidate.levels, time.column.values);
    const lies = { levelRows, isCalendar: time?.isCalendar === true };
    const again = kind === "entity" && recurrence !== undefined &&
      comesAgain(columns[0]!, recurrence, lies);
    const areNew = kind === "entity" && recurrence !== undefined && newCome(recurrence, lies);
    const hasOwnEffect = hasName && result.drop >= MIN_SPLIT &&
      (levelRows <= SMALL_LEVEL || isPerson || areNew ||
        levelShare(levels, heldOut.targets.columns) >= PREDICTIVE);
    return {
      isEntity: kind === "entity",
      relation: {
        kind: kind === "key"
          ? "key"
          : isFew
          ? "fewLevels"
          : without >= MIN_NAMED
          ? "nearCopies"
          : "own",
        columns,
        isSplit: !isFew && !again && (without >= MIN_SPLIT || hasOwnEffect),
        staysInput: kind === "number",
        returning: lies.isCalendar ? recurrence?.returning : undefined,
        comesAgain: again,
        levels: count,
        levelRows,
        random: result.random,
        heldOut: result.heldOut,
        drop: result.drop,
      },
    };
  }

  /**
   * The columns that are inputs, and the inputs that name the levels by other values. Two numbers of a person that go neither up
   * nor down together, such as an age and a height, are both attributes, and not names of each other.
   * @param withAttributes whether those count too whose values the levels decide
   */
  #namesOf(
    { columns, kind }: Candidate,
    levels: Levels,
    rows: Uint32Array,
    withAttributes: boolean,
  ): ReadonlySet<string> {
    const valuesOf = ({ values }: RelationColumn) => Float64Array.from(rows, (row) => values[row]!);
    const own = kind === "number" && this.#columns.find(({ name }) => name === columns[0]);
    const names = this.#columns.filter((column) => {
      if (!column.isInput || columns.includes(column.name)) return column.isInput;
      const values = valuesOf(column);
      const other = levelsOf(values);
      if (areRenamed(levels, other)) {
        return !own || column.kind !== "number" || areOrderedAlike(valuesOf(own), values);
      }
      return withAttributes && determinedShare(levels, other) >= IMPLIED;
    });
    return new Set(names.map(({ name }) => name));
  }

  /** The order that rows are in: of new units, of units that come again, or of rows by themselves. */
  order(groups: readonly Relation[]): Relation | undefined {
    const unit = groups.find(({ isSplit }) => isSplit);
    return unit === undefined ? this.#orderOfRows(groups) : this.#timeOfNew(unit);
  }

  /** The time by which later units, of which few were there before, are answered worse than others that are new as well. */
  #timeOfNew({ columns }: Relation): Relation | undefined {
    const units = this.#levelsBy(columns);
    const { heldOut: { targets }, features, rows } = this.#sharedSample();
    const others = features.filter(({ column }) => !columns.includes(column)); // new units tell nothing
    const heldOut = new HeldOut(others, targets, `without ${columns.join(" and ")}`);
    return largestFall(this.#times.flatMap(({ column: { name, values }, isCalendar }) => {
      if (!isCalendar || columns.includes(name)) return [];
      const recurrence = recurrenceOf(units, values);
      if (recurrence === undefined || recurrence.returning > MAX_RETURNING) return [];
      const late = heldOut.latestOfNew(
        orderOf(values, rows),
        levelsAt(units, rows),
        name,
        MIN_SPLIT,
      );
      const isSplit = late !== undefined && late.z >= MIN_Z && late.t >= MIN_LATE_T;
      return isSplit ? [relationOfOrder("time", [name], { ...late, isSplit })] : [];
    }));
  }

  /** Time, or else the order of the file, if rows near each other in it predict each other. */
  #orderOfRows(groups: readonly Relation[]): Relation | undefined {
    const isSorted = groups.some(({ columns }) =>
      columns.length === 1 && isSortedBy(this.#levelsBy(columns))
    );
    const found = this.#times.flatMap((time) => this.#relationOfTime(time, groups, isSorted) ?? []);
    const best = largestFall(found);
    if (best?.isSplit || isSorted || isSortedByTarget(this.#target)) return best;
    const { heldOut, features } = this.#fileSample();
    const result = resultOfFile(heldOut, features);
    if (result === undefined || best !== undefined && best.drop >= result.drop) return best;
    if (this.#isExplained(result.drop)) return best;
    const inOrder = this.#times.find(({ column: { values } }) => isRising(values))?.column;
    return inOrder === undefined
      ? relationOfOrder("order", [], result)
      : relationOfOrder("time", [inOrder.name], result);
  }

  /** @param isSorted whether the file is in the order of a unit */
  #relationOfTime(
    { column: { name, kind, values }, isCalendar }: TimeColumn,
    groups: readonly Relation[],
    isSorted: boolean,
  ): Relation | undefined {
    const isFileOrder = kind === "number" && !isCalendar && isRising(values);
    if (isFileOrder && isSorted) return undefined;
    const { heldOut, features, rows } = this.#sharedSample();
    const order = orderOf(values, rows);
    const result = resultOfTime(heldOut, order, features, name);
    const panels = groups.filter(({ comesAgain }) => comesAgain)
      .map(({ columns }) => this.#levelsBy(columns));
    if (panels.some((levels) => isGrid(levels, values))) {
      // No unit has a free place at a known time, so that a new row is a later one, or of a new unit.
      const late = result ?? heldOut.latest(order, 0);
      if (late !== undefined) return relationOfOrder("time", [name], { ...late, isSplit: true });
    }
    if (result === undefined || isFileOrder && this.#isExplained(result.drop)) return undefined;
    const isUnits = groups.some((group) =>
      (group.returning ?? 1) < MIN_STEADY && !group.columns.includes(name) &&
      !isOfTime(heldOut, order, features, {
        columns: group.columns,
        levels: levelsAt(this.#levelsBy(group.columns), rows),
      })
    );
    if (isUnits) return undefined;
    // Where units come again, new rows are later ones: that these are answered worse is enough.
    const isSplit = result.isSplit || panels.length > 0 && result.drop >= MIN_SPLIT;
    return relationOfOrder("time", [name], { ...result, isSplit });
  }

  /**
   * Whether neighbors in the file are rows of one level, and this explains that they predict each other: rows are answered as
   * badly without single levels, whose neighbors stay.
   */
  #isExplained(drop: number): boolean {
    const times = this.#times.map(({ column }) => column.name);
    for (const [name, levels] of this.#groups) {
      const count = levels.sizes.length;
      if (count < MIN_LEVELS || count > this.#all / 2 || times.includes(name)) continue;
      if (!isSortedBy(levels)) continue;
      const { heldOut, rows } = this.#fileSample();
      const held = heldOut.compare(levelsAt(levels, rows), `order by ${name}`, MIN_NAMED);
      if (held.drop >= EXPLAINED * drop) return true;
    }
    return false;
  }

  /** The rows that checks of the file's order share: they follow each other. */
  #fileSample(): Sample {
    if (this.#all <= this.#most) return this.#sharedSample();
    return this.#runs ??= this.#sample(rowsInRuns(this.#all, this.#most), "runs of the file");
  }

  #levelsBy([first, second]: readonly string[]): Levels {
    const levels = this.#groups.get(first!)!;
    return second === undefined ? levels : jointLevels(levels, this.#groups.get(second)!);
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

/** Where more of the latest rows are of known units, time is not looked at: the next rows are of both kinds. */
const MAX_RETURNING = 0.3;

/** Where fewer of the latest rows are of known units, it is looked at whether later rows are answered worse for that alone. */
const MIN_STEADY = 0.9;

/** The share of an order's fall that levels have which explain it. */
const EXPLAINED = 0.6;

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

/** The first of the relations by which R² falls most. */
function largestFall(relations: readonly Relation[]): Relation | undefined {
  return relations.reduce<Relation | undefined>(
    (most, relation) => most === undefined || relation.drop > most.drop ? relation : most,
    undefined,
  );
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
