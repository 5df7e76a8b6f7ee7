"""Repairs raw lines so that Markdown sees what their author meant, before anything else reads them.

Each stage takes all lines and yields them with one kind of thing mended: lines are moved, blanked,
split, added or freed of marks, each keeps the number that it has in the file, and code is left as
it is. Only what an author should mend too is a problem: broken fences. The rest is another way of
writing, and what becomes of it is said by each stage's own docstring.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.html.lesson import without_html
from content.markdown.lines import Line
from content.repair.block_marks import fence_blocks, spell_out
from content.repair.components import as_codes
from content.repair.containers import unfold
from content.repair.extensions import define_terms, place_notes, write_scripts
from content.repair.fences import mend_fences
from content.repair.indentation import reindent
from content.repair.inline import mend_inline
from content.repair.marks import end_quotes, mend_marks, open_quizzes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from content.problems import ProblemSink


def recover(texts: Iterable[str], problems: ProblemSink) -> list[Line]:
    """Return ``texts`` as lines that Markdown reads as they were meant; note what was broken."""
    lines = [Line(number, text) for number, text in enumerate(texts, 1)]
    # From here on it is known what is code.
    lines = mend_fences(spell_out(lines), problems)
    lines = list(open_quizzes(list(fence_blocks(lines))))
    lines = unfold(as_codes(lines, problems), problems)
    lines = write_scripts(define_terms(place_notes(lines)))
    for stage in (without_html, mend_marks, end_quotes):
        lines = list(stage(lines))
    return list(mend_inline(reindent(lines, problems)))
