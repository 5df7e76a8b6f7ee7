"""Nothing that an author wrote is lost: each word is found again in what a lesson became."""

from __future__ import annotations

import itertools
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import words
from content.ids.names import digest
from content.lesson import read_lesson
from content.markdown.blocks import has_content, parse
from content.outline.furniture import without_furniture
from content.outline.headings import classify
from content.outline.tree import outline
from content.problems import ProblemSink
from content.questions import find_questions
from content.source import from_bytes, from_text
from tests.content.kept import kept
from tests.content.test_fixtures import FOLDER, Case, cases
from tests.content.test_outline import READERS, all_below

if TYPE_CHECKING:
    from content.source import Source

CASES = [case for path in sorted(FOLDER.glob("*.md")) for case in cases(path)]

# Each `@` becomes a word of its own, which must be found again in what was kept.
SHAPES = r"""
# @¦## @¦### @¦#### @¦#### @ {#h1}¦## 1.2 @¦## Practice Questions¦### Lesson 1 Lab @
### Lesson 1 Lab SolutionUsing @¦## Lab: @¦## Lab Solution: @¦## Demo: @¦#### Demo @¦## Answers
### Q1¦### 2. @¦@\n===¦@\n---¦##@¦# @  #¦@¦@ @¦  @¦    @¦- @¦  - @¦   - @¦    - @¦\t- @¦* @¦1. @
2. @¦1) @¦- @\n  @¦> @¦> - @¦@\n@¦\* @¦***¦**@ **@¦** @**¦@**¦*@*¦`@`¦`` @ ``¦<@>¦**<@ @>**¦<b>@</b>
<a name="x"></a>@¦see [@](http://x)¦![@](x.png)¦<details>¦<summary>@</summary>¦</details>¦<br>
@<br>@¦<p>@</p>¦<!-- note -->¦| @ | @ |¦| --- | --- |¦```¦~~~¦```bash¦```output¦```yaml¦```text
```console¦````¦``¦  ```¦    ```¦```bash\n@\n```¦- @\n```sh\n@\n```¦$ @¦$ @ # @¦@ # @¦# @¦PS C:\> @
@ <<EOF¦EOF¦vim @¦kubectl edit @¦key: @¦@ <@ @>¦@ \¦echo '@¦save and close¦**Question 1:** @
**Question 2:** @¦#### Q3. @¦**Q4.** @¦Question 5: @¦### 6. @¦**7.** @¦- [ ] @¦- [x] @¦- [] @
- A) @¦- B) @¦A. @¦B. @¦C) @¦1. @ [correct]¦2. **@ [correct]**¦1. **@**¦a) @ ✅¦**Answer: B**
> [!question] Q1. @¦> [!question]- @¦> > [!tip]- Answer¦>> @¦> - [x] @¦??? question "@"¦### Question
??? success "Answer"¦!!! note "@"¦:::details @¦:::details Answer¦:::¦#### P3. @¦#### Frage 2. @
Short answers:¦### @?¦**Options:**¦1. (b) 2. (a)¦**Answers**: 1-b, 2-c¦## 6. Answers
## Detailed Solutions
=== "@"¦/// note | @¦///¦::: {.note title="@"}¦::: tip @¦{{< tab "@" >}}¦{{< /tab >}}
{% tab title="@" %}¦{% endtab %}¦<Tab label="@">¦</Tab>¦@ {.big}¦[@]{.big}¦{: .big}¦```{note} @\n```
[^1]: @¦> [!note] @¦{::comment}¦==@==¦<dl>¦<dt>@¦<dd>@¦</dl>
Answer: A @¦**Answer:** @¦Answer: Z¦Explanation: @¦**Explanation:** @¦1. B¦1. A @¦| 1 | B | @ |
"""
TEMPLATES = [
    shape
    for line in SHAPES.strip().split("\n")
    for shape in line.replace("\\n", "\n").replace("\\t", "\t").split("¦")
]


_WORD = re.compile(r"w[0-9a-f]{8}w")


def _numbered(shapes: list[str]) -> tuple[str, list[str]]:
    """Return a text with a word of its own for each ``@``, and those words."""
    count = itertools.count()
    text = re.sub("@", lambda _: f"w{digest(str(next(count)))}w", "\n".join(shapes))
    return text, _WORD.findall(text)


def _of_questions(source: Source) -> str:
    """Return the titles of headings that hold nothing but questions: those begin no section."""
    blocks = list(without_furniture(parse(source.text, source.numbers).blocks))
    found = find_questions(blocks, ProblemSink(""))
    root = outline(found.rest)
    classify(root, READERS, found, has_title=source.front.title is not None)
    headings = [node for top in root.apart for node in all_below(top)]
    return " ".join(
        node.full_title
        for node in headings
        if node.kind in {"questions", "key"} and not has_content(node.flat())
    )


