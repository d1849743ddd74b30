/** Puts an ONNX graph together, node after node, under names that are all different. @module */

import { ONNX_TYPES, onnxConstant } from "./onnx_model.ts";
import type { OnnxAttribute, OnnxConstant, OnnxGraph, OnnxNode, OnnxValue } from "./onnx_model.ts";

/** A graph that grows. */
export class OnnxBuilder implements OnnxGraph {
  readonly nodes: OnnxNode[] = [];
  readonly constants: OnnxConstant[] = [];
  readonly inputs: OnnxValue[] = [];
  readonly outputs: OnnxValue[] = [];
  readonly #taken: Set<string>;

  /** Begins without nodes; `taken` are names that no value gets by itself. */
  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  /** A name that is still free: this one, or this with as many `_` behind it as it takes. */
  name(preferred: string): string {
    let name = preferred;
    while (this.#taken.has(name)) name += "_";
    this.#taken.add(name);
    return name;
  }

  /** The shortest prefix of `_` with which no name that is taken begins with `start`. */
  prefix(start: string): string {
    let prefix = "";
    while ([...this.#taken].some((name) => name.startsWith(prefix + start))) prefix += "_";
    return prefix;
  }

  /** Adds an operator, which may be one of `ai.onnx.ml`, and returns the name of what it gives. */
  node(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: OnnxNode["attributes"] = {},
    ml = false,
  ): string {
    const name = this.name(output);
    this.nodes.push({ operator, inputs, attributes, ...ml && { ml }, outputs: [name] });
    return name;
  }

  /** Adds an operator of `ai.onnx.ml`, and returns the name of what it gives. */
  mlNode(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: { readonly [name: string]: OnnxAttribute },
  ): string {
    return this.node(operator, inputs, output, attributes, true);
  }

  cast(input: string, output: string, type: "float" | "double"): string {
    return this.node("Cast", [input], output, { to: { integer: ONNX_TYPES[type] } });
  }

  /** Puts matrices of as many rows beside each other; one alone stays as it is. */
  concat(matrices: readonly string[], output: string): string {
    if (matrices.length === 1) return matrices[0]!;
    return this.node("Concat", matrices, output, { axis: { integer: 1 } });
  }

  /** Adds a list of float64, and returns its name. */
  doubles(name: string, numbers: ArrayLike<number>): string {
    return this.constant(onnxConstant(this.name(name), "double", [numbers.length], numbers));
  }

  /** Adds a list of whole numbers, and returns its name. */
  integers(name: string, numbers: readonly number[]): string {
    return this.constant(onnxConstant(this.name(name), "int64", [numbers.length], numbers));
  }

  /** Adds a constant, and returns its name. */
  constant(constant: OnnxConstant): string {
    this.constants.push(constant);
    return constant.name;
  }
}
