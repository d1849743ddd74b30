/**
 * Error against time: draws docs/lab/results.svg from the rows of the table of results, with PyTorch's and scikit-learn's networks
 * beside them, and prints a table for Fashion-MNIST:
 *
 *     deno run -A --frozen packages/lab/bench/error_curve.ts
 *     deno run -A --frozen packages/lab/bench/error_curve.ts mnist/torch:10 fashion-mnist/sklearn:20
 *
 * DATASET/WHO:EPOCHS trains one of `peers/peer_error.py` first. What these came to is kept in docs/lab/results_peers.json, and the
 * newest of the same data, network, epochs and seed stands.
 *
 * Peers have one core. The picture's times are minutes of two cores: a run that had one counts half.
 * @module
 */

import { join } from "@std/path";
import { wilsonInterval } from "../../../lib/evaluate/mod.ts";
import { inPercent } from "../../../tasks/cli/format.ts";
import { markdownTable } from "../../../tasks/cli/table.ts";
import { html } from "../../../lib/document/html.ts";
import { dots, stroke } from "../../../tasks/results/charts/marks.ts";
import { plot, text } from "../../../tasks/results/charts/plot.ts";
import { logScale } from "../../../tasks/results/charts/scale.ts";
import { CONFIGS, readRows } from "../reproduce/rows.ts";
import { readKept } from "../reproduce/results_file.ts";
import { readScores, writeRows } from "./tables/list.ts";
import type { RowResult } from "../reproduce/result.ts";
import { writeAtomically } from "../../../tasks/system/files.ts";
import { findPython } from "../../../tests/helpers/python.ts";
import { ROOT } from "../../../tests/helpers/run_task.ts";

const RESULTS = join(ROOT, "docs", "lab", "results.json");
const PEERS = join(ROOT, "docs", "lab", "results_peers.json");
const PICTURE = join(ROOT, "docs", "lab", "results.svg");

interface PeerResult {
  readonly who: string;
  readonly dataset: string;
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly threads: number;
  readonly seed: number;
  readonly seconds: number;
  readonly error: number;
}

