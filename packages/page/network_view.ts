/** The inside of a network: its layers with their activations, and the weights into a unit. @module */

import { createEngine, Network } from "../../mod.ts";
import { relevanceOf } from "../../lib/evaluate/mod.ts";
import { areProbabilities } from "../../tasks/demo/sure.ts";
import { probability } from "./bars.ts";
import { contextOf, create, element, setText } from "./elements.ts";
import type { LiveParameters } from "./messages.ts";
import { type Column, columnsOf, drawNetwork, type Unit, unitAt } from "./network_drawing.ts";
import { largestSize, paint, paintWeights } from "./paint.ts";
import type { Settings } from "./settings.ts";
import { showUnits } from "./units_view.ts";

/** The side of an image, and the height of the strip of other weights, in pixels of the canvas. */
const [SIDE, STRIP] = [28, 168];

/** What a network has made of an image. */
export interface Read {
  readonly network: unknown;
  /** [units] of each layer but the inputs */
  readonly activations: readonly Float32Array[];
}

export class NetworkView {
  readonly #canvas = element("network", HTMLCanvasElement);
  readonly #picture = element("unit-weights", HTMLCanvasElement);
  readonly #layer = element("unit-layer", HTMLSelectElement);
  readonly #unit = element("unit", HTMLInputElement);
  readonly #image = create("canvas", { width: SIDE, height: SIDE });
  #network: Network | undefined;
  /** The network of the page's own that learns as the worker's does. */
  #live: Network | undefined;
  #inputs: Float32Array | undefined;
  /** Of these inputs in this network; undefined if they are not known yet, or there is nothing on the paper. */
  #activations: readonly Float32Array[] | undefined;
  #columns: readonly Column[] = [];
  #size = { width: 0, height: 0 };
  #frame: number | undefined;

