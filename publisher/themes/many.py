"""Many posts by a Model at once: ten times as fast as one by one, with the same chances. Needs scipy."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from publisher.themes.kernels import Array, as_rows
from publisher.themes.learning import softmax
from publisher.themes.model import Model, Part
from publisher.themes.seeds import score
from publisher.themes.terms import Terms


def chances_of(model: Model, posts: Sequence[Terms]) -> Array:
    """Return how likely each theme is for each of *posts*: a row a post."""
    themes = len(model.themes)
    said = np.array(
        [score(post, model.seeds, model.seed_idf, model.average_length, themes) for post in posts]
    )
    scores = said * model.seed_weight + np.array(model.shift)
    scores += _scores(model.parts[0], [post.title for post in posts], themes)
    scores += _scores(model.parts[1], [post.body for post in posts], themes)
    return softmax(scores)


def _scores(part: Part, counted: Sequence[Counter[str]], themes: int) -> Array:
    idf = np.fromiter(part.idf.values(), float, len(part.idf))
    rows = as_rows(counted, part.place, idf)
    square = np.asarray(rows.multiply(rows).sum(1)).ravel()
    norm = np.sqrt(np.where(square > 0, square, 1.0))
    values = np.frombuffer(part.values, "f4").reshape(-1, themes).astype(float)
    total = rows @ values / norm[:, None] - np.array(part.bias)
    along = rows @ np.frombuffer(part.mean, "f4").astype(float) / norm
    spread = np.sqrt(np.maximum(1 - 2 * along + part.mean_square, 1e-9))
    return np.where(square[:, None] > 0, total / spread[:, None], 0.0)
