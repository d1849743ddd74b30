"""Boosted trees, a random forest and linear models, as `measure_tables.py` measures them: a task in, its answers out.

- Bagged XGBoost: five folds, stratified, of the rows that are not the test part; each model stops early on its fifth
  (learning rate 0.1, depth 6, at most 2,000 rounds, 50 of them without improvement); the mean of their answers.
- XGBoost: the first of these five.
- HistGradientBoosting: scikit-learn's defaults with early stopping. Random forest: 500 trees.
- Linear: logistic regression or ridge, the penalty by five-fold cross-validation, numbers standardized and categories
  one-hot; levels of fewer than three rows are one level.

Both boosted trees split categories and missing values natively. The forest has categories of up to 20 levels one-hot,
others by the number of their level. Probabilities are clipped to at least 1e-7 before the logarithm.
"""

import os

THREADS = 1
os.environ |= dict(OMP_NUM_THREADS=str(THREADS), OPENBLAS_NUM_THREADS=str(THREADS), OMP_WAIT_POLICY="PASSIVE")

import numpy as np
import pandas as pd
import xgboost
from sklearn.compose import make_column_transformer
from sklearn.ensemble import (HistGradientBoostingClassifier, HistGradientBoostingRegressor, RandomForestClassifier,
                              RandomForestRegressor)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegressionCV, RidgeCV
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

FOLDS = 5
FEW_LEVELS = 20  # one-hot for the forest
MOST_NATIVE = 255  # levels that HistGradientBoosting takes as a category
CLIP = 1e-7
MISSING = ["", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NULL", "null", "None", "?"]  # as Inkling reads them


class Task:
    """A table split by a seed: rows to learn from and rows to test, with the columns by kind."""

    def __init__(self, folder, table, test_rows, seed):
        rows = pd.read_csv(f"{folder}/{table['name']}.csv", keep_default_na=False, na_values=MISSING, low_memory=False)
        self.seed = seed
        self.classes = None
        targets = rows.pop(table["target"])
        if table["kind"] == "class":
            self.classes, targets = np.unique(targets.astype(str), return_inverse=True)
        self.texts = [name for name in rows if rows[name].dtype == object]
        self.numbers = [name for name in rows if name not in self.texts]
        rows[self.texts] = rows[self.texts].astype(object).where(rows[self.texts].notna(), np.nan)
        test = np.zeros(len(rows), bool)
        test[test_rows] = True
        self.x, self.test_x = rows[~test].reset_index(drop=True), rows[test].reset_index(drop=True)
        targets = np.asarray(targets)
        self.y, self.test_y = targets[~test], targets[test]
        self.levels = {name: self.x[name].nunique() for name in self.texts}

    def folds(self):
        options = dict(n_splits=FOLDS, shuffle=True, random_state=self.seed)
        kind = KFold if self.classes is None else StratifiedKFold
        return list(kind(**options).split(self.x, self.y))

    def spread(self, probabilities, classes):
        """Columns for all classes, of probabilities for those that were learned."""
        if self.classes is None:
            return probabilities
        full = np.zeros((len(probabilities), len(self.classes)))
        full[:, classes] = probabilities
        return full


def answers(model, task):
    """Probabilities or quantities for the test rows."""
    if task.classes is None:
        return model.predict(task.test_x)
    return task.spread(model.predict_proba(task.test_x), model.classes_)


def random_forest(task):
    few = [name for name in task.texts if task.levels[name] <= FEW_LEVELS]
    many = [name for name in task.texts if task.levels[name] > FEW_LEVELS]
    encoder = make_column_transformer(
        (OneHotEncoder(handle_unknown="ignore", sparse_output=False), few),
        (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), many),
        remainder="passthrough",
    )
    kind = RandomForestRegressor if task.classes is None else RandomForestClassifier
    forest = kind(n_estimators=500, n_jobs=THREADS, random_state=task.seed)
    return answers(make_pipeline(encoder, forest).fit(task.x, task.y), task)


