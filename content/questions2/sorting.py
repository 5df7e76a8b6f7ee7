"""Sorts the tokens of one question into stem, options, answer and explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.markdown.render import render, render_block, unwrap
from content.questions2.drafts import Draft
from content.questions2.groups import end_of_options
from content.questions2.notes import add_notes
from content.questions2.rules.marks import without_bold
from content.questions2.rules.options import take_off_letters
from content.questions2.titles import announces_answer, is_label, is_question_title
from content.questions2.tokens import options_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.questions2.rules.lists import Writing
    from content.questions2.rules.options import Option
    from content.questions2.rules.question_headers import QuestionHeader
    from content.questions2.tokens import Token

_SKIPPED = frozenset({"open", "close", "rule", "furniture"})
_BELOW = frozenset({"code", "image", "text", "quote", "options"})
"""What may be a part of the option above it."""
_WRITINGS: tuple[Writing, ...] = ("boxes", "marked", "letters", "lines", "ordered", "list")
"""The ways of writing options, the surest one first."""
_FEW = 2


def read_draft(header: QuestionHeader, tokens: Sequence[Token], *, owned: bool) -> Draft:
    """Read the question that ``header`` begins out of its tokens, stem first.

    ``owned`` says that text behind the options belongs to the question and not to the lesson.
    """
    draft = Draft(header)
    # Behind the answer nothing is an option.
    answer = next((n for n, token in enumerate(tokens) if _states_answer(token)), len(tokens))
    start = _first_option(tokens[:answer])
    end, parted = start, False
    inside: list[Token] = []
    if start < answer:
        draft.writing = tokens[start].writing
        end, *_ = end_of_options(tokens[:answer], start)
        for token in tokens[start:end]:
            if token.writing and (token.writing == draft.writing or draft.writing != "boxes"):
                options, notes = options_of(token)
                draft.options += options
                inside += notes
            else:
                parted = parted or token.is_prose
                _extend(draft.options[-1], token, inside)
        if _is_last_part(draft.options, tokens[end : end + 1], parted=parted):
            _extend(draft.options[-1], tokens[end], inside)
            end += 1
    draft.stem = _stem(tokens[:start])
    take_off_letters(draft.options, pictured="![" in draft.stem and not parted)
    add_notes(draft, inside, tokens[end:], owned=owned)
    return draft


def _first_option(tokens: Sequence[Token]) -> int:
    """Return the place of the first option, in the surest way of writing that there is."""
    for writing in _WRITINGS:
        plain = writing in {"ordered", "list"}
        for place, token in enumerate(tokens):
            if token.writing != writing or not (plain or token.shows_options):
                continue
            if writing != "lines" or end_of_options(tokens, place)[2] >= _FEW:
                return place
    return len(tokens)


def _extend(last: Option, token: Token, inside: list[Token]) -> None:
    """Add what stands below an option to it."""
    if not token.is_prose:
        last.text = "\n".join(filter(None, [last.text, render_block(token.block)]))
    elif token.kind in {"answer", "explanation"} or token.owned:
        inside.append(token)
    else:
        quoted = token.kind == "quote"
        last.reasons.append(render(token.block.children) if quoted else render_block(token.block))


def _is_last_part(options: Sequence[Option], below: Sequence[Token], *, parted: bool) -> bool:
    """Return whether what stands below the last option is its own, as below all others."""
    if not below or len(options) < _FEW or below[0].kind not in _BELOW:
        return False
    *others, last = options
    if not below[0].is_prose and not last.text.strip("`.: "):
        return True
    if parted:
        return all(option.reasons or "\n" in option.text for option in others)
    return not below[0].is_prose and all("\n" in option.text for option in others)


def _stem(tokens: Sequence[Token]) -> str:
    texts: list[str] = []
    for token in tokens:
        block = token.block
        if token.kind in _SKIPPED or _only_announces(token):
            continue
        text = block.content if block.kind in {"heading", "summary"} else render_block(block)
        if block.is_text:
            text = unwrap(text) if texts else without_bold(unwrap(text))
        texts.append(text)
    return "\n\n".join(filter(None, texts))


def _states_answer(token: Token) -> bool:
    if token.kind == "quote":
        return bool(token.inside) and _states_answer(token.inside[0])
    label = token.kind == "summary" and announces_answer(token.block.content)
    return label or token.kind == "answer"


def _only_announces(token: Token) -> bool:
    """Return whether a token in a stem is nothing but "Question" or "Options:"."""
    block = token.block
    if block.kind == "paragraph" and not block.text.endswith((":", "\uff1a")):
        return False
    return block.is_text and (is_question_title(block.content) or is_label(block.content))
