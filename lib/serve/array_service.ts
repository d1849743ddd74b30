/** Answers rows of numbers, as networks of arrays, pictures and digits take them. @module */

import type { QuantityScale } from "../problem/quantities.ts";
import { describe, float32Problem } from "../checks/texts.ts";
import { DriftCounter } from "../measure/drift/drift_counter.ts";
import { type Distributions, meanBrightness } from "../measure/drift/distributions.ts";
import type { NoveltyDetector } from "../measure/novelty.ts";
import type { Prediction, PredictionInputs, Predictor } from "../network/prediction.ts";
import { type Problem, problemOfOutputs } from "../problem.ts";
import { answerer, type GivenAnswer, named } from "../measure/answer/answerer.ts";
import type { JsonSchema, RowAnswer, RowService } from "./row_service.ts";
import { Refusal, UnreadableRow } from "./refusal.ts";

/** What answers rows of numbers: a network, or an ensemble. */
export interface ArrayPredictor extends Predictor {
  /** The answers to rows. */
  predict(inputs: PredictionInputs): Prediction[];
}

/** A network of arrays, pictures or digits, and what its outputs are. */
export interface ArrayModel {
  /** It takes rows of numbers: of pictures and digits from 0 to 1. */
  readonly network: ArrayPredictor;
  /** The name of each label, if an example may have several. */
  readonly labels?: readonly string[] | undefined;
  /** The scales of its outputs, if they are standardized quantities. */
  readonly quantities?: readonly QuantityScale[] | undefined;
  /** Detects examples that are unlike the training data. */
  readonly detector?: Pick<NoveltyDetector, "isNovel"> | undefined;
  /** The distributions of the training data, which the server's metrics of drift are measured from. */
  readonly distributions?: Distributions | undefined;
}

/** Answers lists of numbers, one for each input of the network. */
export class ArrayService implements RowService {
  readonly problem: Problem;
  readonly outputNames: readonly string[];
  readonly labels: readonly string[];
  readonly hasIntervals = false;
  readonly hasSets = false;
  readonly hasReasons = false;
  readonly columns: readonly string[] = [];
  readonly rowSchema: JsonSchema;
  readonly example: readonly number[];
  readonly drift: DriftCounter | undefined;
  readonly #model: ArrayModel;
  readonly #answer: (input: Float32Array, outputs: Float32Array) => GivenAnswer;

  constructor(model: ArrayModel) {
    const { network, labels, quantities, distributions, detector } = model;
    const { features, classNames, predictsClasses: areProbabilities } = network;
    const [{ outputs } = { outputs: [] }] = network.predict([new Float32Array(features)]);
    this.drift = distributions && new DriftCounter(distributions);
    this.#model = model;
    this.problem = problemOfOutputs({ labels, classNames, quantities, areProbabilities });
    this.outputNames = labels ?? classNames ?? quantities?.map(({ name }) => name) ??
      Array.from(this.problem.answer(outputs).values, (_, k) => String(k));
    this.labels = this.outputNames;
    const facts = {
      problem: this.problem.name,
      names: this.outputNames,
      areProbabilities,
      quantities,
      detector,
    };
    const answer = answerer(facts);
    this.#answer = (input, outputs) => named(facts, answer(input, outputs));
    this.example = new Array<number>(features).fill(0);
    this.rowSchema = {
      type: "array",
      items: { type: "number" },
      minItems: features,
      maxItems: features,
      description: "The network's inputs; for pictures and digits, gray levels from 0 to 1.",
    };
  }

  predict(rows: readonly unknown[], first: number): RowAnswer[] {
    const { network, distributions: { columns } = { columns: [] } } = this.#model;
    const errors = rows.map((row, r) => this.#errorOf(row, `rows[${first + r}]`));
    const readable = rows.filter((_, r) => errors[r] === undefined) as number[][];
    const { standardization } = network;
    const answers = network.predict(readable).map(({ outputs }, r) => {
      const row = readable[r]!;
      const input = standardization?.apply(row) ?? Float32Array.from(row);
      const answer = this.#answer(input, outputs);
      this.drift?.add(columns.map(() => meanBrightness(Float32Array.from(row))), answer);
      return answer;
    }).values();
    return errors.map((error) => error ?? answers.next().value!);
  }

  explain(): never {
    throw new Refusal(
      400,
      "Cannot explain answers to arrays: expected a model of a table, whose columns are the reasons",
    );
  }

  #errorOf(row: unknown, where: string): UnreadableRow | undefined {
    if (row instanceof UnreadableRow) return row;
    const reason = this.#reasonOf(row);
    return reason === undefined
      ? undefined
      : new UnreadableRow(`Cannot predict ${where}: ${reason}`);
  }

  /** Why a row cannot be read; `undefined` if it can. */
  #reasonOf(row: unknown): string | undefined {
    const { features } = this.#model.network;
    if (!Array.isArray(row) || row.length !== features) {
      const got = typeof row === "string" ? "a text" : describe(row);
      return `expected a list of ${features} numbers, got ${got}`;
    }
    const wrong = row.findIndex((value) => !Number.isFinite(Math.fround(value as number)));
    const isNumbers = row.every((value) => typeof value === "number");
    if (wrong === -1 && isNumbers) return undefined;
    return isNumbers
      ? float32Problem(row[wrong] as number, `number ${wrong}`)
      : "expected numbers alone";
  }
}
