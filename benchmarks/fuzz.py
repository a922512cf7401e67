"""Whatever bytes go in, `clean` gives a record or a reject, within a deadline: mutated pages and texts, by the minute.

    python benchmarks/fuzz.py --minutes 10 [--seed 6]

Exit code 1, with the bytes written to a file, for the first input that makes `clean` raise or takes too long.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from pathlib import Path

from cleaner import clean, undo
from cleaner.model import Record

SEEDS = Path(__file__).parent.parent / "fixtures"
PIECES = [
    b"<div>", b"</div>", b"<p", b">", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<script>", b"</script", b"&#0;",
    b"&#x110000;", b"&amp", b"\0", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80",
    b"\xe2\x80\x8b", b"\r", b"\n\n", b"?\xe2\x82\xac?", b"\xc3\x83\xc2\xa9", b"\xe2\x80\x9c", b"\xcc\x81" * 50,
    b"<meta charset=utf-16>", b"<table><tr><td>", b"<svg><math><mi>", b"<plaintext>", b"<a href='http://[", b"By ",
    b'<script type="application/ld+json">{"@graph":[{"datePublished":{}}]}</script>', b" (Reuters) - ", b"A.B.C.D.",
    b"https://", b"-" * 300, b"M\xc3\xbcller ", b"\t" * 100,
]  # fmt: skip
CODECS = ["utf-16", "cp1254", "koi8-r", "utf-8"]


def mutated(data: bytes, rng: random.Random) -> bytes:
    """A few cuts, doublings, flips and insertions."""
    out = bytearray(data[:60_000])
    for _ in range(rng.randint(1, 12)):
        at = rng.randint(0, len(out))
        match rng.randrange(6):
            case 0:
                out[at:at] = rng.choice(PIECES) * rng.choice([1, 1, 1, 2, 40])
            case 1:
                del out[at : at + rng.choice([1, 3, 30, 300, 3000])]
            case 2:
                out[at:at] = out[at : at + rng.choice([5, 50, 500])] * rng.choice([1, 2, 10])
            case 3 if out:
                out[min(at, len(out) - 1)] ^= 1 << rng.randrange(8)
            case 4:
                out[at:at] = rng.randbytes(rng.choice([1, 4, 64]))
            case _:
                out = bytearray(out.decode("utf-8", "replace").encode(rng.choice(CODECS), "replace"))
    return bytes(out[:60_000])


def main() -> int:
    """Fuzz until the time is up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--deadline", type=float, default=10, help="CPU seconds for an input of at most 60 kB")
    parser.add_argument("--seed", type=int, default=6)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    seeds = [p.read_bytes() for p in sorted(SEEDS.rglob("page.*"))] or [b"<p>A text.</p>"]
    until, count, records, slowest = time.monotonic() + options.minutes * 60, 0, 0, 0.0
    while time.monotonic() < until:
        data = mutated(rng.choice(seeds), rng)
        begun = time.process_time()
        try:
            outcome = clean(data, media_type=rng.choice(["text/html", "text/plain", None]))
            if isinstance(outcome, Record):
                records += 1
                undo(outcome)
        except Exception:
            traceback.print_exc()
            Path("fuzz-failure.bin").write_bytes(data)
            return 1
        slowest = max(slowest, time.process_time() - begun)
        if slowest > options.deadline:
            Path("fuzz-failure.bin").write_bytes(data)
            print(f"took {slowest:.1f} s")
            return 1
        count += 1
    print(f"{count} inputs, {records} records, {count - records} rejects, nothing escaped; slowest {slowest:.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
