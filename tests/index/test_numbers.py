"""Numbers and single letters in names: what is told apart by them, and how they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .lessons import indexed, lesson, titles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.searcher import Searcher

CARDS = {
    "SHA-1": "An old digest of 160 bits.",
    "SHA-2": "A family with several lengths.",
    "SHA-256": "One of that family.",
    "RAID-0": "Stripes only.",
    "RAID-1": "Mirrors.",
    "RAID-10": "Stripes of mirrors.",
    "HTTP/1.1": "Text with a header.",
    "HTTP/2": "Many streams over one connection.",
    "HTTP/3": "Many streams over datagrams.",
    "Layer-2 Switch": "Looks at frames.",
    "Layer-3 Switch": "Looks at packets.",
    "OAuth 1.0": "Signed requests.",
    "OAuth 2.0": "Bearer tokens.",
    "TLS 1.2": "Two round trips.",
    "TLS 1.3": "One round trip.",
    "Python 3.12": "Newer f-strings.",
    "Python 2.7": "The last of its kind.",
    "USB-C": "A plug that turns.",
    "USB 3.2": "Faster lanes.",
    "IPv4": "32 bits.",
    "IPv6": "128 bits.",
    "ES2015": "Classes and modules.",
    "L1 Cache": "Nearest to the core.",
    "L2 Cache": "Next to it.",
    "k8s": "Steers containers.",
    "5G": "A mobile network.",
    "802.11ac": "A wireless standard.",
    "802.11n": "An older wireless standard.",
    "x86-64": "An instruction set.",
    "UTF-8": "One to four bytes.",
    "UTF-16": "Two or four bytes.",
    "Type 1 Error": "Seeing what is not there.",
    "Type 2 Error": "Missing what is there.",
    "Type I Hypervisor": "Runs on bare metal.",
    "Type II Hypervisor": "Runs on a host.",
    "I/O": "What goes in and out.",
    "CI/CD in Practice": "Build, test, ship.",
    "Vitamin A": "For eyes.",
    "Vitamin C": "For gums.",
    "C++ Templates": "Code from code.",
    "C# Properties": "Fields with manners.",
    "C♯ and D♭": "One key on the piano.",
    "Version v1.29": "The winter edition.",
    "Version v1.30": "The spring edition.",
}
FOUND = [
    ("sha1", "SHA-1"),
    ("sha 2", "SHA-2"),
    ("SHA256", "SHA-256"),
    ("what is sha-256?", "SHA-256"),
    ("raid 0", "RAID-0"),
    ("raid10", "RAID-10"),
    ("RAID_1", "RAID-1"),
    ("HTTP 1.1", "HTTP/1.1"),
    ("http1.1", "HTTP/1.1"),
    ("HTTP 2", "HTTP/2"),
    ("http2", "HTTP/2"),
    ("HTTP 3", "HTTP/3"),
    ("http-3", "HTTP/3"),
    ("http 3 streams", "HTTP/3"),
    ("how does HTTP 2 work", "HTTP/2"),
    ("layer 2 switches", "Layer-2 Switch"),
    ("layer3 switch", "Layer-3 Switch"),
    ("oauth2", "OAuth 2.0"),
    ("oauth-2", "OAuth 2.0"),
    ("oauth2.0", "OAuth 2.0"),
    ("OAuth 1", "OAuth 1.0"),
    ("oatuh2", "OAuth 2.0"),
    ("tls1.3", "TLS 1.3"),
    ("TLSv1.2", "TLS 1.2"),
    ("tls-1.3", "TLS 1.3"),
    ("python3", "Python 3.12"),
    ("python 2", "Python 2.7"),
    ("pyhton 3.12", "Python 3.12"),
    ("usb3.2", "USB 3.2"),
    ("usb c", "USB-C"),
    ("usbc", "USB-C"),
    ("usb type c", "USB-C"),
    ("ipv 6", "IPv6"),
    ("ip v4", "IPv4"),
    ("es 2015", "ES2015"),
    ("l1 cache", "L1 Cache"),
    ("L-2 cache", "L2 Cache"),
    ("l 2 cache", "L2 Cache"),
    ("k8s", "k8s"),
    ("5 g", "5G"),
    ("802.11 ac", "802.11ac"),
    ("802.11N", "802.11n"),
    ("x86 64", "x86-64"),
    ("x86_64", "x86-64"),
    ("utf8", "UTF-8"),
    ("utf 16", "UTF-16"),
    ("type-2 error", "Type 2 Error"),
    ("type1 errors", "Type 1 Error"),
    ("type 2 errors explained", "Type 2 Error"),
    ("type ii hypervisor", "Type II Hypervisor"),
    ("type-i hypervisor", "Type I Hypervisor"),
    ("type 2 hypervisor", "Type II Hypervisor"),
    ("type II error", "Type 2 Error"),
    ("io", "I/O"),
    ("i/o", "I/O"),
    ("i o", "I/O"),
    ("cicd in practice", "CI/CD in Practice"),
    ("cicd", "CI/CD in Practice"),
    ("ci cd", "CI/CD in Practice"),
    ("vitamin a", "Vitamin A"),
    ("vitamin-c", "Vitamin C"),
    ("foods with vitamin A", "Vitamin A"),
    ("c++", "C++ Templates"),
    ("c# properties", "C# Properties"),
    ("d♭", "C♯ and D♭"),
    ("v1.29", "Version v1.29"),
    ("version 1.30", "Version v1.30"),
]


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with indexed(tmp_path_factory.mktemp("numbers"), lesson(CARDS)) as searcher:
        yield searcher


@pytest.mark.parametrize(("query", "title"), FOUND)
def test_the_named_one_comes_first(numbers: Searcher, query: str, title: str) -> None:
    result = numbers.search(query)
    assert result.hits[0].title == title
    assert result.hits[0].score > result.hits[1].score
    assert result.fits


def test_a_sharp_is_typed_as_a_number_sign(numbers: Searcher) -> None:
    assert set(titles(numbers, "c#")[:2]) == {"C# Properties", "C♯ and D♭"}


SECTIONS = """# Lesson 4: Numbers

### 4.1 Digests

Text about digests.

#### First

One.

### 4.2 Disks

Text about disks, and HTTP as well.

#### HTTP/4.1

Not yet.
"""


def test_the_number_of_a_section_names_it_and_is_no_word_of_it(tmp_path: Path) -> None:
    with indexed(tmp_path, SECTIONS) as searcher:
        for query in ("4.1", "section 4.1", "4.1 Digests", "digests"):
            assert titles(searcher, query)[0] == "Digests"
        assert titles(searcher, "HTTP 4.1")[0] == "HTTP/4.1"
        assert "Digests" not in titles(searcher, "HTTP 4.1")
