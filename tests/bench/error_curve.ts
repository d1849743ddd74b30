/**
 * Error against time: draws docs/results.svg from the rows of the table of results, with PyTorch's and scikit-learn's networks
 * beside them, and prints a table for Fashion-MNIST:
 *
 *     deno run -A --frozen --lock=tasks/locks/charts.lock tests/bench/error_curve.ts
 *     deno run -A --frozen --lock=tasks/locks/charts.lock tests/bench/error_curve.ts mnist/torch:10 fashion-mnist/sklearn:20
 *
 * DATASET/WHO:EPOCHS trains one of `peers/peer_error.py` first. What these came to is kept in docs/results_peers.json, and the
 * newest of the same data, network, epochs and seed stands.
 *
 * Peers have one core. The picture's times are minutes of two cores: a run that had one counts half.
 *
 * @module
 */

import { join } from "@std/path";
import { wilsonInterval } from "../../mod.ts";
import { inPercent } from "../../tasks/cli/format.ts";
import { markdownTable } from "../../tasks/cli/table.ts";
import { type Spec, startCharts } from "../../tasks/report/charts.ts";
import { readRows } from "../../tasks/reproduce/rows.ts";
import { readResults } from "../../tasks/reproduce/table_page.ts";
import type { RowResult } from "../../tasks/reproduce/result.ts";
import { writeAtomically } from "../../tasks/system/files.ts";
import { findPython } from "../helpers/python.ts";
import { ROOT } from "../helpers/run_task.ts";

const RESULTS = join(ROOT, "docs", "results.json");
const PEERS = join(ROOT, "docs", "results_peers.json");
const PICTURE = join(ROOT, "docs", "results.svg");

/** What a peer's network came to. */
interface PeerResult {
  readonly who: string;
  readonly dataset: string;
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly threads: number;
  readonly seed: number;
  readonly seconds: number;
  /** On test, a fraction. */
  readonly error: number;
}

/** A point of the picture. */
interface Point {
  readonly who: string;
  readonly name: string;
  readonly epochs: number;
  /** Of the training, on so many cores. */
  readonly seconds: number;
  readonly cores: number;
  /** As they would be of two cores, if two were twice as fast as one. */
  readonly minutes: number;
  /** On test, in %. */
  readonly error: number;
}

/** As many MNIST and Fashion-MNIST have. */
const TEST_IMAGES = 10_000;

/** What others published of plain fully connected networks, on hardware of theirs: errors in %, and no times of two cores. */
const PUBLISHED = [
  { name: "Simard 2003, no distortion 1.6", error: 1.6 },
  { name: "Srivastava 2014, dropout 1.06", error: 1.06 },
  { name: "Simard 2003, elastic 0.7", error: 0.7 },
  { name: "Cireşan 2010, one network 0.35; ensemble 2011 0.31", error: 0.35 },
];

/** Where a point's name is, in pixels. */
const LEFT = { align: "right", dx: -7, dy: -7 };
const RIGHT = { align: "left", dx: 7, dy: -7 };
const BELOW = { align: "right", dx: -7, dy: 9 };
const BELOW_RIGHT = { align: "left", dx: 7, dy: 9 };

if (import.meta.main) {
  let peers = await readPeers();
  for (const word of Deno.args) {
    const [, dataset, who, epochs] = /^([\w-]+)\/([\w-]+):(\d+)$/.exec(word) ?? [];
    if (who === undefined) throw new Error(`Cannot train "${word}": expected DATASET/WHO:EPOCHS`);
    peers = withResult(peers, await train(who, Number(epochs), dataset!));
    await writeAtomically(PEERS, `[\n${peers.map((p) => JSON.stringify(p)).join(",\n")}\n]\n`);
  }
  const datasets = new Map(
    (await readRows(join(ROOT, "tasks", "configs"))).map(({ name, config }) => [
      name,
      config.dataset,
    ]),
  );
  const results = await readResults(RESULTS);
  const pointsOn = (dataset: string) => [
    ...results.filter(({ name }) => datasets.get(name) === dataset).flatMap(pointsOf),
    ...peers.filter((peer) => peer.dataset === dataset).map(peerPoint),
  ];
  await writeAtomically(PICTURE, await draw(pointsOn("mnist")));
  console.log(tableOf(pointsOn("fashion-mnist")));
}

