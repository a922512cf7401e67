"""Boilerplate: rules as data, small models, and what a corpus repeats."""
