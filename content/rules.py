"""The catalogue of problems: for each code what it means and how bad it is.

A page for each, with a wrong and a right example, is in the documentation under ``docs/problems``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from content.models import Problem, ProblemCode, Severity


class Rule(NamedTuple):
    """A code, the severities that it can come with, and one sentence that says what is wrong."""

    code: ProblemCode
    severities: tuple[Severity, ...]
    meaning: str


def _error(code: ProblemCode, meaning: str) -> Rule:
    return Rule(code, ("error",), meaning)


def _warning(code: ProblemCode, meaning: str) -> Rule:
    return Rule(code, ("warning",), meaning)


_ALL = (
    _warning(
        "broken-checkbox",
        "An option's checkbox is not `[ ]` or `[x]`, or is missing beside others.",
    ),
    Rule(
        "course-file",
        ("error", "warning"),
        "A course's `course.yml` is not YAML with a `title`, or has stray keys (warning).",
    ),
    _warning("dead-link", "A link leads to no heading, no anchor or no file."),
    _error("duplicate-id", "Two things have the same id."),
    _warning("empty-concept", "Nothing stands below a concept's heading."),
    _warning("empty-option", "An option of a question has no text."),
    _warning("empty-section", "Nothing stands below a section's heading."),
    _error("equal-options", "Two options of a question say the same."),
    Rule(
        "front-matter",
        ("error", "warning"),
        "The block at the top cannot be read, or holds a wrong value, or a doubtful one (warning).",
    ),
    _warning("lab-title", "A solution has another title than the lab above it."),
    _warning("lab-without-steps", "A lab's solution has no command."),
    _warning("left-out", "A mark takes in what stands elsewhere, which is not shown."),
    _warning("long-question", "A question is too long for a quiz's card."),
    _warning("lost-id", "Nothing has an id any more that an earlier commit has."),
    _error("malformed", "A file of questions cannot be read at this line."),
    Rule(
        "missing-picture",
        ("error", "warning"),
        "A picture is not there, or outside of the folder of lessons (error: one of a question).",
    ),
    _error("no-answer", "No option of a question is marked as right."),
    _warning("no-command", "Among the commands of a lab stands a line that nobody can type."),
    _warning("no-heading", "No heading names the lesson."),
    _warning("not-converted", "Something has no place in the other format."),
    _warning("nothing-to-write", "A lab opens an editor, and nothing says what to write."),
    _error("one-option", "A question has fewer than two options."),
    _warning("open-command", "A quote, bracket or heredoc in a command is never closed."),
    _warning("open-question", "A question has an answer but no options."),
    _warning("option-letters", "The letters of a question's options repeat or skip one."),
    _warning("output-without-command", "A fence marked `output` follows no command."),
    _warning("outside-link", "A link leads out of the folder of lessons."),
    _warning("question-number", "The numbers of the questions skip or repeat."),
    _warning("question-style", "The way the questions are written gives answers away."),
    _warning("repeated-question", "The same question with the same options stands there twice."),
    _warning("repeated-title", "The id that a title or stem gives is another item's."),
    _warning("several-answers", "The stem asks for another number of answers than are marked."),
    _warning("solution-without-task", "A solution belongs to no lab."),
    _warning("swallowed-heading", "A heading is lost: it stands inside a fence, as code."),
    _warning("task-without-solution", "A lab has no solution."),
    _warning("too-deep", "Lists or quotes are nested too deeply."),
    _warning("unclosed-fence", "A fence is never closed."),
    _warning("unknown-alias", "An alias leads to an id that does not exist."),
    _error("unknown-answer", "The answer that is given names no option."),
    _warning("unknown-command", "A command of a lab begins with no program that is known."),
    _warning(
        "unknown-placeholder", "A lab's text has a placeholder that none of its commands has."
    ),
    _warning("unread-formula", "A formula cannot be written as text, so it is shown in LaTeX."),
    _warning("unread-question", "Something looks like a question but is not read as one."),
    _error(
        "unreadable",
        "A file is missing, too large, not text in UTF-8, or in a format that is not read.",
    ),
    _warning("unused-answer", "An answer key answers a question that is not there."),
    _warning("unused-id", "An id stands on a heading that it cannot name."),
    _warning("wrong-fence-close", "A fence is closed by other marks than those that opened it."),
)

_WRONG: frozenset[ProblemCode] = frozenset(
    {
        "broken-checkbox",
        "no-command",
        "nothing-to-write",
        "open-command",
        "output-without-command",
        "question-number",
        "several-answers",
        "swallowed-heading",
        "unclosed-fence",
        "unknown-command",
        "unknown-placeholder",
        "unread-question",
        "unused-answer",
        "wrong-fence-close",
    }
)
"""What is served, and may tell a learner something wrong."""
_STYLE: frozenset[ProblemCode] = frozenset({"question-style", "repeated-title", "unused-id"})


def harm(problem: Problem) -> int:
    """Return how much harm a problem does, the worst being 0.

    First comes what tells a learner something wrong, then what is left out, then what looks
    otherwise than it was meant, and last what is a matter of names and of style.
    """
    if problem.code in _WRONG:
        return 0
    if problem.severity == "error":
        return 1
    return 3 if problem.code in _STYLE else 2


RULES: Mapping[str, Rule] = {rule.code: rule for rule in _ALL}
"""Every rule by its code, in the order of the codes."""