interface Point {
  readonly who: string;
  readonly name: string;
  readonly epochs: number;
  readonly seconds: number;
  readonly cores: number;
  /** As they would be of two cores, if two were twice as fast as one. */
  readonly minutes: number;
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

type Anchor = "start" | "middle" | "end";

async function train(who: string, epochs: number, dataset: string): Promise<PeerResult> {
  const python = await findPython(who === "sklearn" ? "sklearn" : "torch");
  if (python === undefined) throw new Error(`Cannot find ${who}: Debian has it as python3-${who}`);
  const script = join(ROOT, "packages", "lab", "bench", "peers", "peer_error.py");
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

/** The mean over a row's seeds of time and error, or an ensemble as a whole; and with test-time augmentation. */
function pointsOf({ name, accuracy, test, members, overCopies, epochs, runs }: RowResult): Point[] {
  if (accuracy === null || test === undefined) return [];
  const cores = Math.max(...runs.map(({ workers }) => workers));
  const sum = runs.reduce((sum, { seconds, workers }) => sum + seconds * workers, 0) / cores;
  const time = timeOf(sum / (members === undefined ? runs.length : 1), cores);
  const point = { who: "Inkling", name, epochs, ...time, error: 100 * (1 - test.last.mean) };
  if (members !== undefined) return [{ ...point, who: "Inkling, ensemble" }];
  if (overCopies === undefined) return [point];
  const error = 100 * (1 - overCopies.test.last.mean);
  return [point, { ...point, who: "Inkling, test-time augmentation", error }];
}

function timeOf(seconds: number, cores: number): Pick<Point, "seconds" | "cores" | "minutes"> {
  return { seconds, cores, minutes: seconds * cores / 120 };
}

const [WIDTH, HEIGHT] = [760, 640];

const LEGEND_HEIGHT = 70;

/** The range of errors, in %, and how far the axis of minutes reaches to the left of the first point for its name. */
const [ERRORS, NAME_FACTOR] = [[0.25, 15], 6] as const;

const COLORS = ["#4c78a8", "#f58518", "#e45756", "#72b7b2", "#54a24b", "#b279a2"];

/**
 * Where names stand: ours to the left of their points and peers' to the right; those of test-time augmentation below, beside
 * one pass of the same network, and ensembles' where peers' names do not reach.
 */
const NAMES: { readonly [who: string]: readonly [dx: number, dy: number, anchor: Anchor] } = {
  "Inkling": [-7, -4, "end"],
  "Inkling, ensemble": [7, 12, "start"],
  "Inkling, test-time augmentation": [-7, 12, "end"],
};

/** The picture: both axes logarithmic, what is published as lines. */
function draw(points: readonly Point[]): string {
  const minutes = points.map(({ minutes }) => minutes);
  const x = logScale("minutes of two cores", [
    Math.min(...minutes) / NAME_FACTOR,
    2 * Math.max(...minutes),
  ]);
  const y = logScale("test error, %", ERRORS);
  const whos = [...new Set(points.map(({ who }) => who))];
  const colorOf = (who: string) => COLORS[whos.indexOf(who) % COLORS.length]!;
  const chart = plot({
    x,
    y,
    label: "Test error on MNIST against minutes of two cores",
    width: WIDTH,
    height: HEIGHT,
    marks: (at) => [
      html`<g fill="#888888" font-size="11">${
        PUBLISHED.map(({ name, error }) => {
          const [start, end] = [at(0, y.position(error)), at(1, y.position(error))];
          const ink = { color: "#888888", dash: [4, 4] };
          return html`${stroke([start, end], ink, 1)}${
            text([start[0], start[1] - 4], name, "start")
          }`;
        })
      }</g>`,
      html`<g font-size="11">${
        points.map(({ who, name, minutes, error }) => {
          const [across, level] = at(x.position(minutes), y.position(error));
          const [dx, dy, anchor] = NAMES[who] ?? [7, -4, "start"];
          return html`${dots([[across, level]], colorOf(who), { radius: 4.2 })}<g fill="${
            colorOf(who)
          }">${text([across + dx, level + dy], name, anchor)}</g>`;
        })
      }</g>`,
    ],
  });
  const legend = whos.map((who, k) => {
    const [across, level] = [40 + 240 * (k % 3), HEIGHT + 24 + 24 * Math.floor(k / 3)];
    return html`${dots([[across, level]], colorOf(who), { radius: 4.2 })}${
      text([across + 10, level + 4.5], who, "start")
    }`;
  });
  const variables = "--muted:#888888;--rule:#88888840;--rule-strong:#888888";
  const content = html`<g fill="#888888" font-size="12">${legend}</g>`.text;
  return chart.text.trim()
    .replace('<svg class="chart"', '<svg xmlns="http://www.w3.org/2000/svg"')
    .replace(/viewBox="[^"]*"/, `viewBox="0 0 ${WIDTH} ${HEIGHT + LEGEND_HEIGHT}"`)
    .replace('style="', `style="${variables};font-family:sans-serif;`)
    .replace(/<\/svg>$/, `${content}</svg>`) + "\n";
}

/** The points as a table, the quickest first, with Wilson's interval of the 10,000 test images. */
function tableOf(points: readonly Point[]): string {
  const rows = points.toSorted((a, b) => a.minutes - b.minutes)
    .map(({ who, name, epochs, seconds, cores, error }) => {
      const bounds = wilsonInterval(100 * error, TEST_IMAGES).map((bound) => inPercent(bound));
      return [
        who,
        name,
        String(epochs),
        seconds.toFixed(0),
        String(cores),
        inPercent(error / 100),
        bounds.join(" to "),
      ];
    });
  const header = ["", "network", "epochs", "seconds", "cores", "test error, %", "95 % interval"];
  return markdownTable([header, ...rows]);
}

if (import.meta.main) {
  let peers = await readScores<PeerResult>(PEERS);
  for (const word of Deno.args) {
    const [, dataset, who, epochs] = /^([\w-]+)\/([\w-]+):(\d+)$/.exec(word) ?? [];
    if (who === undefined) throw new Error(`Cannot train "${word}": expected DATASET/WHO:EPOCHS`);
    peers = withResult(peers, await train(who, Number(epochs), dataset!));
    await writeRows(PEERS, peers);
  }
  const datasets = new Map(
    (await readRows(...CONFIGS.map((folder) => join(ROOT, folder)))).map(({ name, config }) => [
      name,
      config.dataset,
    ]),
  );
  const { rows: results } = await readKept(RESULTS);
  const pointsOn = (dataset: string) => [
    ...results.filter(({ name }) => datasets.get(name) === dataset).flatMap(pointsOf),
    ...peers.filter((peer) => peer.dataset === dataset).map(peerPoint),
  ];
  await writeAtomically(PICTURE, draw(pointsOn("mnist")));
  console.log(tableOf(pointsOn("fashion-mnist")));
}
