/**
 * Training runs on the real MNIST, whose weights must have the same SHA-256 on every engine and platform.
 *
 * The web platform only and nothing from npm, so that it runs as it is in a browser and on a machine without a network.
 *
 * @module
 */

import type { EngineName } from "../../lib/engine/create.ts";
import {
  createEngine,
  Dataset,
  Network,
  type NetworkOptions,
  train,
  type TrainOptions,
  weightsSha256,
} from "../../mod.ts";
import type { Engine } from "../../lib/engine/mod.ts";
import { untilReady } from "./until_ready.ts";

/** What is trained for an epoch, and how. */
interface Workload {
  readonly sizes: readonly number[];
  readonly network: NetworkOptions;
  readonly training: Omit<TrainOptions, "epochs">;
}

/**
 * Four networks: the tutorial's two, which learn in place, a wide one, which gathers its gradients, and a large one, whose
 * products are dense; the first again, on images deformed in every way; and one whose derivatives need z.
 */
export const WORKLOADS = {
  W1: {
    sizes: [784, 30, 10],
    network: { initializer: "lecun" },
    training: { batchSize: 10, learningRate: 3 },
  },
  W2: {
    sizes: [784, 100, 10],
    network: { initializer: "lecun", cost: "crossEntropy" },
    training: { batchSize: 10, learningRate: 0.5, l2: 5 },
  },
  W3: {
    sizes: [784, 800, 10],
    network: {
      activation: "relu",
      outputActivation: "softmax",
      cost: "logLikelihood",
      initializer: "he",
    },
    training: { batchSize: 128, learningRate: 0.1, optimizer: { name: "momentum", momentum: 0.9 } },
  },
  W4: {
    sizes: [784, 2048, 2048, 10],
    network: {
      activation: "relu",
      outputActivation: "softmax",
      cost: "logLikelihood",
      initializer: "he",
    },
    training: { batchSize: 256, learningRate: 0.001, optimizer: { name: "adam" } },
  },
  deformed: {
    sizes: [784, 30, 10],
    network: { initializer: "lecun" },
    training: {
      batchSize: 10,
      learningRate: 3,
      augment: {
        shift: 1,
        rotation: 15,
        rotationByClass: { 1: 7.5, 7: 7.5 },
        scale: 0.15,
        shear: 5,
        elastic: { sigma: 5.5, alpha: 37 },
      },
    },
  },
  smooth: {
    sizes: [784, 40, 20, 10],
    network: { activation: "gelu", outputActivation: "mish", initializer: "he" },
    training: { batchSize: 32, learningRate: 0.003, optimizer: "adam" },
  },
} as const satisfies Record<string, Workload>;

type WorkloadName = keyof typeof WORKLOADS;

/** The workload that takes the reference minutes, and an emulated processor hours. */
const LARGE = "W4";

type SmallName = Exclude<WorkloadName, typeof LARGE>;

/** All workloads but the large one. */
export const NAMES = Object.keys(WORKLOADS).filter((name) => name !== LARGE) as SmallName[];

/** The SHA-256 of the weights of all workloads but the large one. */
type Hashes = Readonly<Record<SmallName, string>>;

/**
 * What every engine on every platform has to come to, by the number of images: the weights of the reference on x86-64.
 * Other hashes here are another numerics contract, in which every seed gives other weights than before.
 */
