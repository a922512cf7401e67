"""Loaded once, before any worker: what every document needs, so that starting a worker again costs next to nothing.

The fork server imports this module; workers are forked from it and share its memory. Much of the knowledge of the
stages is read at first use, so a small page goes through the whole pipeline here.
"""

from __future__ import annotations

from ..extract import plain as plain
from ..pipeline import clean
from . import worker as worker

clean("<html><body><article><h1>Council votes</h1><p>“The council voted on Monday,” Anna Öberg said.</p></article>")