@settings(max_examples=300)
@given(st.lists(st.sampled_from(TEMPLATES), max_size=25))
def test_no_word_is_lost(shapes: list[str]) -> None:
    text, words = _numbered(shapes)
    reading = read_lesson(from_text("x.md", text), "c")
    found = set(_WORD.findall(f"{kept(reading)} {_of_questions(from_text('x.md', text))}".lower()))
    lost = [word for word in words if word not in found]
    assert lost == [], text


WORD = re.compile(r"[^\W\d_]{2,}")
# What no reader sees: comments, tags with their attributes, ids, tables of contents, info strings.
UNSEEN = re.compile(
    r"<!--(?:.|\n)*?-->|<!\[[^<>]*>|</?[a-z][^<>]*>|\{#[^}]*\}|^\s*- \[.*\]\(#.*\)$|\]\([^)]*\)"
    r"|^[ >\-\d.]*(?:```+|~~~+).*$|(?<=Solution)(?=[A-Z])"
    # The names of footnotes.
    r"|\[\^[^\s\[\]]+\]:?"
    # Containers, by their kind and attributes; what is written for machines and what is taken in.
    r"|\{::comment\}(?:.|\n)*?\{:/comment\}|\{% comment %\}(?:.|\n)*?\{% endcomment %\}"
    r"|\{/\*(?:.|\n)*?\*/\}|^(?:import|export) (?:.|\n)*?;$|^[!?]>|^\[!INCLUDE.*$|^--8<--.*$"
    r"|^#+ --[a-z-]+--$"
    r"|^ *:::\w.*:::$|^[ >-]*[:/]{3,} *(?:\{[^{}]*\}|[\w-]+)|^::\w.*$|^ +type: .*$|^:[\w-]+:.*$"
    r"|^[ >-]*(?:!!!|\?\?\?\+?) *\w+|\[![^\]]*\]|\{[%:].*?\}|\{\{.*?\}\}|\{[^{}]*\}|:[a-z]+-[\w-]+:"
    r"|:[a-z]+(?=\[)|\bpivot=|</?[A-Z][a-z][^<>]*>"
    r"|\{[:/*. ]*#?[a-z][^{}\n]*\}(?=\s*#*$|\{)|:[a-z][\w+-]*:|:id=\w+|\[link\](?=\(#)"
    r"|^ *(?:(?:\(.*?\) |\[.*?\]: )?PS.*?>|\[.*?\]#|\S+@.*?[$#])"
    # What dialogs, routers and Git for Windows ask with.
    r"|^[\w-]+(?:\([\w-]+\))?=?[>#]|^[A-Z][\w ]*\([^()\n]*\):|^\S+@\S+ MINGW.*$",
    re.MULTILINE,
)
# Words that say what something is.
LABELS = """
lesson module lab solution demo question questions quiz exam practice new answer answers correct key
explanation rationale rationales details summary toc contents click for the why back to top and
output is similar this you should see task rem labsolution demonstration part feedback success
ans choice option right frage summary options easy hard msq several difficulty topic reveal tip
certification note detailed type no mcq correction check incorrect ac your show knowledge concept
not both white mark true false iii الف रश सह तर उत
"""
FURNITURE = frozenset(LABELS.split())
FOREIGN = re.compile(
    rf"(?:{words.QUESTION}|{words.ANSWER}|{words.RIGHT}|{words.EXPLANATION}|{words.KEY}|{words.OUTPUT}"
    rf"|{words.LESSON}|{words.PART_OF_COURSE}"
    rf"|{words.RIGHT_MARK}|{words.WRONG_MARK}|{words.IS})+[a-d\uff41-\uff44]?",
    re.IGNORECASE,
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_word_of_a_fixture_is_lost(case: Case) -> None:
    source = from_bytes(case.file, case.data)
    found = set(WORD.findall(kept(read_lesson(source, "c")).lower()))
    body = "\n".join(case.data.decode("utf-8-sig").splitlines()[_head(source) :])
    if source.front.title:
        # The title of the front matter takes the place of the heading.
        body = re.sub(r"^# .*$", "", body, count=1, flags=re.MULTILINE)
    said = set(WORD.findall(unescape(UNSEEN.sub(" ", body)).lower()))
    lost = said - found - FURNITURE - set(WORD.findall(_of_questions(source).lower()))
    assert [word for word in lost if not FOREIGN.fullmatch(word)] == []


def _head(source: Source) -> int:
    """Return how many lines the front matter takes."""
    return max(source.front_lines.values(), default=-1) + 1
