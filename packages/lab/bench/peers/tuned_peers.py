"""Peers of `peer_trees.py` at their best: the best of 20 random settings on three folds.

Each setting is fitted on three folds of the rows that are not the test part; the one of the lowest mean cost (log loss or
mean square) is fitted on all of these rows. Boosted trees stop early on the folds and take as many rounds at the end as
the folds took in the mean. HistGradientBoosting and the MLP begin no further setting, from the fourth on, once they took
the processor seconds of tuned XGBoost on the same rows.
"""

import time

import numpy as np
import pandas as pd
import xgboost
from peer_trees import hist_model
from sklearn.base import clone
from sklearn.compose import TransformedTargetRegressor, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

CLIP = 1e-7
FOLDS = 3
SETTINGS = 20
FEWEST_SETTINGS = 3
FEWEST_OF_CLASS = 6  # rarer classes are left out of the folds
THREADS = 1


def log_uniform(random, low, high):
    return float(np.exp(random.uniform(np.log(low), np.log(high))))


def folds_of(task):
    kind = KFold if task.classes is None else StratifiedKFold
    return kind(FOLDS, shuffle=True, random_state=5).split(task.x, task.y)


def xgboost_setting(random):
    return dict(learning_rate=log_uniform(random, 0.02, 0.3), max_depth=int(random.integers(2, 11)),
                min_child_weight=log_uniform(random, 0.5, 30), subsample=float(random.uniform(0.5, 1)),
                colsample_bytree=float(random.uniform(0.4, 1)), reg_lambda=log_uniform(random, 0.1, 10))


def tuned_xgboost(task):
    """The answer to the test rows."""
    classes = 0 if task.classes is None else len(task.classes)
    common = dict(tree_method="hist", nthread=THREADS, seed=task.seed)
    if classes == 0:
        common |= dict(objective="reg:squarederror")
    elif classes == 2:
        common |= dict(objective="binary:logistic", eval_metric="logloss")
    else:
        common |= dict(objective="multi:softprob", eval_metric="mlogloss", num_class=classes)
    levels = {name: sorted(task.x[name].dropna().unique()) for name in task.texts}

    def matrix(x, y=None, like=None):
        x = x.copy()
        for name in task.texts:
            x[name] = pd.Categorical(x[name], categories=levels[name])
        return xgboost.QuantileDMatrix(x, y, enable_categorical=True, nthread=THREADS, ref=like)

    folds = []
    for training, stopping in folds_of(task):
        learned = matrix(task.x.iloc[training], task.y[training])
        folds.append((learned, matrix(task.x.iloc[stopping], task.y[stopping], learned)))
    random = np.random.default_rng(7)
    best = None
    for _ in range(SETTINGS):
        setting = xgboost_setting(random)
        models = [
            xgboost.train(common | setting, learned, 1500, evals=[(stopping, "stopping")], early_stopping_rounds=30,
                          verbose_eval=False) for learned, stopping in folds
        ]
        cost = np.mean([model.best_score ** (2 if classes == 0 else 1) for model in models])
        if best is None or cost < best[0]:
            best = (cost, setting, int(np.mean([model.best_iteration + 1 for model in models])))
    _, setting, rounds = best
    everything = matrix(task.x, task.y)
    answer = xgboost.train(common | setting, everything, rounds).predict(matrix(task.test_x, like=everything))
    return np.stack([1 - answer, answer], 1) if classes == 2 else answer


def best_setting(task, draw, model_of):
    """The best setting that is drawn in time, and the models that it gave on the folds."""
    common = np.ones(len(task.y), bool) if task.classes is None else np.bincount(task.y)[task.y] >= FEWEST_OF_CLASS
    folds = [(training[common[training]], stopping[common[stopping]]) for training, stopping in folds_of(task)]
    random = np.random.default_rng(7)
    start = time.process_time()
    best = None
    for count in range(SETTINGS):
        if count >= FEWEST_SETTINGS and time.process_time() - start > task.seconds_of_tuned_xgboost:
            break
        setting = draw(random)
        models = [model_of(setting).fit(task.x.iloc[training], task.y[training]) for training, _ in folds]
        cost = np.mean([cost_of(task, model, stopping) for model, (_, stopping) in zip(models, folds)])
        if best is None or cost < best[0]:
            best = (cost, setting, models)
    return best[1:]


def cost_of(task, model, rows):
    x, y = task.x.iloc[rows], task.y[rows]
    if task.classes is None:
        return ((model.predict(x) - y) ** 2).mean()
    probabilities = task.spread(model.predict_proba(x), model.classes_)
    return -np.log(np.clip(probabilities[np.arange(len(y)), y], CLIP, 1)).mean()


def answers(task, model):
    if task.classes is None:
        return model.predict(task.test_x)
    return task.spread(model.predict_proba(task.test_x), model.classes_)


def hist_setting(random):
    return dict(learning_rate=log_uniform(random, 0.02, 0.3), max_leaf_nodes=int(log_uniform(random, 4, 128)),
                min_samples_leaf=int(log_uniform(random, 3, 60)), max_features=float(random.uniform(0.4, 1)),
                l2_regularization=log_uniform(random, 1e-3, 10))


def tuned_hist_gradient_boosting(task):
    setting, models = best_setting(task, hist_setting,
                                   lambda setting: hist_model(task, **setting, early_stopping=True, max_iter=500))
    rounds = int(np.mean([model[-1].n_iter_ for model in models]))
    return answers(task, hist_model(task, **setting, early_stopping=False, max_iter=rounds).fit(task.x, task.y))


def mlp_setting(random):
    sizes = [(64,), (256,), (64, 64), (128, 128), (256, 128)]
    return dict(hidden_layer_sizes=sizes[random.integers(len(sizes))], alpha=log_uniform(random, 1e-5, 1),
                learning_rate_init=log_uniform(random, 3e-4, 1e-2), max_iter=int(log_uniform(random, 8, 120)),
                batch_size=int(2 ** random.integers(5, 9)))


def tuned_mlp(task):
    """Numbers are standardized, categories one-hot; the number of epochs is one of the settings."""
    encoder = make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="mean", add_indicator=True), StandardScaler()), task.numbers),
        (OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=3, sparse_output=False), task.texts),
    )

    def model_of(setting):
        kind = MLPRegressor if task.classes is None else MLPClassifier
        network = kind(random_state=task.seed, n_iter_no_change=setting["max_iter"], **setting)
        if task.classes is None:
            network = TransformedTargetRegressor(network, transformer=StandardScaler())
        return make_pipeline(clone(encoder), network)

    setting, _ = best_setting(task, mlp_setting, model_of)
    return answers(task, model_of(setting).fit(task.x, task.y))


TUNED = {
    "tuned XGBoost": tuned_xgboost,
    "tuned HistGradientBoosting": tuned_hist_gradient_boosting,
    "tuned MLP": tuned_mlp,
}

# Their search ends by the seconds of tuned XGBoost.
LIMITED = ["tuned HistGradientBoosting", "tuned MLP"]
