"""Measures starts with a big course: ``python -m tests.bench.warm_start``, cold against warm.

Each start is a process of its own, from its first import to a catalogue that can be looked up in.
Seconds are those of its processor, so that a busy machine counts little; the ratio is the result.
One lesson in each of five has a question that cannot be asked, and the lines that say so are shown.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.big_course import LESSONS, lesson, write_course

BUDGET = 0.25
"""How much of a cold start a warm one may take."""

_START = """
import json, resource, sys, time
from pathlib import Path
from bot.catalogue import Catalogue
from bot.loading import load_library, open_index
imported = time.process_time()
library = load_library([Path(sys.argv[1])], Path(sys.argv[2]))
read = time.process_time()
catalogue = Catalogue(library, open_index(library, Path(sys.argv[2])))
ready = time.process_time()
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    "import": imported, "lessons": read - imported, "index": ready - read, "whole": ready,
    "megabytes": used.ru_maxrss / 1024, "anew": library.read_anew, "served": len(library.lessons),
    "questions": sum(len(one.questions) for one in library.lessons),
    "left out": [str(one) for one in library.errors],
}))
"""
_BROKEN = "\n### Practice Questions\n\n**Question 1:** Why?\n\n1. a\n2. b [correct]\n3. a\n"


def start(folder: Path, data: Path) -> dict[str, Any]:
    """Return what one start took and served."""
    command = [sys.executable, "-c", _START, str(folder), str(data)]
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        command, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": root}
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def show(name: str, found: dict[str, Any]) -> None:
    """Print a start as a row."""
    parts = ("import", "lessons", "index", "whole")
    seconds = "".join(f"{found[part]:9.2f}" for part in parts)
    print(f"{name:22}{seconds}{found['megabytes']:9.0f}{found['anew']:7}{found['served']:8}")


def main() -> None:
    """Print cold and warm starts, a start with one changed file, and what was left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lessons", type=int, default=LESSONS)
    parser.add_argument("--broken", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, data = Path(name, "harbours"), Path(name, "data")
        data.mkdir()
        write_course(folder, given.lessons)
        for number in range(1, given.broken + 1):
            path = folder / f"{number * 20:03}-harbour.md"
            path.write_text(lesson(number * 20) + _BROKEN, encoding="utf-8")
        print(f"{'seconds':22}{'import':>9}{'lessons':>9}{'index':>9}{'whole':>9}{'MB':>9}", end="")
        print(f"{'anew':>7}{'served':>8}")
        show("cold", cold := start(folder, data))
        warm = min((start(folder, data) for _ in range(3)), key=lambda found: found["whole"])
        show("warm", warm)
        (folder / "007-harbour.md").write_text(lesson(7) + "\nNew.\n", encoding="utf-8")
        show("one file changed", start(folder, data))
        show("and warm again", start(folder, data))
        print(f"{warm['questions']} questions are served, left out are:")
        print("\n".join(warm["left out"]).replace(f"{name}/", ""))
        ratio = warm["whole"] / cold["whole"]
        print(f"ratio {ratio:.2f} (at most {BUDGET})")


if __name__ == "__main__":
    main()
