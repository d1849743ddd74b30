"""scikit-learn's MLPClassifier and MLPRegressor on the splits of a table, as `packages/lab/bench/beside_sklearn.ts` writes them.

    python3 packages/lab/bench/peers/peer_sklearn_tables.py versions
    python3 packages/lab/bench/peers/peer_sklearn_tables.py table wine > wine.csv
    python3 packages/lab/bench/peers/peer_sklearn_tables.py score SPLITS.npz SEED

`table` writes one of scikit-learn's data sets, iris, wine, breast_cancer, digits or diabetes, whose target is `target`.
`score` prints a line of JSON: the test accuracy, or R² of quantities, by what it learned from (the training rows, or
those and the validation rows, standardized by these very rows) and by whether it stopped early on a tenth of them. All
else is scikit-learn's default, but for the hidden layers, which are ours, and 1,000 epochs at most in place of 200. The
targets of MLPRegressor are standardized too.
"""

import json
import sys
import warnings

import numpy as np
import sklearn
from sklearn import datasets
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler

HIDDEN = (64, 32)
MAX_EPOCHS = 1000


def print_table(name):
    table = datasets.load_diabetes(scaled=False) if name == "diabetes" else getattr(datasets, f"load_{name}")()
    print(",".join([*table.feature_names, "target"]))
    for inputs, target in zip(table.data, table.target):
        answer = table.target_names[target] if "target_names" in table else float(target)
        print(",".join([*(repr(float(value)) for value in inputs), str(answer)]))


def score(inputs, targets, test_inputs, test_targets, seed, early_stopping):
    options = dict(hidden_layer_sizes=HIDDEN, max_iter=MAX_EPOCHS, early_stopping=early_stopping, random_state=seed)
    scaler = StandardScaler().fit(inputs)
    inputs, test_inputs = scaler.transform(inputs), scaler.transform(test_inputs)
    if targets.ndim == 1:
        return MLPClassifier(**options).fit(inputs, targets).score(test_inputs, test_targets)
    target_scaler = StandardScaler().fit(targets)
    regressor = MLPRegressor(**options).fit(inputs, target_scaler.transform(targets).ravel())
    # R² does not change with the scale that both are in.
    return regressor.score(test_inputs, target_scaler.transform(test_targets).ravel())


def print_scores(path, seed):
    splits = np.load(path)
    x, y = splits["x_train"].astype(float), splits["y_train"]
    both_x = np.concatenate([x, splits["x_validation"]])
    both_y = np.concatenate([y, splits["y_validation"]])
    scores = []
    for rows, (inputs, targets) in (("training", (x, y)), ("training and validation", (both_x, both_y))):
        for early_stopping in (False, True):
            value = score(inputs, targets, splits["x_test"].astype(float), splits["y_test"], seed, early_stopping)
            scores.append(dict(rows=rows, earlyStopping=early_stopping, score=value))
    print(json.dumps(scores))


warnings.filterwarnings("ignore")  # that 1,000 epochs were not enough
if sys.argv[1] == "versions":
    print(f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}")
elif sys.argv[1] == "table":
    print_table(sys.argv[2])
else:
    print_scores(sys.argv[2], int(sys.argv[3]))
