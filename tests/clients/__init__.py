"""Feed readers that other people wrote, each behind the same two questions: what is new, and what has changed."""
