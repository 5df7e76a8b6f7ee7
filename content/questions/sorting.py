"""Sorts the tokens of one question into stem, options, answer and explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from content.markdown.render import render, render_block, unwrap
from content.questions.drafts import Draft
from content.questions.groups import end_of_box, end_of_options, is_true_or_false
from content.questions.notes import Notes, end_of_notes
from content.questions.rules.answer_statements import explains, without_label, words_of
from content.questions.rules.marks import split_hint, without_emphasis
from content.questions.rules.options import (
    Option,
    Writing,
    end_of_items,
    first_text,
    read_lines,
    read_option,
    settle,
    split_aside,
)
from content.questions.titles import announces_answer, is_label, is_question_title
from content.questions.tokens import Token, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from content.markdown.blocks import Block
    from content.questions.rules.question_headers import QuestionHeader

_SKIPPED = frozenset({"details", "details_end", "hr"})
_ASIDE = frozenset({"answer", "explanation", "notes", "details", "summary"})
"""What in an option may speak of the whole question."""
_BELOW = frozenset(
    {"fence", "code_block", "image", "paragraph", "blockquote", "options", "explanation", "details"}
)
"""What may be a part of the option above it."""
_WRITINGS = get_args(Writing)[1:]


def read_draft(header: QuestionHeader, tokens: Sequence[Token], *, owned: bool) -> Draft:
    """Read the question that ``header`` begins out of its tokens, stem first.

    ``owned`` says that text behind the options belongs to the question and not to the lesson.
    """
    draft = Draft(header)
    # Behind the answer nothing is an option.
    answer = next((n for n, token in enumerate(tokens) if _states_answer(token)), len(tokens))
    draft.writing, start, end = _find_options(tokens[:answer])
    options = _Options(draft.options)
    for token in tokens[start:end]:
        options.read(token, draft.writing)
    while end < answer and options.owns(tokens[end]):
        shut = end_of_box(tokens, end) or end
        for token in tokens[end : shut + 1]:
            options.extend(token)
        end = shut + 1
    draft.stem = "\n\n".join(filter(None, _stem(tokens[:start]))) or header.block.text
    if not draft.options and is_true_or_false(draft.stem) and answer < len(tokens):
        draft.writing = "list"
        draft.options += (Option(header.block.line, text) for text in ("True", "False"))
    settle(draft.options, pictured="![" in draft.stem and not options.parted)
    _drop_hints(draft.options)
    options.tell_apart()
    notes = Notes(draft, owned=owned)
    for token in options.speak_of_all():
        notes.add(token, owned=True)
    last = end + end_of_notes(draft, tokens[end:])
    for token in tokens[end:last]:
        notes.add(token)
    draft.rest += tokens[last:]
    return draft


def _find_options(tokens: Sequence[Token]) -> tuple[Writing, int, int]:
    """Return how the options are written, where they begin and end: the surest that there are."""
    found: list[tuple[int, int, int]] = []
    place = 0
    while place < len(tokens):
        first, end = tokens[place], place + 1
        if first.shows_options or first.writing in {"weak", "ordered", "list"}:
            end, _, size = end_of_options(tokens, place)
            sure = min(_WRITINGS.index(one.writing) for one in tokens[place:end] if one.writing)
            if first.writing not in {"lines", "weak"} or size > 1:
                found.append((sure, place, end))
        place = end
    sure, start, end = min(found, default=(-1, len(tokens), len(tokens)))
    return _WRITINGS[sure] if found else "", start, end


class _Options:
    """Reads the options of a question, and what stands between them: reasons, or notes on all.

    ``parted`` says that text stands between the options.
    """

    def __init__(self, options: list[Option]) -> None:
        self._options = options
        self._behind: list[Token] = []
        self._boxed = self.parted = False

    def read(self, token: Token, writing: Writing) -> None:
        """Read the options of a token, or what stands below the last one."""
        if token.writing and not token.block.is_list:
            lines = read_lines(token.block)
            self._options += lines.options if lines else ()
        elif token.writing and (token.writing == writing or writing != "boxes"):
            items = token.block.children
            end = end_of_items(items)
            said = [writing == "boxes" and _has_sentence(item) for item in items[:end]]
            for item, own in zip(items[:end], said, strict=True):
                self._read_item(item, token.place, sentence=own and sum(said) * 2 > end)
            for item in items[end:]:
                self._behind += tokens_of(item.children, token.place)
        else:
            self.parted = self.parted or token.is_prose
            self.extend(token)

    def _read_item(self, item: Block, place: int, *, sentence: bool) -> None:
        """Read an option out of a list item: nested lists and paragraphs are its reasons."""
        below = list(item.children)
        option = Option(item.line, "")
        if below and below[0].is_text:
            text, aside = split_aside(below.pop(0), sentence=sentence)
            option = read_option(item.line, text)
            option.asides += tokens_of(aside, place)
        self._options.append(option)
        for token in tokens_of(below, place):
            if token.block.is_list and token.kind == "options":
                option.add_list(token.block)
                option.reasons += [render(part.children) for part in token.block.children]
            else:
                self.extend(token, nested=True)

    def extend(self, token: Token, *, nested: bool = False) -> None:
        """Add what stands below an option to it; ``nested`` is what stands in its item."""
        option, boxed = self._options[-1], self._boxed
        option.below += token.is_prose and not nested and not boxed
        self._boxed = token.kind == "details" or (boxed and token.kind != "details_end")
        quoted = token.kind == "blockquote"
        if boxed or token.kind in _ASIDE or token.owned or (quoted and nested):
            option.asides.append(token)
        elif token.is_prose:
            if token.block.is_list:
                option.add_list(token.block)
            option.reasons.append(_reason(token))
        else:
            option.add(render_block(token.block))

    def owns(self, below: Token) -> bool:
        """Return whether what stands below the last option is its own, as below all others."""
        if len(self._options) < 2 or below.kind not in _BELOW:  # noqa: PLR2004
            return False
        *others, last = self._options
        if not below.is_prose and not last.text.strip("`.: "):
            return True
        if not self.parted:
            return not below.is_prose and all("\n" in option.text for option in others)
        return (last.below < others[0].below or not below.is_prose) and all(
            option.reasons or "\n" in option.text or option.asides for option in others
        )

    def tell_apart(self) -> None:
        """Take the lists below options that are equal without them for their text."""
        texts = {words_of(option.text) for option in self._options}
        if len(texts) < len(self._options) and all(option.listed for option in self._options):
            for option in self._options:
                option.add("\n".join(option.reasons))
                option.reasons = []

    def speak_of_all(self) -> list[Token]:
        """Return what speaks of the whole question; what several options have is theirs."""
        answering = [list(filter(_names_options, option.asides)) for option in self._options]
        # What each option calls an answer is its own.
        shared = next(filter(None, answering), []) if sum(map(bool, answering)) == 1 else []
        own = [[one for one in option.asides if one not in shared] for option in self._options]
        speaking = sum(bool(one.reasons or own[n]) for n, one in enumerate(self._options))
        if speaking < 2:  # noqa: PLR2004 - a note below one option is not its own
            return [*(one for option in self._options for one in option.asides), *self._behind]
        for option, notes in zip(self._options, own, strict=True):
            option.reasons += filter(None, map(_reason, notes))
        return [*shared, *self._behind]


def _drop_hints(options: Sequence[Option]) -> None:
    """Take off what says the same as the boxes: of all options, or plainly of all of one side."""
    hints = [split_hint(option.text) for option in options]
    sides: dict[bool, list[bool]] = {True: [], False: []}
    for option, (says, *_) in zip(options, hints, strict=True):
        if says not in {None, option.right} or option.box is None:
            return
        sides[option.right].append(says is not None or option.wrong)
    plain, texts = all(one[2] for one in hints), [one[1] for one in hints]
    whole = all(all(side) or (plain and not any(side)) for side in sides.values())
    # What stands in front may be the same, as code that is true or false.
    if whole and len(set(texts)) == len(options):
        for option, text in zip(options, texts, strict=True):
            option.text = text


def _has_sentence(item: Block) -> bool:
    """Return whether the lines below an option are a sentence: one that goes on begins small."""
    above, _, below = first_text(item).partition("\n")
    below = below.strip("*_ ")
    begins = below[:1].isalpha() and not below[:1].islower() and not above.endswith((",", ":", ";"))
    return begins and below.endswith((".", "!", "\u3002"))


def _names_options(token: Token) -> bool:
    """Return whether a note says which options are right, and not only what is so of one."""
    statement = token.statement
    return bool(statement and statement.names) or any(map(_names_options, token.inside))


def _reason(token: Token) -> str:
    """Return what a token says of an option, without the label in front of it."""
    label = token.block.content.partition("\n")[0]
    if token.kind in _SKIPPED or (
        token.kind == "summary" and (is_label(label) or explains(f"{label}:") == "")
    ):
        return ""
    if token.kind == "explanation":
        return without_label(token.block.content)
    if token.kind == "blockquote":
        return "\n\n".join(filter(None, map(_reason, token.inside)))
    if token.kind == "notes":
        return "\n".join(render(item.children) for item in token.block.children)
    return render_block(token.block)


def _stem(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the texts of a stem as Markdown."""
    for place, token in enumerate(tokens):
        block = token.block
        if token.kind in _SKIPPED or _only_announces(block):
            continue
        text = block.content if block.kind in {"heading", "summary"} else render_block(block)
        if block.is_text:
            text = unwrap(text) if place else without_emphasis(unwrap(text))
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