export const GOLDEN = {
  200: {
    W1: "532ca34ba103b7c6e193343b681e322a60c136352b466d89a2e8be3bf3beb4be",
    W2: "8a88df42c2911a02c93a1c70d7fd27c8611a957a2d23d6f77bfa3eee16ff4e02",
    W3: "9c2fd5f21218354e912b690225a91465480658094f6c02864aec36c9a6c779ba",
    deformed: "0d3ace123d2fd041a70c07893a499f8f50a398e62f33a972244d337f0fa2a433",
    smooth: "fe652704a6c0034e71f578fca452f76e1750bceceab573f024c015c7d1b45c16",
  },
  2_000: {
    W1: "57605aeff104cdf39fb378f662b7d3cac3099dcedda9190c903ccf19d1ac28b1",
    W2: "18c0dd4a65175c077cf42db75f6d2b9433823817aa6866dac9d76b438a3e18e4",
    W3: "4a01c17181adc3ecb2e26d80421021e86f6a9b02676fde63171935d8b5947ac9",
    deformed: "4b943b36505c7d798772f67afce27648d2ad353981d3e1ed7eac273155066768",
    smooth: "2805a925f71bc85c0c89041e1b67f2235de3ba554b820b7430505697cbd06e12",
  },
  10_000: {
    W1: "abae00271cf7d240611992d0bd35653f57458632ecdcf9d4ecce63089a2f41ce",
    W2: "4c030a2776c2a0c86605377b3bc77e49ce31de89c2813e51c4e0ef8e9a4fba59",
    W3: "8b26688c02280e46c209dae4621a23607ffebe9a8d8079b19a1583ef1373b811",
    deformed: "38e650ce7c5b4b3ea9321642c649bb3343935a54ebdb7894dfc655cc1e7ddb2b",
    smooth: "13888a261ed7117b8a43bca03a5290184b93ecf8db40307ab22a5b1d69bd136d",
  },
  50_000: {
    W1: "ed42abc9684200db23519339fe12b975a5531dd41eb636e84f2087f24b3b8450",
    W2: "c347b3bc5ea29ec2e71f4caec207cbf701049c03a4c014065546b089d61e6734",
    W3: "ce4ef81a24808b5d6f4e0b1a6e98faf8a97ce5d54793a69e29fe92b8bbdd31d0",
    deformed: "bca7a7f0bad72df26232c2bc45274b07014c3876284c2f22bc8a0fe12913dbe9",
    smooth: "845f04ad028273eb068e8fc56002332218fc494b8d26ac400344a11965dbab1a",
  },
} as const satisfies { readonly [images: number]: Hashes };

/**
 * What every engine has to come to with the large workload, by the number of images: the weights of the reference on x86-64,
 * and on more than 2,000 images, for which it would take an hour, those of WebAssembly.
 */
const LARGE_GOLDEN: Readonly<Record<keyof typeof GOLDEN, string>> = {
  200: "6643b8bf2facad0e6ff7a6f79b70b8749f4b467a6b9a9b87154e4ca264115141",
  2_000: "3bfa4b5d6a941d3b312667645ebc889b6a35225f300a2af11f791cebdebf0f87",
  10_000: "0e1a68009174ec7603c0df233422e18ae67e61e76803735dc7cb1ef75fbbfb05",
  50_000: "bd8d1090e1a4f8d295be2a94e365a041a1254381a58f81bc32c8b2f5f206c7b5",
};

/** A number of images with golden hashes. */
export type Images = keyof typeof GOLDEN;

/** The workloads, and their golden hashes for a number of images. */
export function goldenOf(images: Images): (readonly [WorkloadName, string])[] {
  const small = NAMES.map((name) => [name, GOLDEN[images][name]] as const);
  return [...small, [LARGE, LARGE_GOLDEN[images]]];
}

/** Images of MNIST's training files, from the first on, and their labels. */
export interface Examples {
  /** Gray levels, [images, 784]. */
  readonly images: Uint8Array<ArrayBuffer>;
  /** The digits. */
  readonly labels: Uint8Array<ArrayBuffer>;
}

/** Trains one epoch over all examples, and returns the SHA-256 of the weights. */
export async function trainWhole(
  name: WorkloadName,
  { images, labels }: Examples,
  engine: Engine,
): Promise<string> {
  const { sizes, network: options, training }: Workload = WORKLOADS[name];
  const of = { features: sizes[0]!, classes: sizes.at(-1)!, shape: [28, 28] };
  const data = new Dataset({ pixels: images, labels, ...of });
  const network = new Network(sizes, { ...options, seed: 1, engine });
  for await (const _ of train(network, data, { ...training, epochs: 1 }));
  return await weightsSha256(network);
}

/** Makes an engine and waits for its workers. */
export async function startEngine(name: EngineName, workers = 1): Promise<Engine> {
  const engine = createEngine(name, { workers });
  await untilReady(engine);
  return engine;
}

/** Trains each workload but the large one, with an engine of its own. */
export async function trainAll(
  examples: Examples,
  engineName: EngineName,
  workers?: number,
): Promise<Hashes> {
  const hashes: [SmallName, string][] = [];
  for (const name of NAMES) {
    const engine = await startEngine(engineName, workers);
    try {
      hashes.push([name, await trainWhole(name, examples, engine)]);
    } finally {
      engine.close();
    }
  }
  return Object.fromEntries(hashes) as Hashes;
}
