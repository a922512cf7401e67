"""Formats out: outcomes become lines in a file that appears whole or not at all."""
