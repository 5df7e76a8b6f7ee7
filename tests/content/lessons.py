"""Lesson texts that several tests read, and short cuts to read one."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from content.lesson import read_lesson
from content.report import by_harm, summary, visible
from content.source import from_text

if TYPE_CHECKING:
    from content.lesson import Reading
    from content.library import Library

WHOLE = dedent(
    """\
    # Lesson 7: Tides

    - [Lesson 7: Tides](#lesson-7-tides)
        - [7.1 Causes](#71-causes)
          - [The Moon](#the-moon)

    ### 7.1 Causes

    What moves the sea.

    #### The Moon

    - Gravity pulls.
        - Near side
      - Far side
    - It turns **slowly**.

    #### The Sun

    Weaker, see `tide --sun`.

    ### 7.2 Practice Questions

    **Question 1:** What pulls most?
      1. The sun
      2. **The moon [correct]**

    > Because it is near.

    ### Lesson 7 Lab Reading a Gauge

    - Read the gauge.

    ### Lesson 7 Lab Solution: Reading a Gauge

    Open the gauge.

    ```bash
    gauge open; # Look for the needle
    gauge read <GAUGE ID>
    ```

    ```output
    3.2 m
    ```

    Well done.
    """
)


def read_text(text: str, name: str = "07-tides.md") -> Reading:
    """Read a lesson of the course ``sea`` from its text, without its common indentation."""
    return read_lesson(from_text(name, dedent(text)), "sea")


def found(reading: Reading) -> list[tuple[int, str, str]]:
    """Return line, severity and code of each problem."""
    return [(problem.line, problem.severity, problem.code) for problem in reading.problems]


def as_lines(library: Library) -> list[str]:
    """Return what ``check`` prints: a line for each problem, and one that counts everything."""
    problems = (visible(str(problem)) for problem in by_harm(library))
    return [*problems, summary(library)]
