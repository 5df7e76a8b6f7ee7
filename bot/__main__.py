"""Lets ``python -m bot`` do what ``syllabot`` does."""

from bot.cli import main

if __name__ == "__main__":
    main()
