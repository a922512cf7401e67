"""Outcomes as Parquet: every field of the record, nested ones too, and beside them the columns of a reject."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from itertools import islice
from typing import Any, BinaryIO

import msgspec

from ..errors import ConfigError
from ..model import Outcome, Record, Reject

#: Rows in one group of the file: what a reader has to hold at once.
_GROUP = 1000


def writer() -> Callable[[Iterable[Outcome], BinaryIO], None]:
    """What writes outcomes as Parquet. Raises ConfigError, naming the extra, when pyarrow is not installed."""
    try:
        arrow, module = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise ConfigError(["an output that ends in .parquet needs: pip install 'press-cleaner[parquet]'"]) from None

    def write(outcomes: Iterable[Outcome], file: BinaryIO) -> None:
        schema = _schema(arrow)
        with module.ParquetWriter(file, schema, compression="zstd") as target:
            left = iter(outcomes)
            while rows := [_plain(o) | {"outcome": o.__struct_config__.tag} for o in islice(left, _GROUP)]:
                target.write_table(arrow.Table.from_pylist(rows, schema))

    return write


def _schema(arrow: Any) -> Any:
    columns = {"outcome": arrow.string()}
    for kind in (Record, Reject):
        columns |= {f.encode_name: _arrow(arrow, f.type) for f in msgspec.inspect.type_info(kind).fields}  # type: ignore[attr-defined]
    return arrow.schema(list(columns.items()))


def _arrow(arrow: Any, kind: msgspec.inspect.Type) -> Any:
    """The Arrow type for a type of the model."""
    match kind:
        case msgspec.inspect.Metadata(type=inner):
            return _arrow(arrow, inner)
        case msgspec.inspect.UnionType(types=options):
            return _arrow(arrow, next(o for o in options if not isinstance(o, msgspec.inspect.NoneType)))
        case msgspec.inspect.StructType(fields=fields):
            return arrow.struct([(f.encode_name, _arrow(arrow, f.type)) for f in fields])
        case msgspec.inspect.ListType(item_type=item):
            return arrow.list_(_arrow(arrow, item))
        case msgspec.inspect.DictType(value_type=value):
            return arrow.map_(arrow.string(), _arrow(arrow, value))
        case msgspec.inspect.IntType():
            return arrow.int64()
        case msgspec.inspect.FloatType():
            return arrow.float64()
        case _:
            return arrow.string()


def _plain(value: Any) -> Any:
    """A value of the model as Arrow takes it: defaults spelt out, mappings as pairs."""
    if isinstance(value, msgspec.Struct):
        return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, dict):
        return [(key, _plain(v)) for key, v in value.items()]
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value
