/** Trains on pictures in the worker, to the same weights as `deno task train --images`. @module */

import { type Dataset, Network, train } from "../../mod.ts";
import { ownOptimizer, PIXELS_LEARNING_RATE, USER_DATA_RECIPE } from "../../lib/config/recipe.ts";
import {
  accuracyInterval,
  commonestClass,
  meanDifference,
  predictDataset,
  scoreOf,
} from "../../lib/evaluate/mod.ts";
import { hasSha256, sha256 } from "../../lib/formats/sha256.ts";
import { smallTestText } from "../../lib/measure/verdict/verdict.ts";
import { percent } from "../../tasks/cli/format.ts";
import {
  decodePictures,
  duplicateWarnings,
  type PictureFiles,
} from "../../tasks/data/decode_pictures.ts";
import { splitParts } from "../../tasks/data/split_parts.ts";
import { distributionsText, noveltyText } from "../../tasks/run/novelty.ts";
import { folderOf } from "./folder_files.ts";
import {
  messageOf,
  type PictureFile,
  type PicturesSettings,
  type PicturesVerdict,
  type Report,
  type TrainedNetwork,
} from "./messages.ts";
import { USUAL_SIDE } from "./pictures_command.ts";
import { runTraining, weightsHash } from "./training.ts";

/** The largest file that is read, in bytes, as at the command line. */
const MAX_FILE_BYTES = 100_000_000;

/** Trains on the pictures of a folder, see {@linkcode runTraining}. While they are read, an aborted `signal` throws. */
export async function trainOnPictures(
  files: readonly PictureFile[],
  { folder, side, color, seed }: PicturesSettings,
  signal: AbortSignal,
  report: (report: Report) => void,
  observes = false,
): Promise<void> {
  const listed = folderOf(folder, files);
  const total = Object.values(listed.files).flat().length;
  let read = 0;
  const byPath = new Map(files.map(({ path, file }) => [path, file]));
  const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
  const on: PictureFiles = {
    start: ({ path }, bytes) => bytesOf(byPath.get(path)!.slice(0, bytes)),
    whole({ path }) {
      report({ kind: "loading", file: `picture ${++read} of ${total}` });
      const file = byPath.get(path)!;
      if (file.size > MAX_FILE_BYTES) throw new RangeError("it is larger than 100 MB");
      return bytesOf(file);
    },
    reasonOf: messageOf,
    hashOf: (pixels) => hasSha256() ? sha256(pixels) : pixels.join(),
  };
  const size = [side, side] as const;
  const options = { size, color, splitSeed: seed, signal };
  const { parts, found, hashes } = await decodePictures(folder, listed, on, options);
  const data = splitParts(folder, "picture", parts, found, options);
  const { training, validation, test } = data;
  const { hidden, activation, initializer, ...recipe } = {
    ...USER_DATA_RECIPE,
    learningRate: PIXELS_LEARNING_RATE,
    optimizer: ownOptimizer(training.size),
  };
  const { classNames } = training;
  const functions = { activation, initializer, ...training.problem.defaults, seed };
  const sizes = [training.features, ...hidden, training.outputs];
  const config = JSON.stringify({
    dataset: { images: folder, ...side !== USUAL_SIDE && { size }, ...color && { color } },
    sizes,
    ...functions,
    ...recipe,
    trainingSize: training.size,
    splitSeed: seed,
  });
  const input = { version: 1, source: "pictures", shape: training.shape, type: "uint8" };
  const novelty = noveltyText(data);
  let kept: TrainedNetwork | undefined;
  let best = -Infinity;
  let ended: Extract<Report, { kind: "ended" }> | undefined;
  await runTraining(
    {
      training,
      validation,
      test,
      sizes,
      functions: { ...functions, ...classNames && { classNames } },
      options: recipe,
      observes,
      offersEpochs: false,
      begun: { notes: [...data.notes, ...data.warnings, ...duplicateWarnings(data, hashes)] },
      async keep(network, { number: epochs, ...epoch }) {
        const score = scoreOf(epoch.validation!, recipe.monitor);
        if (kept !== undefined && score <= best) return kept = { ...kept, epochs };
        best = score;
        const { correct, size, accuracy } = epoch.test!;
        const distributions = distributionsText(network, data);
        return kept = {
          epochs,
          kept: epochs,
          result: `${correct} of ${size} held-back pictures right, ${percent(accuracy!)}`,
          weightsSha256: await weightsHash(network),
          file: network.toSafetensors({
            config,
            epoch: String(epochs),
            input: JSON.stringify(input),
            ...novelty !== undefined && { novelty },
            ...distributions !== undefined && { distributions },
          }),
        };
      },
    },
    signal,
    (one) => one.kind === "ended" ? ended = one : report(one),
  );
  const { stopped, network } = ended!;
  if (stopped || network === undefined) return report(ended!);
  report({ kind: "comparing" });
  try {
    const linear = await linearModel();
    const picturesVerdict = compared(Network.fromSafetensors(network.file), linear, data);
    report({ ...ended!, picturesVerdict });
  } catch (error) {
    if (!signal.aborted) throw error;
    report(ended!);
  }

  /** A network without hidden layers that learns from the same pictures in the same way. */
  async function linearModel(): Promise<Network> {
    const network = new Network([training.features, training.outputs], functions);
    let [best, file] = [-Infinity, network.toSafetensors()];
    for await (
      const { validation: found } of train(network, training, {
        ...recipe,
        validation,
        signal,
      })
    ) {
      const score = scoreOf(found!, recipe.monitor);
      if (score > best) [best, file] = [score, network.toSafetensors()];
    }
    return Network.fromSafetensors(file);
  }
}

