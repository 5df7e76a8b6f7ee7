"""Collects every problem of a body, then fails once, as Discord does."""

from __future__ import annotations

from typing import Any

from bot.playground.errors import DiscordError

Path = tuple[str | int, ...]
"""Where in a body a problem is, such as `("embeds", 0, "title")`."""


class Form:
    """The problems found so far in one request body."""

    def __init__(self, prefix: Path = ()) -> None:
        self._prefix = prefix
        self._errors: dict[str, Any] = {}

    def add(self, path: Path, code: str, message: str) -> None:
        """Note a problem at a place in the body."""
        node = self._errors
        for part in (*self._prefix, *path):
            node = node.setdefault(str(part), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def finish(self) -> None:
        """Answer 50035 if there were problems."""
        if self._errors:
            raise DiscordError(400, 50035, "Invalid Form Body", self._errors)

    def required(self, path: Path) -> None:
        """Note that a field is missing."""
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required")

    def choice(self, path: Path, allowed: str) -> None:
        """Note that a value is none of those allowed."""
        self.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{allowed}}}.")

    def text(
        self, path: Path, value: object, low: int, high: int, *, required: bool = True
    ) -> None:
        """Check that a value is a text of `low` to `high` characters, or absent if it may be."""
        if value is None:
            if required:
                self.required(path)
        elif not isinstance(value, str):
            self.add(path, "BASE_TYPE_STRING", "Could not interpret this value as string.")
        else:
            self.size(path, len(value), low, high)

    def size(self, path: Path, length: int, low: int, high: int) -> None:
        """Check a length of a text or list."""
        if low <= length <= high:
            return
        if low > 0:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
        else:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")

    def number(self, path: Path, value: object, low: int, high: int) -> None:
        """Check that a value, if there is one, is a whole number from `low` to `high`."""
        if value is None:
            return
        if not isinstance(value, int) or isinstance(value, bool):
            self.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif value < low:
            self.add(path, "NUMBER_TYPE_MIN", f"Value should be greater than or equal to {low}.")
        elif value > high:
            self.add(path, "NUMBER_TYPE_MAX", f"Value should be less than or equal to {high}.")

    def objects(self, path: Path, value: object) -> list[dict[str, Any]]:
        """Return a list of objects, or note that it is none and return an empty one."""
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.add(path, "LIST_TYPE_CONVERT", "Only iterables of objects may be used here.")
            return []
        return value
