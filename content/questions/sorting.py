"""Sorts the tokens of one question into stem, options, answer and explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from content.markdown.render import render, render_block, unwrap
from content.questions.drafts import Draft
from content.questions.groups import end_of_options
from content.questions.notes import Notes, end_of_notes
from content.questions.rules.marks import without_bold
from content.questions.rules.options import (
    Option,
    Writing,
    end_of_items,
    read_lines,
    read_option,
    split_aside,
    take_off_letters,
)
from content.questions.titles import announces_answer, is_label, is_question_title
from content.questions.tokens import Token, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.markdown.blocks import Block
    from content.questions.rules.question_headers import QuestionHeader

_SKIPPED = frozenset({"details", "details_end", "hr"})
_ASIDE = frozenset({"answer", "explanation", "notes", "blockquote", "details", "summary"})
"""What in an option speaks of the whole question."""
_BELOW = frozenset({"fence", "code_block", "image", "paragraph", "blockquote", "options"})
"""What may be a part of the option above it."""


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
                draft.options += _options(token, inside)
            else:
                parted = parted or token.is_prose
                _extend(draft.options[-1], token, inside)
        if _is_last_part(draft.options, tokens[end : end + 1], parted=parted):
            _extend(draft.options[-1], tokens[end], inside)
            end += 1
    draft.stem = "\n\n".join(filter(None, _stem(tokens[:start]))) or header.block.text
    take_off_letters(draft.options, pictured="![" in draft.stem and not parted)
    notes = Notes(draft, owned=owned)
    for token in inside:
        notes.add(token, owned=True)
    last = end + end_of_notes(draft, tokens[end:])
    for token in tokens[end:last]:
        notes.add(token)
    draft.rest += tokens[last:]
    return draft


def _first_option(tokens: Sequence[Token]) -> int:
    """Return the place of the first option, in the surest way of writing that there is."""
    for writing in get_args(Writing)[1:]:
        plain = writing in {"ordered", "list"}
        for place, token in enumerate(tokens):
            if token.writing != writing or not (plain or token.shows_options):
                continue
            if writing != "lines" or end_of_options(tokens, place)[2] > 1:
                return place
    return len(tokens)


def _options(token: Token, inside: list[Token]) -> Iterator[Option]:
    """Yield the options of a token; what in it speaks of the whole question goes ``inside``."""
    if token.writing == "lines":
        lines = read_lines(token.block)
        yield from lines.options if lines else ()
        return
    items = token.block.children
    end = end_of_items(items)
    for item in items[:end]:
        yield _item(item, token.place, inside)
    for item in items[end:]:
        inside += tokens_of(item.children, token.place)


def _item(item: Block, place: int, inside: list[Token]) -> Option:
    """Read an option out of a list item: nested lists and paragraphs are its reasons."""
    below = list(item.children)
    option = Option(item.line, "")
    if below and below[0].is_text:
        text, aside = split_aside(below.pop(0))
        option = read_option(item.line, text)
        inside += tokens_of(aside, place)
    for block in below:
        tokens = list(tokens_of([block], place))
        if tokens[0].kind in _ASIDE:
            inside += tokens
        elif block.is_list:
            option.reasons += [render(part.children) for part in block.children]
        else:
            for token in tokens:
                _extend(option, token, inside)
    return option


def _extend(option: Option, token: Token, inside: list[Token]) -> None:
    """Add what stands below an option to it."""
    if not token.is_prose:
        option.add(render_block(token.block))
    elif token.kind in _ASIDE - {"blockquote"} or token.owned:
        inside.append(token)
    else:
        quoted = token.kind == "blockquote"
        option.reasons.append(render(token.block.children) if quoted else render_block(token.block))


def _is_last_part(options: Sequence[Option], below: Sequence[Token], *, parted: bool) -> bool:
    """Return whether what stands below the last option is its own, as below all others."""
    if len(options) < 2 or not below or below[0].kind not in _BELOW:  # noqa: PLR2004
        return False
    *others, last = options
    if not below[0].is_prose and not last.text.strip("`.: "):
        return True
    if parted:
        return all(option.reasons or "\n" in option.text for option in others)
    return not below[0].is_prose and all("\n" in option.text for option in others)


def _stem(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the texts of a stem as Markdown."""
    for place, token in enumerate(tokens):
        block = token.block
        if token.kind in _SKIPPED or _only_announces(block):
            continue
        text = block.content if block.kind in {"heading", "summary"} else render_block(block)
        if block.is_text:
            text = unwrap(text) if place else without_bold(unwrap(text))
        yield text


def _states_answer(token: Token) -> bool:
    if token.kind == "blockquote":
        return bool(token.inside) and _states_answer(token.inside[0])
    label = token.kind == "summary" and announces_answer(token.block.content)
    return label or token.kind == "answer"


def _only_announces(block: Block) -> bool:
    """Return whether a text in a stem is nothing but "Question" or "Options:"."""
    if block.kind == "paragraph" and not block.text.endswith((":", "\uff1a")):
        return False
    return block.is_text and (is_question_title(block.content) or is_label(block.content))
