"""`python -m cleaner` is the same as `cleaner`."""

from .cli import main

main()
