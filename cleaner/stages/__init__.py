"""The stages that come with the house; each reads a document and says edits, and none knows of another."""

from .names import Names
from .repair import Repair
from .spacing import Spacing
from .strip import Strip

__all__ = ["Names", "Repair", "Spacing", "Strip"]
