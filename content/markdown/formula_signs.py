"""What the commands of LaTeX's formulas are as text: signs, functions, accents, small letters."""

from __future__ import annotations

from pathlib import Path

# ruff: noqa: RUF001 - the signs of mathematics look like letters

# Five paragraphs below a comment each.
_TABLES = Path(__file__).with_name("formula_signs.txt").read_text(encoding="utf-8").split("\n\n")
_SYMBOLS, _SPACED, _FUNCTIONS, _PLAIN, _ACCENTS = (
    table.partition("\n")[2].split() for table in _TABLES
)


def _pairs(words: list[str]) -> dict[str, str]:
    return dict(zip(words[::2], words[1::2], strict=True))


SIGNS = _pairs(_SYMBOLS) | {name: f" {sign} " for name, sign in _pairs(_SPACED).items()}
"""Signs, those that stand between two things with spaces."""
FUNCTIONS = frozenset(_FUNCTIONS)
PLAIN = frozenset(_PLAIN)
"""Commands that change only how their argument looks, or nothing that text could show."""
DROPPED = {"label", "color", "textcolor", "phantom", "hphantom", "vspace", "hspace"}
"""Commands whose first argument says nothing."""
FORMS = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"), "\v{0}/{1} "),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), "({0} choose {1})"),
    **dict.fromkeys(("overset", "stackrel"), " {1}^({0}) "),
    "underset": "{1}_({0})",
    "xrightarrow": " —{0}→ ",
    "pmod": " (mod {0})",
    "tag": " ({0})",
}
"""Commands with arguments; a vertical tab is a space where one is needed."""
SPACES = frozenset(
    {",", ";", ":", " ", "quad", "qquad", "enspace", "thinspace", "space", "newline"}
)
ACCENTS = {name: chr(int(code, 16)) for name, code in _pairs(_ACCENTS).items()}
"""What is put over or through each character."""
DOUBLE = dict(zip("CHNPQRZEF", "ℂℍℕℙℚℝℤ𝔼𝔽", strict=True))
RAISED = dict(
    zip(
        "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW−′∗*",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ⁻′**",
        strict=True,
    )
)
LOWERED = dict(
    zip(
        "0123456789+-=()aehijklmnoprstuvxβγρφχ−",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ₋",
        strict=True,
    )
)
