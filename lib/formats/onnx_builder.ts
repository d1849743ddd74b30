/** Puts an ONNX graph together, node after node, under names that are all different. @module */

import {
  doubleConstant,
  integerConstant,
  type OnnxAttribute,
  type OnnxConstant,
  type OnnxGraph,
  type OnnxNode,
  type OnnxValue,
} from "./onnx_model.ts";

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
  name(wanted: string): string {
    let name = wanted;
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

  /** Adds an operator, and returns the name of what it gives. */
  node(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: { readonly [name: string]: OnnxAttribute } = {},
  ): string {
    const name = this.name(output);
    this.nodes.push({ operator, inputs, outputs: [name], attributes });
    return name;
  }

  /** The same of `ai.onnx.ml`. */
  mlNode(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: { readonly [name: string]: OnnxAttribute },
  ): string {
    const name = this.name(output);
    this.nodes.push({ operator, inputs, outputs: [name], attributes, ml: true });
    return name;
  }

  /** Puts matrices of as many rows beside each other; one alone stays as it is. */
  concat(matrices: readonly string[], output: string): string {
    if (matrices.length === 1) return matrices[0]!;
    return this.node("Concat", matrices, output, { axis: { integer: 1 } });
  }

  /** A list of float64. */
  doubles(wanted: string, numbers: readonly number[]): string {
    return this.#constant(doubleConstant(this.name(wanted), [numbers.length], numbers));
  }

  /** A list of whole numbers. */
  integers(wanted: string, numbers: readonly number[]): string {
    return this.#constant(integerConstant(this.name(wanted), [numbers.length], numbers));
  }

  #constant(constant: OnnxConstant): string {
    this.constants.push(constant);
    return constant.name;
  }
}
