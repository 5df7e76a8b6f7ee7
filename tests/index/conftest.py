"""An index over the sample library, built once for the tests that only read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.searcher import Searcher, open_searcher

from .sample import library

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with open_searcher(library(), tmp_path_factory.mktemp("index")) as opened:
        yield opened