  constructor() {
    const plan = () => this.#plan();
    new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = this.#canvas;
      this.#size = { width, height };
      [this.#canvas.width, this.#canvas.height] = [width, height]
        .map((pixels) => Math.round(pixels * devicePixelRatio)) as [number, number];
      plan();
    }).observe(this.#canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", plan);
    for (const type of ["pointermove", "pointerdown"] as const) {
      this.#canvas.addEventListener(type, ({ offsetX, offsetY }) => {
        if (this.#network !== undefined) this.#choose(unitAt(this.#columns, offsetX, offsetY));
      });
    }
    this.#layer.addEventListener("input", () => {
      this.#choose({ layer: this.#layer.selectedIndex, unit: 0 });
    });
    this.#unit.addEventListener("input", plan);
  }

  /** Shows a network from now on. */
  use(network: Network, name: string): void {
    const { sizes } = network;
    if (String(sizes) !== String(this.#network?.sizes)) {
      const layers = sizes.slice(1).map((_, layer) => new Option(nameOf(sizes, layer)));
      this.#layer.replaceChildren(...layers);
      this.#choose({ layer: 0, unit: 0 }, sizes);
    }
    this.#network = network;
    this.#activations = undefined;
    setText("inside-network", name[0]!.toUpperCase() + name.slice(1));
    this.#plan();
  }

  /** Shows the network that training with settings begins with. */
  begin({ sizes, activation, outputActivation, cost, initializer, seed }: Settings, name: string) {
    const functions = { activation, outputActivation, cost, initializer, seed };
    this.#live = new Network(sizes, { ...functions, engine: createEngine("reference") });
    this.use(this.#live, name);
  }

  /** Shows what the network that began has become. */
  update({ weights, biases }: LiveParameters, name: string): void {
    const live = this.#live!;
    for (const [l, values] of weights.entries()) {
      live.weights[l]!.values.set(values);
      live.biases[l]!.values.set(biases[l]!);
    }
    this.use(live, name);
    showUnits(live.weights[0]!);
  }

  /** Shows what runs through: an image, of which more is known if a network has read it; nothing if undefined. */
  read(inputs: Float32Array | undefined, known?: Read): void {
    this.#inputs = inputs;
    this.#activations = known && known.network === this.#network ? known.activations : undefined;
    this.#plan();
  }

  get #chosen(): Unit {
    return { layer: this.#layer.selectedIndex, unit: this.#unit.valueAsNumber - 1 };
  }

  #choose({ layer, unit }: Unit, sizes = this.#network!.sizes): void {
    this.#layer.selectedIndex = layer;
    this.#unit.max = String(sizes[layer + 1]);
    this.#unit.value = String(unit + 1);
    this.#plan();
  }

  #plan(): void {
    this.#frame ??= requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#frame = undefined;
    const [network, inputs, chosen] = [this.#network, this.#inputs, this.#chosen];
    if (network === undefined || this.#size.width === 0) return; // or it is not shown yet
    if (inputs !== undefined) this.#activations ??= relevanceOf(network, inputs).activations;
    const colors = colorsOf();
    if (inputs !== undefined) {
      const [red = 0, green = 0, blue = 0] = colors.ink.match(/\d+/g)!.map(Number);
      paint(this.#image, (k) => [red, green, blue, 255 * inputs[k]!]);
    }
    const activations = this.#activations;
    const probable = areProbabilities(network.outputActivation.name);
    const textOf = probable ? probability : (output: number) => output.toFixed(2);
    this.#columns = columnsOf(network.sizes, this.#size, chosen);
    const context = contextOf(this.#canvas);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, this.#size.width, this.#size.height);
    const image = this.#image;
    const drawn = { network, activations, image, chosen, colors, textOf };
    drawNetwork(context, drawn, this.#columns, this.#size);
    this.#canvas.ariaLabel = `The layers of the network, ${network.sizes.join("-")}`;
    this.#showUnit(network, chosen);
  }

  /** Shows the weights into a unit: of pixels as a picture, of other units as a strip of bars. */
  #showUnit({ sizes, weights: all, biases }: Network, { layer, unit }: Unit): void {
    const { rows, columns, values } = all[layer]!;
    const weights = Float32Array.from({ length: rows }, (_, k) => values[k * columns + unit]!);
    const isImage = rows === SIDE * SIDE;
    const canvas = this.#picture;
    [canvas.width, canvas.height] = isImage ? [SIDE, SIDE] : [STRIP, STRIP];
    if (isImage) paintWeights(canvas, weights, SIDE, 0, 0);
    else drawStrip(contextOf(canvas), weights);
    const activation = this.#activations?.[layer]?.[unit];
    const isOutput = layer === all.length - 1;
    const name = isOutput ? `Output ${unit}` : `Unit ${unit + 1} of ${columns}`;
    const state = activation === undefined ? "" : `activation ${activation.toFixed(2)}, `;
    setText("unit-name", name);
    setText("unit-facts", `${state}bias ${biases[layer]!.values[unit]!.toFixed(2)}`);
    setText(
      "unit-kind",
      isImage
        ? `${rows} weights, one for each pixel`
        : `${rows} weights, one for each unit of ${nameOf(sizes, layer - 1).toLowerCase()}`,
    );
    const where = nameOf(sizes, layer).toLowerCase();
    canvas.ariaLabel = `The weights into ${name.toLowerCase()} of ${where}`;
    this.#unit.ariaValueText = name;
  }
}

function nameOf(sizes: readonly number[], layer: number): string {
  return layer === sizes.length - 2 ? "Outputs" : `Layer ${layer + 1}`;
}

/** Draws signed values as bars up and down from the middle, the largest as long as there is room. */
function drawStrip(context: CanvasRenderingContext2D, values: Float32Array): void {
  const { plus, minus } = colorsOf();
  const scale = STRIP / 2 / largestSize(values);
  const width = STRIP / values.length;
  for (const [k, value] of values.entries()) {
    context.fillStyle = value > 0 ? plus : minus;
    context.fillRect(k * width, STRIP / 2, Math.max(1, 0.8 * width), -value * scale);
  }
}

/** The colors of the page, as the elements that have them show them. */
function colorsOf() {
  const colorOf = (selector: string) =>
    getComputedStyle(document.querySelector(`#inside ${selector}`)!).color;
  return {
    ink: colorOf("h2"),
    muted: colorOf(".note"),
    plus: colorOf(".first"),
    minus: colorOf(".second"),
    card: getComputedStyle(element("inside", HTMLElement)).backgroundColor,
  };
}
