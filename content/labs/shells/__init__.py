"""What each shell knows of its lines: the names that fences give it, prompts, ends of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.labs.shells.posix import posix_taker
from content.labs.shells.windows import cmd_taker, is_powershell, powershell_taker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from content.labs.shells.scanning import Taken
    from content.markdown.blocks import Block

_POWERSHELL = frozenset({"powershell", "pwsh", "ps1", "ps", "posh"})
_CMD = frozenset({"cmd", "bat", "batch", "dos"})
SHELL = (
    frozenset({"bash", "sh", "shell", "zsh", "ksh", "fish", "terminal", "commands", "shellscript"})
    | _POWERSHELL
    | _CMD
)
"""The languages of fences with commands."""
CONSOLE = frozenset({"console", "shell-session", "shellsession", "sh-session", "bash-session"})
"""The languages of fences with commands and what they print."""


def language_of(block: Block) -> str:
    """Return the language of a fence with commands; most have none because it is a shell's."""
    if block.language:
        return block.language
    return "powershell" if is_powershell(block.content) else "bash"


def taker(language: str) -> Callable[[Sequence[str]], Callable[[int, int], Taken]]:
    """Return what takes the commands of a script, by the language of its shell."""
    if language in _CMD:
        return cmd_taker
    return powershell_taker if language in _POWERSHELL else posix_taker
