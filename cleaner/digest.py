"""BLAKE2b, by which sources, rules and recipes are known."""

from __future__ import annotations

try:
    from _blake2 import blake2b  # where hashlib has it from, which loads OpenSSL besides
except ImportError:
    from hashlib import blake2b

__all__ = ["blake2b"]
