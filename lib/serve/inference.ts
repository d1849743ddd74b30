/**
 * The Open Inference Protocol, version 2, over HTTP: requests and answers made of tensors, as KServe, Triton and MLServer
 * have them (github.com/kserve/open-inference-protocol). @module
 */

import { describe, isObject } from "../checks/texts.ts";
import { suggestion } from "../checks/meant.ts";
import type { ClassLabel } from "../problem/answers.ts";
import { quoted } from "../table/cells/cells.ts";
import type { GivenAnswer } from "../table/model/answerer.ts";
import type { Answerer, RowAnswer, Tensor, TensorInfo } from "./answerer.ts";
import type { FoundModel } from "./models.ts";
import { MAX_COLUMNS } from "../table/cells/limits.ts";
import { AnswerText, type InPieces, PIECE, Piece } from "./pieces.ts";
import { Refusal } from "./refusal.ts";

/** The types of JSON's values that the elements of a datatype are. */
const DATATYPES: Readonly<Record<string, "string" | "number" | "boolean">> = {
  BOOL: "boolean",
  BYTES: "string",
  ...Object.fromEntries(
    ["UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64"].concat(
      ["FP16", "FP32", "FP64"],
    ).map((name) => [name, "number" as const]),
  ),
};

/** How many elements are as much work as a piece. */
const STEPS = 16_384;

/** How deep lists of a tensor's data may be in each other. */
const MAX_DEPTH = 8;

/** A request for inference, checked. */
export interface InferenceRequest {
  readonly id: string | undefined;
  readonly inputs: readonly Tensor[];
  /** The names of the outputs to answer with; all if `undefined`. */
  readonly outputs: readonly string[] | undefined;
}

/**
 * Checks a request.
 * @throws {Refusal} if it is none
 */
export function* inferenceRequest(value: unknown): InPieces<InferenceRequest> {
  if (!isObject(value)) throw wrong("the request", "an object with inputs", value);
  const { id, inputs, outputs } = value;
  if (id !== undefined && typeof id !== "string") throw wrong("id", "a text", id);
  if (!Array.isArray(inputs) || inputs.length === 0) throw wrong("inputs", "a list", inputs);
  if (outputs !== undefined && !Array.isArray(outputs)) throw wrong("outputs", "a list", outputs);
  const names = new Set<unknown>();
  for (const [k, input] of inputs.entries()) {
    const { name } = Object(input);
    if (k % STEPS === STEPS - 1) yield new Piece(PIECE);
    if (names.has(name)) throw new Refusal(400, "Cannot answer: two inputs have the same name");
    names.add(name);
  }
  if (inputs.length > MAX_COLUMNS) {
    throw new Refusal(400, `Cannot answer: expected ${MAX_COLUMNS} inputs at most`);
  }
  if (outputs !== undefined && outputs.length > MAX_COLUMNS) {
    throw new Refusal(400, `Cannot answer: expected ${MAX_COLUMNS} outputs at most`);
  }
  const tensors: Tensor[] = [];
  for (const [k, input] of inputs.entries()) {
    tensors.push(yield* tensorOf(input, `inputs[${k}]`));
    yield new Piece(PIECE / STEPS);
  }
  return {
    id,
    inputs: tensors,
    outputs: outputs?.map((output, k) => {
      const { name } = Object(output);
      if (typeof name !== "string") throw wrong(`outputs[${k}].name`, "a text", name);
      return name;
    }),
  };
}

function* tensorOf(value: unknown, where: string): InPieces<Tensor> {
  if (!isObject(value)) throw wrong(where, "a tensor", value);
  const { name, datatype, shape, data } = value;
  if (typeof name !== "string") throw wrong(`${where}.name`, "a text", name);
  const type = typeof datatype === "string" && Object.hasOwn(DATATYPES, datatype)
    ? DATATYPES[datatype]
    : undefined;
  if (type === undefined) throw wrong(`${where}.datatype`, "a datatype such as FP64", datatype);
  const isShape = Array.isArray(shape) && shape.length > 0 &&
    shape.every((length) => Number.isSafeInteger(length) && length >= 0);
  if (!isShape) throw wrong(`${where}.shape`, "a list of lengths from 0 up", shape);
  if (!Array.isArray(data)) throw wrong(`${where}.data`, "a list", data);
  const elements = yield* elementsIn(data);
  const size = (shape as number[]).reduce((product, length) => product * length, 1);
  if (elements.length !== size) {
    throw new Refusal(
      400,
      `Cannot use ${where}: expected ${size} elements for its shape, got ${elements.length}`,
    );
  }
  for (let k = 0; k < elements.length; k++) {
    const element = elements[k];
    if (element !== null && typeof element !== type) {
      throw wrong(`${where}.data[${k}]`, `a ${type}, as ${datatype} has them`, element);
    }
    if (k % STEPS === STEPS - 1) yield new Piece(PIECE);
  }
  return {
    name,
    datatype: datatype as string,
    shape: shape as number[],
    data: elements as Tensor["data"],
  };
}

/** The elements of lists in lists. */
function* elementsIn(data: readonly unknown[]): InPieces<unknown[]> {
  const elements: unknown[] = [];
  const open = [{ list: data, next: 0 }];
  for (let steps = 1; open.length > 0; steps++) {
    const level = open.at(-1)!;
    const element = level.list[level.next++];
    if (level.next > level.list.length) open.pop();
    else if (Array.isArray(element) && open.length <= MAX_DEPTH) {
      open.push({ list: element, next: 0 });
    } else elements.push(element);
    if (steps % STEPS === 0) yield new Piece(PIECE);
  }
  return elements;
}

