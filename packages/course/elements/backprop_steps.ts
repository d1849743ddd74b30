/** The steps of backpropagation, and the lines of the chapter's programs that take each of them. @module */

/** One step; layers count from 0, the inputs. */
export type Step =
  | { readonly kind: "input" | "cost" | "gradient" | "update" }
  | { readonly kind: "z" | "a" | "delta"; readonly layer: number };

/** A function of the chapter, and some of its lines. */
interface Listing {
  readonly name: string;
  readonly lines: readonly string[];
}

/** The lines, each as it stands in the programs of `docs/book/3-backpropagation.md`. */
export const LISTINGS: readonly Listing[] = [
  {
    name: "forward(a, w, b)",
    lines: [
      "let z = b[j];",
      "for (let k = 0; k < a.length; k++) z += a[k] * w[k][j];",
      "next[j] = sigmoid(z);",
    ],
  },
  {
    name: "outputErrors(a, y)",
    lines: [
      "for (let j = 0; j < a.length; j++) delta[j] = (a[j] - y[j]) * a[j] * (1 - a[j]);",
    ],
  },
  {
    name: "errorsBefore(a, w, next)",
    lines: [
      "let sum = 0;",
      "for (let j = 0; j < next.length; j++) sum += w[k][j] * next[j];",
      "delta[k] = sum * a[k] * (1 - a[k]);",
    ],
  },
  {
    name: "weightSlopes(a, delta)",
    lines: ["for (let j = 0; j < delta.length; j++) slopes[k][j] = a[k] * delta[j];"],
  },
  {
    name: "takeStep(a, w, b, delta, rate)",
    lines: [
      "b[j] -= rate * delta[j]; // BP3",
      "for (let k = 0; k < a.length; k++) w[k][j] -= rate * a[k] * delta[j]; // BP4",
    ],
  },
];

/** The lines that take a step, counted through all listings from 0 on; the example is given. */
const LIT: Readonly<Record<Step["kind"], readonly number[]>> = {
  input: [],
  z: [0, 1],
  a: [2],
  cost: [3],
  delta: [4, 5, 6],
  gradient: [7],
  update: [8, 9],
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
