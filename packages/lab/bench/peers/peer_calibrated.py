"""What scikit-learn's `CalibratedClassifierCV` makes of probabilities, on the tables of classes of `packages/lab/bench/tables`.

    THREADS=1 python3 packages/lab/bench/peers/peer_calibrated.py FOLDER kept|TABLE ...

It reads FOLDER/tables.json and FOLDER/splits.json as `peer_trees.py` does, learns from all rows of a table but the test
part, and prints the log loss and the expected calibration error of each test part, then the means over all of them. The
model is HistGradientBoosting as in `peer_trees.py`:

- plain;
- five: the mean of five, each without a fold, as it is, which the next two calibrate;
- sigmoid, isotonic: inside `CalibratedClassifierCV` with these five folds, stratified and shuffled by the seed.

Probabilities are clipped to at least 1e-7 before the logarithm.
"""

import json
import sys
import warnings

import numpy as np
from peer_trees import MOST_NATIVE, Task, score
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder

BINS = 10  # as `calibration` of lib/evaluate/metrics.ts


def boosting(task):
    encoder = make_column_transformer(
        (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan), task.texts),
        remainder="passthrough",
    )
    native = [k for k, name in enumerate(task.texts) if task.levels[name] <= MOST_NATIVE]
    trees = HistGradientBoostingClassifier(early_stopping=True, categorical_features=native or None, random_state=task.seed)
    return make_pipeline(encoder, trees)


def answers(task):
    """The probabilities of each way for the test rows."""
    yield "plain", boosting(task).fit(task.x, task.y).predict_proba(task.test_x)
    for method in ("sigmoid", "isotonic"):
        calibrated = CalibratedClassifierCV(boosting(task), method=method, cv=task.folds()).fit(task.x, task.y)
        if method == "sigmoid":
            five = [part.estimator.predict_proba(task.test_x) for part in calibrated.calibrated_classifiers_]
            yield "five", np.mean(five, 0)
        yield method, calibrated.predict_proba(task.test_x)


def calibration_error(task, answer):
    """The expected calibration error; a bin has its upper bound in it."""
    confidences, right = answer.max(1), answer.argmax(1) == task.test_y
    bins = np.digitize(confidences, np.arange(1, BINS) / BINS, right=True)
    return np.abs(np.bincount(bins, right - confidences)).sum() / len(right)


warnings.filterwarnings("ignore")
folder, *words = sys.argv[1:]
with open(f"{folder}/tables.json") as tables, open(f"{folder}/splits.json") as splits:
    tables, splits = json.load(tables), json.load(splits)
tables = [table for table in tables if table["kind"] == "class" and {table["name"], table["division"]} & set(words)]
results = {}
for seed in ("1", "2", "3"):
    for table in sorted(tables, key=lambda table: table["rows"] * table["columns"]):
        task = Task(folder, table, splits[table["name"]][seed], int(seed))
        cells = []
        for way, answer in answers(task):
            values = score(task, answer)["logLoss"], calibration_error(task, answer)
            results.setdefault(way, []).append(values)
            cells.append(f"{way} loss {values[0]:.4f} ECE {values[1]:.4f}")
        print(table["name"], seed, len(task.test_y), " | ".join(cells), flush=True)
for way, values in results.items():
    loss, error = np.mean(values, 0)
    print(way, len(values), f"loss {loss:.5f} ECE {error:.5f}")
