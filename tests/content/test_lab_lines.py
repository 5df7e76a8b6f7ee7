"""Each line of a lab's fence is in exactly one place: command, content, output, hint or text."""

from __future__ import annotations

import re
from collections import Counter
from textwrap import indent
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.content.lessons import read_text

if TYPE_CHECKING:
    from content.models import Lab

# ``{}`` becomes a word that no other line has.
LINES = (
    "ls {}",
    "ls {} # more",
    "kubectl get {} \\",
    "  --all {}",
    "# {}",
    "# Add {}",
    "# Output: {}",
    "",
    "cat <<EOF > {}",
    "EOF",
    "echo '{}",
    "vim {}",
    "kubectl edit deploy {}",
    "crontab -e",
    "cat > {}",
    "fdisk /dev/{}",
    "mysql -u {}",
    "at noon {}",
    "ssh {}",
    "python3",
    ">>> {}",
    "mysql> select {}",
    "n",
    "w",
    "exit",
    "\\q",
    "^D",
    "Save and close the file {}",
    ":wq",
    "[{}]",
    "{}: value",
    "  {}: value",
    "- {}",
    "1. Add {}",
    "{} = value",
    '"{}": {{',
    "}}",
    "#!/bin/sh {}",
    "SELECT {} FROM table;",
    "Some words say {} and more.",
    "├── {}",
    "Password: {}",
    "https://example.com/{}",
    "$ ls {}",
    "user@host:~$ vim {}",
    "$ mysql",
    "mysql",
    "fdisk /dev/sda",
    "PS C:\\> Get-{}",
    "> {}",
    "NAME   {}",
    "Get-Thing {}",
    "<# {}",
    "REM {}",
)
LANGUAGES = ("bash", "", "console", "sh", "powershell", "cmd", "text", "sql", "yaml", "odd")
TEXTS = ("", "Then {}:", "The output is {}:", "Save and close the file {}.", "Add {} to the file:")
MARK = re.compile(r"q\d+q")
# What stands above a fence, how far that is indented, and what stands below it.
BOXES = (
    ("", 0, ""),
    ("1. {}", 3, ""),
    ("- {}", 2, ""),
    ('=== "{}"', 4, ""),
    ('<Tabs>\n<TabItem value="os" label="{}">', 0, "</TabItem>\n</Tabs>"),
    ('{{{{< tabs "os" >}}}}\n{{{{% tab name="{}" %}}}}', 0, "{{% /tab %}}\n{{< /tabs >}}"),
    ("{{% tabs %}}\n{{% tab title={!r} %}}", 0, "{% endtab %}\n{% endtabs %}"),
    (":::tip {}", 0, ":::"),
    ("1. Choose.\n\n   :::tip {}\n   Once.\n   :::", 3, ""),
)
BOX_MARK = re.compile(r"^\s*(?:===|:::|[{]{1,2}[%<]|</?Tab)", re.MULTILINE)


@settings(max_examples=400)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(BOXES),
            st.sampled_from(TEXTS),
            st.sampled_from(LANGUAGES),
            st.lists(st.sampled_from(LINES), min_size=1, max_size=9),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_each_line_is_in_one_place(
    fences: list[tuple[tuple[str, int, str], str, str, list[str]]],
) -> None:
    blocks: list[str] = []
    words: list[str] = []
    for (above, margin, below), text, language, lines in fences:
        marks = [f"q{len(words) + n}q" for n in range(len(lines) + 2)]
        words += marks
        code = "\n".join(line.format(mark) for line, mark in zip(lines, marks, strict=False))
        inner = indent(f"{text.format(marks[-2])}\n\n```{language}\n{code}\n```", " " * margin)
        blocks += [above.format(marks[-1]), inner, below]
    source = "# T\n\n## Lab: L\n\nTask.\n\n## Lab Solution: L\n\n" + "\n\n".join(blocks) + "\n"
    (lab,) = read_text(source).lesson.labs
    assert Counter(MARK.findall(_all(lab))) == Counter(MARK.findall(source)), source
    told = [text for step in lab.steps for text in (step.instruction, step.hint or "")]
    assert [text for text in told if BOX_MARK.search(text)] == [], source


def _all(lab: Lab) -> str:
    steps = (
        (step.instruction, step.command, step.content, step.expected, step.hint)
        for step in lab.steps
    )
    return "\n".join(filter(None, [lab.task, lab.closing, *(t for step in steps for t in step)]))
