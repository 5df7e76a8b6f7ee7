"""Sorts the tokens of one question into stem, options, answer and explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.markdown.render import render_block, unwrap
from content.questions2.drafts import Draft
from content.questions2.notes import add_notes
from content.questions2.rules.letters import is_bare
from content.questions2.rules.marks import without_bold
from content.questions2.rules.options import take_off_letters
from content.questions2.titles import announces_answer, is_label, is_question_title
from content.questions2.tokens import options_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from content.questions2.rules.lists import Writing
    from content.questions2.rules.options import Option
    from content.questions2.rules.question_headers import Header
    from content.questions2.tokens import Token

_SKIPPED = frozenset({"open", "close", "rule", "furniture"})
_NO_PROSE = frozenset({"code", "image"})
_FEW = 2


def read_draft(header: Header, tokens: Sequence[Token], *, owned: bool) -> Draft:
    """Read the question that ``header`` begins out of its tokens, stem first.

    ``owned`` says that text behind the options belongs to the question and not to the lesson.
    """
    if tokens and tokens[0].kind == "stems" and len(tokens[0].inside) == 1:
        # The only item of a list is the stem.
        tokens = (*tokens[0].inside[0].inside, *tokens[1:])
    return _Sorter(header, tokens).sort(owned=owned)


class _Sorter:
    """Sorts the tokens of a question in their order."""

    def __init__(self, header: Header, tokens: Sequence[Token]) -> None:
        self._draft = Draft(header)
        self._tokens = tokens
        self._stem: list[str] = []
        self._notes: list[Token] = []
        """What stands among the options and speaks of the whole question."""
        self._parted = False
        """Whether text stands between the options."""
        self._full = 0
        """How many of the options, from the first one on, have more than a letter."""

    def sort(self, *, owned: bool) -> Draft:
        draft = self._draft
        draft.writing, limit = self._choose()
        between: list[Token] = []
        end = limit
        for place, token in enumerate(self._tokens[:limit]):
            if self._is_options(token) and not self._is_over(between):
                self._extend(between)
                between = []
                self._take(token)
            elif not draft.options:
                self._add_to_stem(token)
            elif draft.writing != "boxes" and _is_prose(token):
                end = place
                break
            elif self._is_options(token):
                end = place
                break
            else:
                between.append(token)
        draft.stem = "\n\n".join(filter(None, self._stem))
        after = [*self._trailing(between), *self._tokens[end:]]
        take_off_letters(draft.options, pictured="![" in draft.stem and not self._parted)
        add_notes(draft, self._notes, after, owned=owned)
        return draft

    def _choose(self) -> tuple[Writing, int]:
        """Return how the options are written, and before which token they end.

        That is the answer, or the first box behind what may be options: one above is a hint.
        """
        seen, box = False, None
        answer = len(self._tokens)
        for place, token in enumerate(self._tokens):
            if _states_answer(token):
                answer = place
                break
            if seen and box is None and token.kind == "open":
                box = place
            seen = seen or token.shows_options or token.kind == "stems" or token.is_list
        limits = [answer] if box is None else [box, answer]
        for end in limits:
            found = {token.writing for token in self._tokens[:end] if token.shows_options}
            lines = sum(token.count for token in self._tokens[:end] if token.writing == "lines")
            for writing in ("boxes", "marked", "letters", "lines"):
                if writing in found and (writing != "lines" or lines > 1):
                    return writing, end
        ordered = any(token.writing == "ordered" for token in self._tokens[: limits[0]])
        return "ordered" if ordered else "list", limits[0]

    def _is_options(self, token: Token) -> bool:
        """Return whether a token holds options, or more of them."""
        writing, found = self._draft.writing, len(self._draft.options)
        if writing == "boxes":
            return token.writing == writing
        if writing in {"lines", "letters"}:
            return token.writing == writing and token.first == found
        if not token.is_list:
            return False
        if found:
            # An ordered list that something interrupted goes on with the next number.
            return token.block.kind == "ordered_list" and token.block.level == found + 1
        if writing == "ordered":
            return token.block.kind == "ordered_list"
        return writing in {"list", token.writing}

    def _is_over(self, between: Sequence[Token]) -> bool:
        """Return whether text stands below options that are all there."""
        if not any(map(_is_prose, between)):
            return False
        found = self._draft.options
        ticked = len(found) > 1 and any(option.right for option in found)
        return ticked and not self._parted and not self._waits()

    def _waits(self) -> bool:
        """Return whether the last option is nothing but a letter, and all others have more."""
        found = self._draft.options
        if found[-1].reasons or not is_bare(found[-1].text):
            return False
        while self._full < len(found) - 1 and _has_more(found[self._full]):
            self._full += 1
        return self._full == len(found) - 1

    def _take(self, token: Token) -> None:
        options, notes = options_of(token)
        self._draft.options += options
        self._notes += notes

    def _extend(self, between: Sequence[Token]) -> None:
        """Add what stands between two options to the first of them."""
        for token in between:
            last = self._draft.options[-1]
            if not _is_prose(token):
                last.text = "\n".join(filter(None, [last.text, render_block(token.block)]))
            elif token.kind in {"answer", "explanation"} or token.owned:
                self._notes.append(token)
            else:
                self._parted = True
                last.reasons.append(render_block(token.block))

    def _trailing(self, between: Sequence[Token]) -> list[Token]:
        """Give the last option what is its own behind it; return what is left."""
        if not between or len(self._draft.options) < _FEW:
            return list(between)
        *others, last = self._draft.options
        own = self._waits()
        if not own and not _is_prose(between[0]):
            own = not last.text.strip("`.: ") or all("\n" in option.text for option in others)
        if own:
            self._extend(between[:1])
        return list(between[own:])

    def _add_to_stem(self, token: Token) -> None:
        block = token.block
        if token.kind in _SKIPPED or _only_announces(token):
            return
        text = block.content if block.kind in {"heading", "summary"} else render_block(block)
        if block.is_text:
            text = unwrap(text) if self._stem else without_bold(unwrap(text))
        self._stem.append(text)


def _states_answer(token: Token) -> bool:
    if token.kind == "quote":
        return bool(token.inside) and _states_answer(token.inside[0])
    label = token.kind == "summary" and announces_answer(token.block.content)
    return label or token.kind == "answer"


def _has_more(option: Option) -> bool:
    return bool(option.reasons) or "\n" in option.text


def _only_announces(token: Token) -> bool:
    """Return whether a token in a stem is nothing but "Question" or "Options:"."""
    block = token.block
    if block.kind == "paragraph" and not block.text.endswith((":", "\uff1a")):
        return False
    return block.is_text and (is_question_title(block.content) or is_label(block.content))


def _is_prose(token: Token) -> bool:
    return token.kind not in _NO_PROSE
