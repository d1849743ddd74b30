"""Prints one of scikit-learn's data sets as CSV, for `write_tables.R`: iris, wine, breast_cancer, digits or diabetes.

    python3 packages/lab/bench/tables/write_sklearn_table.py wine > wine.csv

Its target is the column `target`.
"""

import sys

from sklearn import datasets

name = sys.argv[1]
table = datasets.load_diabetes(scaled=False) if name == "diabetes" else getattr(datasets, f"load_{name}")()
print(",".join([*table.feature_names, "target"]))
for inputs, target in zip(table.data, table.target):
    answer = table.target_names[target] if "target_names" in table else float(target)
    print(",".join([*(repr(float(value)) for value in inputs), str(answer)]))
