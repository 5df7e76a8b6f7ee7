"""The shells: the languages that mark their fences, prompts, and where their commands end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content.labs.shells.posix import Posix
from content.labs.shells.windows import Cmd, PowerShell, is_powershell

if TYPE_CHECKING:
    from content.labs.shells.base import Shell
    from content.markdown.blocks import Block

_POWERSHELL = frozenset({"powershell", "pwsh", "ps1", "ps", "posh"})
_CMD = frozenset({"cmd", "bat", "batch", "dos"})
_POSIX = frozenset(
    {"bash", "sh", "shell", "zsh", "ksh", "fish", "terminal", "commands", "shellscript"}
)
SHELL = _POSIX | _POWERSHELL | _CMD
"""The languages of fences with commands."""
CONSOLE = frozenset({"console", "shell-session", "shellsession", "sh-session", "bash-session"})
"""The languages of fences with commands and what they print."""


def language_of(block: Block) -> str:
    """Return the language of a fence with commands; most have none because it is a shell's."""
    shown = "powershell" if is_powershell(block.content) else ""
    return block.language if block.language in SHELL else shown or block.language or "bash"


def shell_of(language: str) -> type[Shell]:
    """Return what takes the commands out of a script in this language."""
    if language in _CMD:
        return Cmd
    return PowerShell if language in _POWERSHELL else Posix
