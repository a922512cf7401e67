"""Trains the second look at pages (`cleaner/boilerplate/review.py`) from scores of outlets that the scorer never saw.

Called by `train_lines.py`, which deals outlets into folds: what the model of a fold says of the fold's own pages is
what the review learns from. One hidden layer, Adam, the average of the weights over the later steps; features are
brought to one scale while it learns, and the scale is folded into the weights. Same inputs, same seeds, same weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.boilerplate.review import Review

Floats = npt.NDArray[Any]

UNITS, EPOCHS, BATCH, RATE, DECAY = 16, 20, 2048, 3e-3, 0.02
#: Networks that begin elsewhere go wrong elsewhere; what they say together wavers less than what each says.
SEEDS = (1, 2, 3)
#: What an average of weights keeps at each step, and after which share of the steps it starts.
KEPT, STARTS = 0.997, 0.4

#: What is the same for all lines of a page (its length, its average, how much it holds) counts for less: there are
#: hundreds of thousands of lines, but of few pages.
OF_THE_PAGE, LESS = (5, 7, 8), 3


class Seen(NamedTuple):
    """Lines of pages: the view of each, 1 for boilerplate, and what a mistake costs."""

    view: Floats
    label: Floats
    weight: Floats

    @classmethod
    def joined(cls, parts: Sequence[Seen]) -> Seen:
        return cls(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def train(seen: Seen) -> Review:
    """The review that these lines teach: the average of the networks, as one."""
    parts = [_network(seen, seed) for seed in SEEDS]
    return Review(
        [list(chain(*rows)) for rows in zip(*(p.weights for p in parts), strict=True)],
        [b for p in parts for b in p.bias],
        [w / len(parts) for p in parts for w in p.out_weights],
        sum(p.out_bias for p in parts) / len(parts),
        sum(p.trust for p in parts) / len(parts),
    )


def _network(seen: Seen, seed: int) -> Review:
    rng = np.random.default_rng(seed)
    mean, spread = seen.view.mean(0), seen.view.std(0) + 1e-3
    spread[list(OF_THE_PAGE)] *= LESS
    inputs = ((seen.view - mean) / spread).astype(np.float32)
    score = seen.view[:, 0].astype(np.float32)
    n, width = inputs.shape
    p = {
        "weights": (rng.standard_normal((width, UNITS)) * np.sqrt(2 / width)).astype(np.float32),
        "bias": np.zeros(UNITS, np.float32),
        "out_weights": (rng.standard_normal(UNITS) * 0.3 * np.sqrt(2 / UNITS)).astype(np.float32),
        "out_bias": np.zeros(1, np.float32),
        "trust": np.full(1, 0.7, np.float32),
    }
    first, second = ({k: np.zeros_like(x) for k, x in p.items()} for _ in range(2))
    total, average = n // BATCH * EPOCHS, {k: x.astype(np.float64) for k, x in p.items()}
    order = np.concatenate([rng.permutation(n)[: n // BATCH * BATCH] for _ in range(EPOCHS)])
    for step, pick in enumerate(np.split(order, total), 1):
        x, w = inputs[pick], seen.weight[pick]
        hidden = np.maximum(x @ p["weights"] + p["bias"], 0)
        logit = hidden @ p["out_weights"] + p["out_bias"] + p["trust"] * score[pick]
        delta = (1 / (1 + np.exp(-np.clip(logit, -30, 30))) - seen.label[pick]) * w / w.sum()
        delta = delta.astype(np.float32)
        back = np.outer(delta, p["out_weights"]) * (hidden > 0)
        grads = {
            "weights": x.T @ back, "bias": back.sum(0), "out_weights": hidden.T @ delta,
            "out_bias": delta.sum(keepdims=True), "trust": (delta * score[pick]).sum(keepdims=True),
        }  # fmt: skip
        rate = RATE * min(1.0, step / 50) * max(0.02, 1 - step / total)
        for k, g in grads.items():
            first[k] += 0.1 * (g - first[k])
            second[k] += 0.001 * (g * g - second[k])
            p[k] -= rate * (first[k] / (1 - 0.9**step)) / (np.sqrt(second[k] / (1 - 0.999**step)) + 1e-8)
            if k.endswith("weights"):
                p[k] *= 1 - rate * DECAY
            average[k] += (1 - KEPT if step > total * STARTS else 1.0) * (p[k] - average[k])
    weights = average["weights"] / spread[:, None]
    return Review(
        weights.tolist(), (average["bias"] - mean @ weights).tolist(), average["out_weights"].tolist(),
        float(average["out_bias"][0]), float(average["trust"][0]),
    )  # fmt: skip
