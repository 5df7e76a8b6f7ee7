"""Structured logs: one stream on stderr, with an id for each error that a user was told about."""

from __future__ import annotations

import logging
import secrets
import sys
from typing import Literal

from bot.log_levels import parse_levels

# structlog loads Rich wherever it is installed, six megabytes for tracebacks that the bot never
# prints. A module that is None counts as missing; Typer may still load it for its help.
_hidden = not {"rich", "structlog"} & sys.modules.keys()
if _hidden:
    sys.modules["rich"] = None  # type: ignore[assignment]
import structlog  # noqa: E402

if _hidden:
    del sys.modules["rich"]

# No vowels and no look-alikes: people read these ids aloud and type them.
_ID_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"

_OURS = ("bot", "content", "index")


def configure(level: str, form: Literal["console", "json"]) -> None:
    """Send our own and the libraries' log records through one chain to stderr.

    ``level`` is what ``parse_levels`` reads. A library that it does not name logs warnings at
    least: the parser of Markdown alone would write a hundred times more than everything else.
    """
    levels = parse_levels(level)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if form == "json":
        last: list[structlog.typing.Processor] = [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ]
    else:
        # Plain tracebacks: the pretty ones print local variables, and those may be secrets.
        last = [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(levels.own, "WARNING", key=logging.getLevelName))
    for name, least in {**dict.fromkeys(_OURS, levels.own), **levels.named}.items():
        logging.getLogger(name).setLevel(least)


def new_error_id() -> str:
    """Return a short id that is shown to the user and logged with the details."""
    return "".join(secrets.choice(_ID_ALPHABET) for _ in range(6))
