import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { formatSafetensors, parseSafetensors, type Tensor } from "../../lib/formats/safetensors.ts";
import { sha256 } from "../../lib/formats/sha256.ts";
import { matrix } from "../../mod.ts";
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from "../../lib/train/mod.ts";

/** The parameters of a 2-1-3 network, counted up from a number. */
const parametersFrom = (first: number) => ({
  weights: [matrix([[first], [first + 1]]), matrix([[first + 3, first + 4, first + 5]])],
  biases: [matrix([[first + 2]]), matrix([[first + 6, first + 7, first + 8]])],
});

const PLAIN: Checkpoint = {
  numerics: 3,
  epoch: 2,
  history: [],
  parameters: parametersFrom(1),
  optimizer: { steps: 0, moments: [] },
};

const FULL: Checkpoint = {
  ...PLAIN,
  history: [0.5, -0.25],
  optimizer: { steps: 12, moments: [parametersFrom(11), parametersFrom(21), parametersFrom(31)] },
  average: parametersFrom(41),
  best: parametersFrom(51),
};

/** The hash that a file states: of its metadata in the order of their names, and of each tensor. */
async function stated(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>>,
): Promise<string> {
  const parts: [string, string][] = [];
  for (const [name, { bytes }] of tensors) parts.push([name, await sha256(bytes)]);
  const names = Object.keys(metadata).sort();
  const text = JSON.stringify([names.map((name) => [name, metadata[name]]), parts]);
  return await sha256(new TextEncoder().encode(text));
}

/** A checkpoint's file with other metadata and tensors, whose hash is right all the same. */
async function changed(
  checkpoint: Checkpoint,
  edit: (metadata: Record<string, string>, tensors: Map<string, Tensor>) => void,
): Promise<Uint8Array> {
  const file = parseSafetensors(await formatCheckpoint(checkpoint));
  const { sha256: _, ...metadata } = file.metadata;
  const tensors = new Map(file.tensors);
  edit(metadata, tensors);
  const sha256 = await stated(tensors, metadata);
  return formatSafetensors(tensors, { ...metadata, sha256 });
}

/** The message that a file is refused with. */
async function refusal(file: Uint8Array): Promise<string> {
  return (await assertRejects(() => parseCheckpoint(file), SyntaxError)).message;
}

Deno.test("a checkpoint comes back from its file, and what was kept beside it", async () => {
  for (const checkpoint of [PLAIN, FULL, { ...PLAIN, epoch: 1, history: [0.25] }]) {
    const metadata = { config: "{}", name: "first" };
    const back = await parseCheckpoint(await formatCheckpoint(checkpoint, metadata));
    assertEquals(back, { checkpoint, metadata });
    assertEquals(Object.keys(back.checkpoint).sort(), Object.keys(checkpoint).sort());
    assertEquals((await parseCheckpoint(await formatCheckpoint(checkpoint))).metadata, {});
  }
});

Deno.test("the file's tensors and metadata name what they are, and the hash is over all of them", async () => {
  const { tensors, metadata } = parseSafetensors(await formatCheckpoint(FULL, { z: "1", a: "2" }));
  const layers = ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"];
  const prefixes = ["", "moments.0.", "moments.1.", "moments.2.", "average.", "best."];
  const names = prefixes.flatMap((prefix) => layers.map((name) => prefix + name));
  assertEquals([...tensors.keys()], names);
  const { sha256, ...rest } = metadata;
  assertEquals(rest, {
    z: "1",
    a: "2",
    format: "inkling-checkpoint-1",
    numerics: "3",
    epoch: "2",
    history: "[0.5,-0.25]",
    optimizerSteps: "12",
  });
  assertEquals(sha256, await stated(tensors, rest));
});

Deno.test("a file of the first numerics does not state them", async () => {
  const file = await changed(PLAIN, (metadata) => delete metadata["numerics"]);
  assertEquals((await parseCheckpoint(file)).checkpoint.numerics, 1);
});

Deno.test("what is no checkpoint, or a damaged one, is refused with the reason", async () => {
  const none = formatSafetensors(new Map(), {});
  assertStringIncludes(await refusal(none), "format inkling-checkpoint-1, got undefined");
  const { tensors, metadata } = parseSafetensors(await formatCheckpoint(FULL));
  for (
    const damaged of [
      formatSafetensors(tensors, { ...metadata, more: "" }),
      formatSafetensors([...tensors].toReversed(), metadata),
      formatSafetensors([...tensors].slice(1), metadata),
      formatSafetensors(tensors, { ...metadata, sha256: "" }),
    ]
  ) assertStringIncludes(await refusal(damaged), "SHA-256");
  const one = tensors.get("layers.0.bias")!;
  const more = await changed(FULL, (_, tensors) => tensors.set("more", one));
  const strange = "tensors that are not a checkpoint's";
  assertStringIncludes(await refusal(more), strange);
  const incomplete = await changed(FULL, (_, tensors) => {
    for (const name of [...tensors.keys()]) if (name.startsWith("moments.1.")) tensors.delete(name);
  });
  assertStringIncludes(await refusal(incomplete), strange);
  const empty = await changed(PLAIN, (_, tensors) => tensors.clear());
  assertStringIncludes(await refusal(empty), "no parameters");
});

Deno.test("metadata that do not fit each other are refused, each by itself", async () => {
  const noWholes = ["-1", "0.5", "", "2a", "a2"];
  const wrong: { readonly [key: string]: readonly (string | undefined)[] } = {
    numerics: ["0", ...noWholes],
    epoch: ["0", ...noWholes, undefined],
    optimizerSteps: [...noWholes, undefined],
    history: [
      ...["[0.5]", "[0.5,0.5,0.5]", "[0.5,null]", '["0","1"]', '{"length":2}', "2", "no"],
      undefined,
    ],
  };
  for (
    const [key, text] of Object.entries(wrong).flatMap(([key, texts]) =>
      texts.map((text) => [key, text] as const)
    )
  ) {
    const file = await changed(FULL, (metadata) => {
      if (text === undefined) delete metadata[key];
      else metadata[key] = text;
    });
    assertStringIncludes(await refusal(file), "metadata do not fit each other", `${key}: ${text}`);
  }
  const ends = await changed(PLAIN, (metadata) => {
    Object.assign(metadata, { numerics: "1", epoch: "1", optimizerSteps: "0", history: "[]" });
  });
  assertEquals((await parseCheckpoint(ends)).checkpoint, { ...PLAIN, numerics: 1, epoch: 1 });
});