def hist_model(task, **options):
    native = [task.levels[name] <= MOST_NATIVE for name in task.texts]
    encoder = make_column_transformer(
        (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan), task.texts),
        remainder="passthrough",
    )
    kind = HistGradientBoostingRegressor if task.classes is None else HistGradientBoostingClassifier
    categories = np.flatnonzero(native) if any(native) else None
    boosting = kind(categorical_features=categories, random_state=task.seed, **options)
    return make_pipeline(encoder, boosting)


def hist_gradient_boosting(task):
    rarest = None if task.classes is None else np.bincount(task.y).min()
    if rarest is not None and rarest < 2:  # its own stratified tenth needs two rows of each class
        keep = np.bincount(task.y)[task.y] >= 2
        task_x, task_y = task.x[keep], task.y[keep]
    else:
        task_x, task_y = task.x, task.y
    return answers(hist_model(task, early_stopping=True).fit(task_x, task_y), task)


def xgboost_fold(task, training, stopping):
    def matrix(x, y=None):
        x = x.copy()
        for name in task.texts:
            x[name] = pd.Categorical(x[name], categories=levels[name])
        return xgboost.DMatrix(x, y, enable_categorical=True, nthread=THREADS)

    levels = {name: sorted(task.x[name].dropna().unique()) for name in task.texts}
    parameters = dict(learning_rate=0.1, max_depth=6, tree_method="hist", nthread=THREADS, seed=task.seed)
    if task.classes is None:
        parameters |= dict(objective="reg:squarederror")
    elif len(task.classes) == 2:
        parameters |= dict(objective="binary:logistic", eval_metric="logloss")
    else:
        parameters |= dict(objective="multi:softprob", eval_metric="mlogloss", num_class=len(task.classes))
    model = xgboost.train(
        parameters,
        matrix(task.x.iloc[training], task.y[training]),
        num_boost_round=2000,
        evals=[(matrix(task.x.iloc[stopping], task.y[stopping]), "stopping")],
        early_stopping_rounds=50,
        verbose_eval=False,
    )
    answer = model.predict(matrix(task.test_x), iteration_range=(0, model.best_iteration + 1))
    return np.stack([1 - answer, answer], 1) if task.classes is not None and len(task.classes) == 2 else answer


def linear(task):
    encoder = make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="mean", add_indicator=True), StandardScaler()), task.numbers),
        (OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=3, sparse_output=False), task.texts),
    )
    if task.classes is None:
        return answers(make_pipeline(encoder, RidgeCV(np.logspace(-3, 5, 17))).fit(task.x, task.y), task)
    keep = np.bincount(task.y)[task.y] >= FOLDS  # each fold needs every class
    model = LogisticRegressionCV(Cs=np.logspace(-4, 3, 8), cv=StratifiedKFold(FOLDS, shuffle=True, random_state=task.seed),
                                 scoring="neg_log_loss", max_iter=300, n_jobs=THREADS)
    return answers(make_pipeline(encoder, model).fit(task.x[keep], task.y[keep]), task)


def score(task, answer):
    if task.classes is None:
        residuals = ((task.test_y - answer) ** 2).sum()
        return dict(r2=1 - residuals / ((task.test_y - task.test_y.mean()) ** 2).sum())
    clipped = np.clip(answer, CLIP, 1)
    clipped /= clipped.sum(1, keepdims=True)
    logs = np.log(clipped[np.arange(len(task.test_y)), task.test_y])
    return dict(accuracy=(answer.argmax(1) == task.test_y).mean(), logLoss=-logs.mean())


def xgboost_folds(task, count):
    """The mean of the answers of the first models of five folds."""
    return np.mean([xgboost_fold(task, *fold) for fold in task.folds()[:count]], 0)


PEERS = {
    "XGBoost": lambda task: xgboost_folds(task, 1),
    "bagged XGBoost": lambda task: xgboost_folds(task, FOLDS),
    "HistGradientBoosting": hist_gradient_boosting,
    "random forest": random_forest,
    "linear": linear,
}