async function readPeers(): Promise<PeerResult[]> {
  try {
    return JSON.parse(await Deno.readTextFile(PEERS));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** Trains a peer's network. */
async function train(who: string, epochs: number, dataset: string): Promise<PeerResult> {
  const python = await findPython(who === "sklearn" ? "sklearn" : "torch");
  if (python === undefined) throw new Error(`Cannot find ${who}: Debian has it as python3-${who}`);
  const script = join(ROOT, "tests", "bench", "peers", "peer_error.py");
  const args = [script, who, "--epochs", String(epochs), "--dataset", dataset, "--threads", "1"];
  const { success, stdout } = await new Deno.Command(python, { args, stderr: "inherit" }).output();
  if (!success) throw new Error(`Cannot train ${who}`);
  const text = new TextDecoder().decode(stdout).trim();
  console.error(text);
  return JSON.parse(text);
}

function withResult(peers: readonly PeerResult[], result: PeerResult): PeerResult[] {
  const keyOf = ({ who, dataset, hidden, epochs, seed }: PeerResult) =>
    [who, dataset, hidden, epochs, seed].join();
  return [...peers.filter((peer) => keyOf(peer) !== keyOf(result)), result];
}

function peerPoint({ who, hidden, epochs, threads, seconds, error }: PeerResult): Point {
  const name = `784-${hidden.join("-")}-10, ${epochs} epochs`;
  const time = timeOf(seconds, threads);
  return { who: who.replace("+debian", ""), name, epochs, ...time, error: 100 * error };
}

/** The mean over a row's seeds of time and error, or an ensemble as a whole; and over deformed copies. */
function pointsOf({ name, accuracy, test, members, overCopies, epochs, runs }: RowResult): Point[] {
  if (accuracy === null || test === undefined) return [];
  const cores = Math.max(...runs.map(({ workers }) => workers));
  const sum = runs.reduce((sum, { seconds, workers }) => sum + seconds * workers, 0) / cores;
  const time = timeOf(sum / (members === undefined ? runs.length : 1), cores);
  const point = { who: "Inkling", name, epochs, ...time, error: 100 * (1 - test.last.mean) };
  if (members !== undefined) return [{ ...point, who: "Inkling, ensemble" }];
  if (overCopies === undefined) return [point];
  const error = 100 * (1 - overCopies.test.last.mean);
  return [point, { ...point, who: "Inkling, deformed copies", error }];
}

function timeOf(seconds: number, cores: number): Pick<Point, "seconds" | "cores" | "minutes"> {
  return { seconds, cores, minutes: seconds * cores / 120 };
}

/** The picture: both axes logarithmic, what is published as lines. */
async function draw(points: readonly Point[]): Promise<string> {
  const x = {
    field: "minutes",
    type: "quantitative",
    scale: { type: "log", nice: false, padding: 100 }, // pixels, for the leftmost names
    title: "minutes of two cores",
  };
  const y = {
    field: "error",
    type: "quantitative",
    scale: { type: "log", domain: [0.25, 15] },
    title: "test error, %",
  };
  const spec: Spec = {
    width: 760,
    height: 600,
    layer: [
      {
        data: { values: PUBLISHED },
        encoding: { y },
        layer: [
          { mark: { type: "rule", strokeDash: [4, 4], color: "#888888" } },
          {
            mark: { type: "text", align: "left", baseline: "bottom", dy: -2, fill: "#888888" },
            encoding: { text: { field: "name" }, x: { value: 2 } },
          },
        ],
      },
      {
        data: { values: points },
        encoding: {
          x,
          y,
          color: {
            field: "who",
            type: "nominal",
            legend: {
              ...{ title: null, labelColor: "#888888", labelLimit: 240 },
              ...{ orient: "bottom", columns: 3, symbolOpacity: 1 },
            },
          },
        },
        layer: [
          { mark: { type: "point", filled: true, size: 70, opacity: 1 } },
          // Ours to the left of their points and peers' to the right; over copies below, beside one pass of the same network,
          // and ensembles where peers' names do not reach.
          ...[
            { filter: 'datum.who == "Inkling"', at: LEFT },
            { filter: 'datum.who == "Inkling, ensemble"', at: BELOW_RIGHT },
            { filter: 'datum.who == "Inkling, deformed copies"', at: BELOW },
            { filter: 'indexof(datum.who, "Inkling") != 0', at: RIGHT },
          ].map(({ filter, at }) => ({
            transform: [{ filter }],
            mark: { type: "text", ...at },
            encoding: { text: { field: "name" } },
          })),
        ],
      },
    ],
  };
  using charts = startCharts();
  const chart = await charts.draw(
    spec,
    "Test error on MNIST against minutes of two cores",
  );
  const colors = "--muted:#888888;--rule:#88888840;--rule-strong:#888888;font-family:sans-serif;";
  return chart.text.trim().replace(/^<svg class="chart"/, '<svg xmlns="http://www.w3.org/2000/svg"')
    .replace('style="', `style="${colors}`) + "\n";
}

/** The points as a table, the quickest first, with Wilson's interval of the 10,000 test images. */
function tableOf(points: readonly Point[]): string {
  const rows = points.toSorted((a, b) => a.minutes - b.minutes)
    .map(({ who, name, epochs, seconds, cores, error }) => {
      const bounds = wilsonInterval(100 * error, TEST_IMAGES).map((bound) => inPercent(bound));
      return [
        ...[who, name, String(epochs), seconds.toFixed(0), String(cores), inPercent(error / 100)],
        bounds.join(" to "),
      ];
    });
  const header = ["", "network", "epochs", "seconds", "cores", "test error, %", "95 % interval"];
  return markdownTable([header, ...rows]);
}