/** Which of two models is shown to be better, the network or its rival. */
const FINDINGS = {
  first: "better than",
  second: "worse than",
  neither: "not measurably better than",
};

/** Which examples are right. */
function rightOf(network: Network, data: Dataset): Float64Array {
  const { predicted, labels } = predictDataset(network, data);
  return Float64Array.from(labels, (label, k) => Number(label === predicted[k]));
}

/** A network beside one without hidden layers, and beside the commonest class. */
function compared(
  network: Network,
  linear: Network,
  { training, test }: { readonly training: Dataset; readonly test: Dataset },
): PicturesVerdict {
  const { label } = commonestClass(training, test);
  const models = [
    { name: "this network", right: rightOf(network, test) },
    { name: "a linear model", right: rightOf(linear, test) },
    {
      name: `always “${training.classNames?.[label] ?? label}”`,
      right: Float64Array.from(test.labels, (one) => Number(one === label)),
    },
  ];
  const [own, ...simpler] = models.map(({ name, right }) => {
    const { value, low, high } = accuracyInterval(right);
    const sum = right.reduce((sum, one) => sum + one, 0);
    return { name, right: sum, value, low: low ?? 0, high: high ?? 1, each: right };
  });
  const rival = simpler.toSorted((a, b) => b.right - a.right)[0]!;
  const { value, plusMinus, shown } = meanDifference(
    own!.each.map((one, k) => one - rival.each[k]!),
  );
  const points = (share: number) => (100 * share).toFixed(1).replace("-", "−");
  const range = plusMinus === null ? "" : ` ± ${points(plusMinus)}`;
  const margin = `${points(value)}${range} points on ${test.size} pictures`;
  const wrong = test.size - own!.right;
  const small = smallTestText(test.size, { wrong, noun: "image" });
  return {
    sentence: own!.right === rival.right
      ? `The network is not measurably better than ${rival.name}: each gets ${
        own!.right
      } of ${test.size} pictures right.`
      : `The network is ${FINDINGS[shown]} ${rival.name}: ${margin}.`,
    models: [own!, ...simpler].map(({ each: _, ...model }) => model),
    notes: small === undefined ? [] : [small],
  };
}
