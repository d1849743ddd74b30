/** What the page's server has besides the page: `site.json`, which the task writes and the page reads. @module */

/** What the pictures of a network are. */
export interface SitePictures {
  /** [height, width], or [height, width, 3] with colors. */
  readonly shape: readonly number[];
  /** Whether a drawing has light ink on dark paper, as in MNIST's files. */
  readonly lightInk: boolean;
  /** The names of the classes; null if the network's file has them. */
  readonly classes: readonly string[] | null;
}

/** How a network that reads digits reads the validation images. */
export interface SiteConfidence {
  readonly images: number;
  /** Those of which it is sure. */
  readonly sure: number;
  /** Those of which it is sure, and right. */
  readonly right: number;
  /** Those of which it is not sure, where its best guess is right. */
  readonly rightOfOthers: number;
}

/** The network that comes with the page. */
export interface SiteNetwork {
  readonly file: string;
  readonly name: string;
  /** How good it is on test data, or out of fold, such as `95.42 % right`, if its run has it. */
  readonly result: string | null;
  readonly isOutOfFold?: boolean;
  /** Why its run has fewer epochs than planned, such as `stopped after 15 of 25 epochs`; null if it has all. */
  readonly cut: string | null;
  /** What it predicts from: MNIST's digits, the columns of a table, or other pictures. */
  readonly kind: "digits" | "table" | "pictures";
  /** What pictures it learned from; null where there are none, or they are MNIST's. */
  readonly pictures: SitePictures | null;
  /** How often it is sure; null where that is not known, or it reads no digits. */
  readonly confidence: SiteConfidence | null;
}

export interface Site {
  /** The network that comes with the page, if one does. */
  readonly network: SiteNetwork | null;
  /** Where the data set's files are and how their names end, if they are there. */
  readonly data: { readonly folder: string; readonly suffix: "" | ".gz" } | null;
  /** Some test images with their labels, as IDX files, if they are there. */
  readonly examples: { readonly images: string; readonly labels: string } | null;
}