function wrong(what: string, expected: string, got: unknown): Refusal {
  const text = typeof got === "string" ? quoted(got) : describe(got);
  return new Refusal(400, `Cannot use ${what}: expected ${expected}, got ${text}`);
}

/** A tensor of an answer: how many numbers a row has, and which. */
interface Output {
  readonly info: TensorInfo;
  of(answer: GivenAnswer): readonly (string | number | boolean)[];
}

/** The tensors that a model answers with. */
function outputsOf({ problem, outputNames, labels, hasIntervals, hasSets }: Answerer): Output[] {
  const many = outputNames.length;
  const remarks: Output = {
    info: { name: "remarks", datatype: "BYTES", shape: [-1] },
    of: ({ remarks }) => [JSON.stringify(remarks)],
  };
  const values = (name: string, datatype: string): Output => ({
    info: { name, datatype, shape: [-1, many] },
    of: ({ values }) => outputNames.map((name) => values[name]!),
  });
  if (!problem.hasAccuracy) {
    const intervals: Output = {
      info: { name: "intervals", datatype: "FP64", shape: [-1, many, 2] },
      of: ({ intervals }) =>
        outputNames.flatMap((name) => [intervals![name]!.low, intervals![name]!.high]),
    };
    return [values("quantities", "FP64"), ...hasIntervals ? [intervals] : [], remarks];
  }
  const label: Output = {
    info: { name: "label", datatype: datatypeOf(labels), shape: [-1] },
    of: ({ label }) => [label!],
  };
  const probabilities = values("probabilities", "FP32");
  const set: Output = {
    info: { name: "set", datatype: "BOOL", shape: [-1, many] },
    of: ({ set = [] }) => labels.map((label) => set.includes(label)),
  };
  return problem.isOneHot
    ? [label, probabilities, ...hasSets ? [set] : [], remarks]
    : [probabilities, remarks];
}

/** The datatype of classes. */
function datatypeOf(labels: readonly ClassLabel[]): string {
  if (typeof labels[0] === "boolean") return "BOOL";
  if (typeof labels[0] === "string") return "BYTES";
  return labels.every(Number.isSafeInteger) ? "INT64" : "FP64";
}

/** What a model is, its inputs and outputs. */
export function modelMetadata({ name, version, answerer }: FoundModel): object {
  return {
    name,
    versions: [version],
    platform: "inkling_safetensors",
    inputs: answerer.tensors,
    outputs: outputsOf(answerer).map(({ info }) => info),
    properties: { [answerer.problem.noun]: JSON.stringify(answerer.outputNames) },
  };
}

/**
 * The outputs that a request asks for.
 * @throws {Refusal} if there is none of a name
 */
export function requestedOutputs(
  answerer: Answerer,
  names: readonly string[] | undefined,
): Output[] {
  const all = outputsOf(answerer);
  return names?.map((name) => {
    const found = all.find(({ info }) => info.name === name);
    if (found !== undefined) return found;
    const known = all.map(({ info }) => info.name);
    const hint = suggestion(name.slice(0, 60), known) || `: there are ${known.join(", ")}`;
    throw new Refusal(400, `Cannot answer with the output ${quoted(name)}${hint}`);
  }) ?? all;
}

/** The answer of a model to rows, as tensors. */
export class InferenceAnswer {
  readonly #outputs: readonly { readonly output: Output; readonly data: AnswerText }[];
  #rows = 0;

  constructor(outputs: readonly Output[]) {
    this.#outputs = outputs.map((output) => ({ output, data: new AnswerText() }));
  }

  /**
   * Adds answers to the next rows.
   * @throws {Refusal} if a row has no answer: a tensor cannot hold the reason
   */
  add(answers: readonly RowAnswer[]): void {
    if (answers.length === 0) return;
    const given = answers.map((answer, r) => {
      if ("error" in answer) throw new Refusal(400, answer.error);
      const [{ kind, text } = { kind: "", text: "" }] = answer.remarks;
      if (kind !== "noPrediction") return answer;
      throw new Refusal(400, `Cannot answer rows[${this.#rows + r}]: ${text}`);
    });
    for (const { output, data } of this.#outputs) {
      data.add((this.#rows > 0 ? "," : "") + JSON.stringify(given.flatMap(output.of)).slice(1, -1));
    }
    this.#rows += given.length;
  }

  /** The answer as JSON. */
  response({ name, version }: FoundModel, { id }: InferenceRequest): Response {
    const text = new AnswerText();
    const named = id === undefined ? "" : `,"id":${JSON.stringify(id)}`;
    const [model, of] = [name, version].map((text) => JSON.stringify(text));
    text.add(`{"model_name":${model},"model_version":${of}${named},"outputs":[`);
    for (const [k, { output: { info }, data }] of this.#outputs.entries()) {
      const { name, datatype, shape: [, ...each] } = info;
      const tensor = JSON.stringify({ name, shape: [this.#rows, ...each], datatype });
      text.add(`${k > 0 ? "," : ""}${tensor.slice(0, -1)},"data":[`);
      text.append(data);
      text.add("]}");
    }
    text.add("]}");
    return text.response();
  }
}
