"""The HTML elements that a text may have, by what becomes of them in Markdown."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCKS = _words(
    "address article aside body center dd details div dl dt fieldset figcaption figure footer form"
    " head header html legend main menu nav noscript option p section summary"
)
"""Elements that only end the paragraph before them."""

HEADINGS = _words("h1 h2 h3 h4 h5 h6")

CONTAINERS = _words("blockquote caption li ol table tbody td tfoot th thead title tr ul")
"""Elements whose blocks belong together."""

INLINE = _words(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr picture"
    " q rb rp rt ruby s samp small span strike strong sub sup time tt u var wbr"
)

MEDIA = _words("applet audio button canvas iframe math object select svg textarea video")
"""Elements that Markdown has nothing for, nor for what is in them."""

CONTROLS = _words("embed input")
"""Elements like those that hold nothing."""

SILENT = _words("script style")
"""Elements whose text nobody sees."""

EMPTY = _words("area base br col colgroup hr img link meta param source track")
"""Elements that hold nothing."""

KNOWN = BLOCKS | HEADINGS | CONTAINERS | INLINE | MEDIA | CONTROLS | SILENT | EMPTY | {"pre"}
"""All of them; what is no such element, as ``<NAME>``, is text."""
