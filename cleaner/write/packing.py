"""What an output may be packed in; the same lines give the same bytes, so no time and no name goes in."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, BinaryIO

from ..errors import ConfigError

PACKINGS = (".gz", ".zst")


def check(packing: str) -> None:
    """Raises ConfigError, naming the extra, when the library for `packing` is not installed."""
    if packing == ".zst":
        _zstd()


@contextmanager
def packed(file: BinaryIO, packing: str) -> Iterator[BinaryIO]:
    """A stream that packs what is written to it into `file`; the file itself when there is no packing."""
    if packing == ".gz":
        with gzip.GzipFile("", "wb", 6, file, mtime=0) as stream:
            yield stream  # type: ignore[misc]
    elif packing == ".zst":
        module: Any = _zstd()
        with module.ZstdFile(file, "wb", options={module.CompressionParameter.checksum_flag: 1}) as stream:
            yield stream
    else:
        yield file


def _zstd() -> object:
    try:
        return import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    except ImportError:
        raise ConfigError(["an output that ends in .zst needs: pip install 'press-cleaner[zstd]'"]) from None
