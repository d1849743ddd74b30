/**
 * The catalogue: the data sets that come as MNIST's four IDX files, with the size and the SHA-256 of each file once
 * decompressed, since mirrors compress anew. @module
 */

import type { Dataset } from "../dataset.ts";

/** One of the four files of a data set. */
export interface CatalogueFile {
  /** The name in the folder of the data set; mirrors append `.gz`. */
  readonly name: string;
  /** The size of the decompressed file, in bytes. */
  readonly bytes: number;
  /** The SHA-256 of the decompressed file, in hexadecimal. */
  readonly sha256: string;
}

/** How many images each split has. */
export interface SplitSizes {
  /** The first of the training files. */
  readonly training: number;
  /** The others of the training files. */
  readonly validation: number;
  /** All of the test files. */
  readonly test: number;
}

/** A data set of gray images with labels: MNIST's are 28 × 28, 60,000 to train on and 10,000 to test on. */
export interface CatalogueEntry {
  /** The name in the config and the name of the folder under `data/`. */
  readonly name: string;
  /** The files by role. */
  readonly files: {
    readonly trainImages: CatalogueFile;
    readonly trainLabels: CatalogueFile;
    readonly testImages: CatalogueFile;
    readonly testLabels: CatalogueFile;
  };
  /** Where the public mirrors keep the files, each name followed by `.gz`; in the order to try. */
  readonly mirrors: readonly string[];
  /** What the labels stand for, from 0 on. */
  readonly classes: readonly string[];
  /** The height and the width of the images. */
  readonly shape: readonly [height: number, width: number];
  /** How the files are split. */
  readonly split: SplitSizes;
}

/** The pixels of an image, 28 × 28. */
export const PIXELS = 784;

/** The number of classes. */
export const CLASSES = 10;

/**
 * How many images of the training files train and how many validate: the first 50,000 and the last 10,000, the split of
 * the tutorial (Nielsen, chapter 1), where choices are made on validation and the test files only report.
 */
export const SPLIT: { readonly training: 50000; readonly validation: 10000; readonly test: 10000 } =
  { training: 50000, validation: 10000, test: 10000 };

/** A data set in its three parts. */
export interface Splits {
  /** What the network learns from. */
  readonly training: Dataset;
  /** What choices are made on. */
  readonly validation: Dataset;
  /** What results are reported on. */
  readonly test: Dataset;
}

/**
 * Splits the images of the training files; they share the memory.
 * @param trainingSize how many train, from the first on; the last are the validation split in any case
 * @param split how many belong to each split. Default: MNIST's
 */
export function splitTraining(
  images: Dataset,
  trainingSize?: number,
  { training, validation }: SplitSizes = SPLIT,
): Pick<Splits, "training" | "validation"> {
  return {
    training: images.subset(0, trainingSize ?? training),
    validation: images.subset(training, training + validation),
  };
}

function files(
  trainImages: string,
  trainLabels: string,
  testImages: string,
  testLabels: string,
): CatalogueEntry["files"] {
  return {
    trainImages: { name: "train-images-idx3-ubyte", bytes: 47_040_016, sha256: trainImages },
    trainLabels: { name: "train-labels-idx1-ubyte", bytes: 60_008, sha256: trainLabels },
    testImages: { name: "t10k-images-idx3-ubyte", bytes: 7_840_016, sha256: testImages },
    testLabels: { name: "t10k-labels-idx1-ubyte", bytes: 10_008, sha256: testLabels },
  };
}

/** What MNIST has in common with those that came after it. */
const LIKE_MNIST: Pick<CatalogueEntry, "shape" | "split"> = { shape: [28, 28], split: SPLIT };

/** MNIST, the handwritten digits of LeCun, Cortes and Burges. */
export const mnist: CatalogueEntry = {
  ...LIKE_MNIST,
  name: "mnist",
  files: files(
    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
  ),
  mirrors: [
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
  ],
  classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
};

/** Fashion-MNIST, Zalando's articles of clothing in MNIST's format (Xiao, Rasul and Vollgraf 2017). */
export const fashionMnist: CatalogueEntry = {
  ...LIKE_MNIST,
  name: "fashion-mnist",
  files: files(
    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
  ),
  mirrors: ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"],
  classes: [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
  ],
};

/** Every data set of the catalogue, by name. */
export const catalogue: { readonly [name: string]: CatalogueEntry } = {
  [mnist.name]: mnist,
  [fashionMnist.name]: fashionMnist,
};
