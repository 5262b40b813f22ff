"""Which theme a post belongs to, and why; what was learnt is plain arrays. Pure.

`terms`, `seeds`, `tags`, `model` and `stored` need the standard library only; the rest is imported to train, suggest
and evaluate, as numpy, scipy and scikit-learn take a second to load.
"""
