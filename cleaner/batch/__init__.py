"""Many sources become many outcomes: worker processes, order kept, nothing lost."""
