"""Practice questions out of blocks: stem, options, the right ones, reasons and explanation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.markdown import plain_text
from content.models import Option, Problem, Question
from content.render import render, render_block, unwrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from content.identity import IdGiver
    from content.markdown import Block
    from content.models import ProblemCode

_TITLE = re.compile(
    r"(?:practice|review|quiz|exam|test|self-test|knowledge[ -]check)\b.*\bquestions?"
    r"|(?:questions?|quiz|knowledge check)",
    re.IGNORECASE,
)
_BOLD_LEAD = re.compile(
    r"(?P<bold>\*\*|__)(?:Question|Q)\s*[\d.]*\s*[:.)]?\s*(?P=bold)\s*[:.)]?\s*(?P<stem>.*)",
    re.IGNORECASE | re.DOTALL,
)
_BOLD_STEM = re.compile(
    r"(?P<bold>\*\*|__)(?:Question|Q)\s*[\d.]*\d\s*[:.)]\s*(?P<stem>.+?)(?P=bold)\s*(?P<more>.*)",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN_LEAD = re.compile(
    r"(?:Question|Q)\s*\d+\s*(?:[:.)]\s*(?P<stem>.*)|$)", re.IGNORECASE | re.DOTALL
)
_CORRECT = re.compile(r"\s*\[correct\]", re.IGNORECASE)
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_WHOLE_BOLD = re.compile(r"(?P<bold>\*\*|__)(?P<text>(?:(?!(?P=bold)).)+)(?P=bold)", re.DOTALL)
_LABEL = re.compile(
    r"(?:\*\*|__|\*)?(?:Explanation|Reason|Why)\s*(?:[:.](?:\*\*|__|\*)?|(?:\*\*|__|\*)[:.])\s*",
    re.IGNORECASE,
)


def is_questions_title(title: str) -> bool:
    """Say whether a heading announces practice questions."""
    return bool(_TITLE.fullmatch(title.strip()))


@dataclass
class Harvest:
    """The questions found, the blocks that belong to none, and what is wrong."""

    questions: list[Question] = field(default_factory=list)
    rest: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class _Draft:
    """A question while its blocks are collected."""

    line: int
    stem: str
    more: list[Block] = field(default_factory=list)
    lists: list[Block] = field(default_factory=list)
    quotes: list[Block] = field(default_factory=list)


def harvest(path: str, blocks: Sequence[Block], ids: IdGiver, *, announced: bool) -> Harvest:
    """Take the questions out of ``blocks``.

    ``announced`` says that the heading promised questions; elsewhere only a question with an option
    marked ``[correct]`` counts, so that a list of frequent questions stays text.
    """
    found = Harvest()
    for group in _groups(blocks):
        stem = _stem(group[0])
        draft, rest = (None, group) if stem is None else _draft(stem, group)
        if draft is None or not (announced or any(map(_is_marked, draft.lists))):
            found.rest += group
            continue
        found.rest += rest
        _finish(path, draft, ids, found)
    return found


def _groups(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Split blocks before each one that begins a question."""
    group: list[Block] = []
    for block in blocks:
        if group and _stem(block) is not None:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _stem(block: Block) -> str | None:
    """Return the stem when ``block`` begins a question; it may be empty and follow below."""
    if block.kind not in {"paragraph", "heading"}:
        return None
    if found := _BOLD_LEAD.fullmatch(block.content):
        return found["stem"].strip()
    if found := _BOLD_STEM.fullmatch(block.content):
        return f"{found['stem']} {found['more']}".strip()
    found = _PLAIN_LEAD.fullmatch(block.content)
    return (found["stem"] or "").strip() if found else None


def _draft(stem: str, group: list[Block]) -> tuple[_Draft, list[Block]]:
    """Sort the blocks of one question; return it and the blocks that are not part of it."""
    draft = _Draft(group[0].line, stem)
    rest: list[Block] = []
    chosen = _option_list(group)
    for block in group[1:]:
        if block is chosen:
            draft.lists.append(block)
        elif not draft.lists:
            draft.more.append(block)
        elif block.kind == "ordered_list" and block.level > 1 and not draft.quotes and not rest:
            draft.lists.append(block)
        elif block.kind == "blockquote" or (
            block.kind == "paragraph" and _LABEL.match(block.content)
        ):
            draft.quotes.append(block)
        else:
            rest.append(block)
    return draft, rest


