"""The HTML elements, by what becomes of them in Markdown."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HEADINGS = _words("h1 h2 h3 h4 h5 h6")

LISTS = _words("ol ul")

CELLS = _words("td th")

_SECTIONS = _words("caption col colgroup tbody tfoot thead")
"""What stands in a table around its rows."""

MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*"}
MARKS |= dict.fromkeys(("del", "s", "strike"), "~~")

CODE = _words("code kbd samp tt")

INLINE = (CODE | frozenset(MARKS)) | _words(
    "a abbr acronym bdi bdo big br data dfn font img ins label mark nobr picture q rb rp rt ruby"
    " small span sub sup time u var wbr"
)

MEDIA = _words("applet audio button canvas iframe math object select svg textarea video")
"""Elements that Markdown has nothing for, nor for what is in them."""

CONTROLS = _words("embed input")
"""Elements like those that hold nothing."""

SILENT = _words("script style")
"""Elements whose text nobody sees."""

_BLOCKS = (HEADINGS | LISTS | CELLS | _SECTIONS) | _words(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure"
    " footer form head header hr html legend li main menu nav noscript option p pre section summary"
    " table title tr area base link meta param source track"
)

KNOWN = _BLOCKS | INLINE | MEDIA | CONTROLS | SILENT
"""All of them; what is no such element, as ``<NAME>``, is text."""

FRAMES = _words("audio embed iframe source video")
"""Elements that show what stands at an address."""

PAIRED = (FRAMES | SILENT) | _words(
    "article aside button dd dl dt fieldset figcaption figure footer form header input label legend"
    " main nav section"
)
"""What people use between Markdown too; it is a placeholder there unless it is closed."""

IN_LESSONS = (HEADINGS | LISTS | CELLS | _SECTIONS | PAIRED) | _words(
    "a abbr b big br center code del details div em font hr i img ins kbd li mark p picture pre s"
    " samp small span strike strong sub summary sup table tr tt u"
)
"""What people use between Markdown; other names in angle brackets are placeholders there."""
