"""Formats in: paths, streams and archives become sources."""