def _option_list(group: list[Block]) -> Block | None:
    """Choose the options: a marked list, else the first ordered one, else the first list."""
    lists = [block for block in group[1:] if block.is_list]
    ordered = [block for block in lists if block.kind == "ordered_list"]
    return next(iter([*filter(_is_marked, lists), *ordered, *lists]), None)


def _is_marked(block: Block) -> bool:
    return any(_has_mark(part.content) for item in block.children for part in item.children)


def _has_mark(content: str) -> bool:
    return bool(_CORRECT.search(_CODE_SPAN.sub("", content)))


def _finish(path: str, draft: _Draft, ids: IdGiver, found: Harvest) -> None:
    """Turn a draft into a question, or into errors where it cannot be asked."""
    read = [_option(item) for block in draft.lists for item in block.children]
    options = [option for option, _, _ in read]
    correct = tuple(index for index, (_, right, _) in enumerate(read) if right)
    quotes = draft.quotes + [quote for _, _, quoted in read[-1:] for quote in quoted]
    lines = [item.line for block in draft.lists for item in block.children]
    faults = list(_faults(draft, options, correct, lines))
    found.problems += [
        Problem(path=path, line=line, severity="error", code=code, message=message)
        for line, code, message in faults
    ]
    if {"one-option", "no-answer"} & {code for _, code, _ in faults}:
        return
    stem = "\n\n".join(filter(None, [unwrap(draft.stem), render(draft.more)]))
    found.questions.append(
        Question(
            id=ids.question(plain_text(stem)),
            line=draft.line,
            stem=stem,
            options=tuple(options),
            correct=correct,
            explanation="\n\n".join(filter(None, map(_explanation, quotes))) or None,
        )
    )


def _faults(
    draft: _Draft, options: list[Option], correct: tuple[int, ...], lines: list[int]
) -> Iterator[tuple[int, ProblemCode, str]]:
    if len(options) < 2:  # noqa: PLR2004 - a choice needs two
        yield (
            draft.line,
            "one-option",
            f"a question needs two or more options, this one has {len(options)}",
        )
    if not correct:
        yield draft.line, "no-answer", "no option is right: mark one with [correct]"
    seen: dict[str, int] = {}
    for index, option in enumerate(options):
        words = " ".join(plain_text(option.text).split())
        if words in seen:
            yield (
                lines[index],
                "equal-options",
                f"options {seen[words] + 1} and {index + 1} are equal: {words}",
            )
        seen.setdefault(words, index)


def _option(item: Block) -> tuple[Option, bool, list[Block]]:
    """Return an option, whether it is right, and the quotes inside it."""
    texts: list[str] = []
    reasons: list[str] = []
    quotes: list[Block] = []
    right = False
    for index, block in enumerate(item.children):
        if block.kind == "blockquote":
            quotes.append(block)
        elif block.is_list:
            reasons += [render(part.children) for part in block.children]
        elif index == 0 or block.kind in {"fence", "code_block"}:
            marked = block.is_text and _has_mark(block.content)
            right = right or marked
            texts.append(
                _unmarked(block.content, marked=marked) if block.is_text else render_block(block)
            )
        else:
            reasons.append(render_block(block))
    reason = "\n".join(filter(None, reasons)) or None
    return (
        Option(text="\n".join(texts), reason=_LABEL.sub("", reason, count=1) if reason else None),
        right,
        quotes,
    )


def _unmarked(content: str, *, marked: bool) -> str:
    """Return an option without its mark and without the bold that spans all of it."""
    text = unwrap(content)
    if marked:
        spans = [found.span() for found in _CODE_SPAN.finditer(text)]
        for found in reversed(list(_CORRECT.finditer(text))):
            if not any(start <= found.start() < end for start, end in spans):
                text = text[: found.start()] + text[found.end() :]
    text = text.strip()
    whole = _WHOLE_BOLD.fullmatch(text)
    return whole["text"].strip() if whole else text


def _explanation(block: Block) -> str:
    text = render(block.children) if block.kind == "blockquote" else render_block(block)
    found = _LABEL.match(text)
    return text[found.end() :] if found else text
