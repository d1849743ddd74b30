"""Measures Inkling and its peers on the tables of `packages/lab/bench/tables`, each on the same rows with one thread.

    python3 packages/lab/bench/peers/measure_tables.py FOLDER [--peers LIST] [--seeds 1,2,3] [--tables LIST]

It reads FOLDER/tables.json, and FOLDER/splits.json with the test rows of each table and seed. Everybody learns from the
other rows. FOLDER/results/PEER/TABLE.json gets accuracy and log loss, or R², on the test rows, and the processor seconds of
learning and answering. A seed that is there already is not done again, so that a run can be stopped and continued.

The peer `ours` is `deno task train` with its defaults on a CSV of the rows to learn from, then `evaluate --csv` of the test
rows. `--checkout DIR`, `--name NAME` and `--words "--search ..."` measure another checkout or other options under a name;
in the words, `{minutes}` is the processor time of tuned XGBoost on the same rows, in minutes.

Needs numpy, pandas, sklearn and xgboost (Debian: python3-pandas, python3-sklearn, python3-xgboost).
"""

import argparse
import json
import os
import resource
import shlex
import subprocess
import tempfile
import time
import warnings
from pathlib import Path

from peer_trees import PEERS, Task, score
from tuned_peers import LIMITED, TUNED

PEERS |= TUNED
HERE = Path(__file__).resolve().parents[4]


def peer_result(task, peer):
    """The scores of a peer on the test rows, and its processor seconds."""
    start = time.process_time()
    answer = PEERS[peer](task)
    seconds = time.process_time() - start
    return dict(**score(task, answer), seconds=seconds)


def our_result(folder, table, test_rows, seed, given):
    head, *lines = Path(f"{folder}/{table['name']}.csv").read_text().splitlines(keepends=True)  # no cell holds a line's end
    test = set(test_rows)
    with tempfile.TemporaryDirectory() as own:
        parts = dict(learned=[line for row, line in enumerate(lines) if row not in test],
                     test=[lines[row] for row in test_rows])
        for name, part in parts.items():
            Path(f"{own}/{name}.csv").write_text("".join([head, *part]))

        def deno(*words):
            command = ["deno", "task", "--cwd", given.checkout, "-q", *words, "--json"]
            done = subprocess.run(command, capture_output=True, text=True, env=os.environ | dict(NO_COLOR="1"))
            if done.returncode != 0:
                raise SystemExit(f"Cannot train on {table['name']}: {done.stderr.strip()}")
            return json.loads(done.stdout)

        words = given.words
        if "{minutes}" in words:
            words = words.replace("{minutes}", f"{seconds_of_tuned_xgboost(folder, table, seed) / 60:.3f}")
        start = seconds_of_children()
        deno("train", "--csv", f"{own}/learned.csv", "--target", table["target"], "--kind", table["kind"],
             "--split", "random", "--seed", str(seed), "--runs", f"{own}/runs", "--name", "run",
             *shlex.split(words))
        found = deno("evaluate", f"{own}/runs/run", "--csv", f"{own}/test.csv")
        seconds = seconds_of_children() - start
    scores = dict(r2=found["r2"]) if table["kind"] == "quantity" else dict(accuracy=found["accuracy"], logLoss=found["cost"])
    return dict(**scores, seconds=seconds)


def seconds_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def result(folder, table, test_rows, seed, peer, given):
    if peer == given.name:
        return our_result(folder, table, test_rows, seed, given)
    task = Task(folder, table, test_rows, seed)
    if peer in LIMITED:
        task.seconds_of_tuned_xgboost = seconds_of_tuned_xgboost(folder, table, seed)
    return peer_result(task, peer)


def seconds_of_tuned_xgboost(folder, table, seed):
    for row in rows_of(path_of(folder, "tuned XGBoost", table)):
        if row["seed"] == seed:
            return row["seconds"]
    raise SystemExit(f"Cannot tune on {table['name']}: measure tuned XGBoost first, whose seconds are the limit")


def path_of(folder, peer, table):
    return f"{folder}/results/{peer}/{table['name']}.json"


def rows_of(path):
    if not os.path.exists(path):
        return []
    with open(path) as file:
        return json.load(file)


def write_rows(path, rows):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".part", "w") as part:
        part.write("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
    os.replace(path + ".part", path)


def measure(given):
    """Adds what is missing, the smallest table first."""
    if not os.path.exists(f"{given.folder}/splits.json"):
        raise SystemExit("Cannot measure: run packages/lab/bench/tables/write_splits.ts for this folder first")
    folder, seeds = given.folder, [int(seed) for seed in given.seeds.split(",")]
    with open(f"{folder}/tables.json") as tables, open(f"{folder}/splits.json") as splits:
        tables, splits = json.load(tables), json.load(splits)
    names = given.tables.split(",") if given.tables else [table["name"] for table in tables]
    for table in sorted(tables, key=lambda table: table["rows"] * table["columns"]):
        for peer in given.peers.split(",") if table["name"] in names else []:
            path = path_of(folder, peer, table)
            rows = rows_of(path)
            for seed in seeds:
                if any(row["seed"] == seed for row in rows):
                    continue
                values = result(folder, table, splits[table["name"]][str(seed)], seed, peer, given)
                rounded = {key: round(float(value), 6) for key, value in values.items()}
                rows.append(dict(table=table["name"], seed=seed, peer=peer, **rounded))
                write_rows(path, rows)
                print(f"{table['name']}, {peer}, seed {seed}: {values['seconds']:.1f} s", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--tables", default="")
    parser.add_argument("--name", default="ours")
    parser.add_argument("--checkout", default=str(HERE))
    parser.add_argument("--words", default="")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--peers", default="")
    given = parser.parse_args()
    given.peers = given.peers or ",".join([given.name, *(peer for peer in PEERS if peer != "linear")])
    unknown = [peer for peer in given.peers.split(",") if peer not in [given.name, *PEERS]]
    if unknown:
        raise SystemExit(f"Cannot measure {', '.join(unknown)}: expected {', '.join([given.name, *PEERS])}")
    warnings.filterwarnings("ignore")
    measure(given)
