"""Run the shipped lab on network namespaces for real and compare what it prints."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from content.library import load
from tests.waiting import CEILING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from content.models import Lab

COURSES = Path(__file__).parents[2] / "content" / "courses"
TITLE = "Wiring Two Network Namespaces"
NAMESPACES = ("red", "blue", "host")
# Tools word their messages by locale and may colour or page them on a terminal.
ENVIRONMENT = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TERM": "dumb"}


def matches(expected: str, actual: str) -> bool:
    """Compare line by line: ``...`` alone is any lines, ``[..]`` anything within one."""
    pattern = "".join(
        r"(?:.*\n)*?"
        if line.rstrip() == "..."
        else ".*".join(re.escape(part) for part in line.rstrip().split("[..]")) + r"[ \t]*\n"
        for line in expected.splitlines()
    )
    return re.fullmatch(pattern, actual.rstrip("\n") + "\n") is not None


def run(command: str) -> tuple[int, str]:
    """Run a shell command and return its exit code and what a terminal would show of it."""
    done = subprocess.run(
        ["bash", "-c", command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=ENVIRONMENT,
        timeout=CEILING,
        check=False,
        text=True,
    )
    return done.returncode, done.stdout


def obstacle(probe: str) -> str | None:
    """Say why the lab cannot run here; ``probe`` is a namespace that nobody else uses."""
    missing = [tool for tool in ("bash", "ip", "bridge", "ping") if shutil.which(tool) is None]
    if missing:
        return f"not installed: {', '.join(missing)}"
    if os.geteuid() != 0:
        return "creating network namespaces needs root"
    try:
        code, text = run(
            f"ip netns add {probe} && ip -n {probe} link add br0 type bridge"
            f" && ip -n {probe} link add v0 type veth peer name v1"
        )
    finally:
        run(f"ip netns delete {probe}")
    return f"the kernel refuses: {text.strip()}" if code else None


@pytest.fixture
def prefix() -> Iterator[str]:
    """Yield a prefix for namespaces of this process alone; none of them outlives the test."""
    own = f"lab{os.getpid()}-"
    if reason := obstacle(f"{own}probe"):
        pytest.skip(reason)
    yield own
    for name in NAMESPACES:
        run(f"ip netns delete {own}{name}")


@pytest.fixture
def lab() -> Lab:
    labs = [lab for lesson in load([COURSES]).lessons for lab in lesson.labs]
    return next(lab for lab in labs if lab.title == TITLE)


def test_every_step_prints_what_the_lesson_expects(lab: Lab, prefix: str) -> None:
    theirs = re.compile(rf"\blab-(?={'|'.join(NAMESPACES)})")
    for step in lab.steps:
        code, text = run(theirs.sub(prefix, step.command))
        text = text.replace(prefix, "lab-")
        where = f"line {step.line}: {step.command}\n{text}"
        if step.expected is None:
            assert (code, text) == (0, ""), where
        else:
            assert matches(step.expected, text), f"{where}\nexpected:\n{step.expected}"


def test_every_step_of_the_lab_is_there(lab: Lab) -> None:
    assert len(lab.steps) == 35
    assert lab.requires == ("root", "iproute2", "iputils-ping")
    assert not any(step.placeholders for step in lab.steps)
    assert all(step.instruction for step in lab.steps)


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        ("a [..] c", "a b c\n", True),
        ("a [..] c", "a b d\n", False),
        ("a\n...\nd", "a\nb\nc\nd\n", True),
        ("a\n...\nd", "a\nd", True),
        ("a\n...", "b\na\n", False),
        ("a", "a  \n", True),
        ("a.c", "abc\n", False),
        ("a", "a\nb\n", False),
    ],
)
def test_the_matcher_knows_both_wildcards(expected: str, actual: str, same: bool) -> None:
    assert matches(expected, actual) is same
