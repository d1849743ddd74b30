/** The steps of backpropagation, and the lines of `examples/nielsen.ts` that take each of them. @module */

/** One step; layers count from 0, the inputs. */
export type Step =
  | { readonly kind: "input" | "cost" | "gradient" | "update" }
  | { readonly kind: "z" | "a" | "delta"; readonly layer: number };

/** A function of the tutorial in one file, and some of its lines. */
interface Listing {
  readonly name: string;
  readonly lines: readonly string[];
}

/** The lines, each as it stands in `examples/nielsen.ts`. */
export const LISTINGS: readonly Listing[] = [
  {
    name: "feedforward",
    lines: [
      "const activations = [x];",
      "const [a, z] = [activations[l]!, this.biases[l]!.slice()];",
      "for (let j = 0; j < z.length; j++) z[j]! += fround(a[i]! * w[i]![j]!);",
      "activations.push(z.map(sigmoid));",
    ],
  },
  {
    name: "backprop",
    lines: [
      "const errors = costDerivative(outputs, y);",
      "const deltas = [errors.map((d, j) => flush(d * sigmoidPrime(outputs[j]!)))]; // BP1: ∂C/∂a·σ′(z)",
      "const [w, next] = [this.weights[l]!, deltas[0]!]; // BP2: δ = W·δ⁺·σ′(z), δ⁺ of the next layer",
      "deltas.unshift(activations[l]!.map((a, i) => flush(dot(w[i]!, next) * sigmoidPrime(a))));",
    ],
  },
  {
    name: "updateMiniBatch",
    lines: [
      "const [a, w, step] = [activations[l]!, this.weights[l]!, delta.map((d) => rate * d)];",
      "this.biases[l] = this.biases[l]!.map((b, j) => b - step[j]!); // BP3: ∂C/∂b = δ",
      "for (let i = 0; i < a.length; i++) { // BP4: ∂C/∂w = a·δ",
      "for (let j = 0; j < step.length; j++) w[i]![j]! -= fround(a[i]! * step[j]!);",
    ],
  },
];

/** The lines that take a step, counted through all listings from 0 on. */
const LIT: Readonly<Record<Step["kind"], readonly number[]>> = {
  input: [0],
  z: [1, 2],
  a: [3],
  cost: [4, 5],
  delta: [6, 7],
  gradient: [9, 10],
  update: [8, 9, 10, 11],
};

/** The numbers of the lines of a step. */
export function linesOf({ kind }: Step): readonly number[] {
  return LIT[kind];
}

/** The steps of one example through a network with this number of layers, inputs included. */
export function stepsOf(layers: number): Step[] {
  const later = Array.from({ length: layers - 1 }, (_, k) => k + 1);
  return [
    { kind: "input" },
    ...later.flatMap((layer): Step[] => [{ kind: "z", layer }, { kind: "a", layer }]),
    { kind: "cost" },
    ...later.slice(0, -1).reverse().map((layer): Step => ({ kind: "delta", layer })),
    { kind: "gradient" },
    { kind: "update" },
  ];
}

/** What is known after a step, of units of a layer and of edges. */
export interface Known {
  readonly z: boolean;
  readonly a: boolean;
  readonly delta: boolean;
  readonly gradient: boolean;
  readonly update: boolean;
}

/** What is known of a layer after the steps up to one. */
export function knownAfter(steps: readonly Step[], last: number, layer: number): Known {
  const done = steps.slice(0, last + 1);
  const has = (kind: Step["kind"]) => done.some((step) => step.kind === kind);
  const hasOf = (kind: Step["kind"]) =>
    done.some((step) => step.kind === kind && "layer" in step && step.layer === layer);
  const layers = 1 + Math.max(...steps.map((step) => "layer" in step ? step.layer : 0));
  return {
    z: hasOf("z"),
    a: layer === 0 || hasOf("a"),
    delta: layer === layers - 1 ? has("cost") : hasOf("delta"),
    gradient: has("gradient"),
    update: has("update"),
  };
}
