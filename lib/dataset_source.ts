/** What a data set is made of: examples, and what a network is to answer to each. @module */

/** The examples of a data set. */
export interface Examples {
  /**
   * [examples, features], row-major: a byte k stands for k/255, so that grey levels run from 0 to 1; a float32 stands
   * for itself.
   */
  readonly inputs: Uint8Array | Float32Array;
  /** The number of features of an example, say pixels. */
  readonly features: number;
  /** The shape of an example, [height, width] of an image; only what is for images alone asks for it. */
  readonly shape?: readonly number[] | undefined;
}

/** Examples that are each of one class: what a network with an output for each class learns from. */
export interface LabeledExamples extends Examples {
  /** The class of each example, from 0 to `classes` − 1. */
  readonly labels: Uint8Array;
  /** The number of classes, 1 to 256. */
  readonly classes: number;
}

/** Examples with the outputs wanted for them: yes or no, several of these, or quantities. */
export interface TargetedExamples extends Examples {
  /** y [examples, outputs], row-major: 1 for yes and 0 for no, or any numbers. */
  readonly targets: Float32Array;
  /** The number of outputs for an example. */
  readonly outputs: number;
}

/** What a data set is made of. */
export type DatasetSource = LabeledExamples | TargetedExamples;

/** What is wanted of the examples, in the words of {@linkcode Dataset}. */
export interface Answers {
  readonly size: number;
  readonly labels: Uint8Array;
  readonly targets: Float32Array | undefined;
  readonly classes: number;
  readonly outputs: number;
  readonly decidable: boolean;
}

/**
 * Checks the labels or the targets.
 *
 * @throws {TypeError} if the targets are not whole rows
 * @throws {RangeError} if a label is not one of the classes, or a target not a finite number
 */
export function answersOf(source: DatasetSource): Answers {
  const { targets } = source as Partial<TargetedExamples>; // a copy of a data set has both names
  return targets !== undefined
    ? ofTargets(source as TargetedExamples)
    : ofLabels(source as LabeledExamples);
}

function ofLabels({ labels, classes }: LabeledExamples): Answers {
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong !== -1) {
    throw new RangeError(
      `Cannot use the label ${labels[wrong]} of example ${wrong}: 0 to ${
        classes - 1
      } are the classes`,
    );
  }
  const size = labels.length;
  return { size, labels, targets: undefined, classes, outputs: classes, decidable: true };
}

function ofTargets({ targets, outputs }: TargetedExamples): Answers {
  const size = targets.length / outputs;
  if (!(Number.isSafeInteger(outputs) && outputs >= 1 && Number.isInteger(size))) {
    throw new TypeError(
      `Cannot use ${targets.length} targets: a multiple of ${outputs} outputs is wanted`,
    );
  }
  const wrong = targets.findIndex((target) => !Number.isFinite(target));
  if (wrong !== -1) {
    throw new RangeError(
      `Cannot use the target ${targets[wrong]} of example ${Math.floor(wrong / outputs)}: ` +
        "a finite number is wanted",
    );
  }
  const decidable = targets.every((target) => target === 0 || target === 1);
  const labeled = decidable && outputs === 1;
  return {
    size,
    labels: labeled ? Uint8Array.from(targets) : new Uint8Array(),
    targets,
    classes: labeled ? 2 : 0,
    outputs,
    decidable,
  };
}
