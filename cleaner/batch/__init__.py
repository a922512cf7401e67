"""A folder job that cannot lose a document: worker processes that may die, a journal, exactly one outcome a source."""

from .job import Glance, Job, Tally, Watch, Write, run, stream
from .journal import beside
from .worker import Limits

__all__ = ["Glance", "Job", "Limits", "Tally", "Watch", "Write", "beside", "run", "stream"]
