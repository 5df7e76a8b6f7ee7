"""Markdown in, even Markdown and plain words out."""

# ruff: noqa: RUF001 - the signs of mathematics look like letters

from __future__ import annotations

import copy
from unicodedata import normalize

import pytest
from pydantic import ValidationError

from content.markdown.blocks import parse, plain_text
from content.markdown.formulas import readable, unreadable
from content.markdown.render import Markdown, render
from content.models import Option


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("**a** _b_ ~~c~~ `d e`", "a b c d e"),
        ("[link](https://example.org) ![alt](x.png)", "link alt"),
        ("- a\n  - b\n- c", "a\nb\nc"),
        ("| a | b |\n|---|---|\n| c | `d` |", "a  b\nc  d"),
        ("```sh\nls\n\nid\n```", "ls\n\nid"),
        ("<b>x</b> <CONTAINER ID> &amp; \\*", "<b>x</b> <CONTAINER ID> & *"),
        ("a\nb", "a b"),
        ("# T\n\n> q", "T\nq"),
        ("", ""),
    ],
)
def test_plain_text(markdown: str, words: str) -> None:
    assert plain_text(markdown) == words


@pytest.mark.parametrize(
    ("markdown", "even"),
    [
        ("* a\n    * b\n\n* c", "- a\n  - b\n- c"),
        ("3) a\n4) b\n   - c", "3. a\n4. b\n   - c"),
        ("- a\n\n  more\n\n  ```sh\n  x\n  ```", "- a\n\n  more\n  ```sh\n  x\n  ```"),
        ("~~~ sh\n```\n~~~", "````sh\n```\n````"),
        ("    code", "```\ncode\n```"),
        ("a\nb\n2. c", "a b\n2. c"),
        ("a  \nb\\\nc", "a  \nb  \nc"),
        ("| a | b |\n|:--|--:|\n| `x\\|y` | c |", "| a | b |\n| --- | --- |\n| `x\\|y` | c |"),
        ("> a\n>\n> - b", "> a\n>\n> - b"),
        ("T\n===\n\n---", "# T\n\n---"),
        (
            "[a][1] `[a][1]` [1]\n\n[1]: https://e.org 'x'",
            '[a](https://e.org "x") `[a][1]` [1](https://e.org "x")',
        ),
    ],
)
def test_render(markdown: str, even: str) -> None:
    assert render(parse(markdown).blocks) == even
    assert render(parse(even).blocks) == even


def test_lines_of_blocks() -> None:
    blocks = parse("a\n\n- b\n  - c\n\n```\nd\n```\n").blocks
    assert [(block.kind, block.line, block.end) for block in blocks] == [
        ("paragraph", 1, 1),
        ("bullet_list", 3, 5),
        ("fence", 6, 8),
    ]


def test_markdown_keeps_the_blocks_that_it_was_written_from() -> None:
    blocks = parse("*  a\n*  **b**").blocks
    written = render(blocks)
    assert written == "- a\n- **b**"
    assert written.blocks is blocks
    assert written.plain == "a\nb"
    assert Markdown.of(written) is written
    assert copy.deepcopy(written) == written


def test_a_model_takes_any_text_and_keeps_blocks() -> None:
    written = render(parse("**a**").blocks)
    option = Option(text=written, reason="*b*")
    assert option.text.blocks is written.blocks
    assert option == Option(text="**a**", reason=render(parse("*b*").blocks))
    assert option.reason is not None
    assert option.reason.plain == "b"
    assert option.model_dump_json() == '{"text":"**a**","reason":"*b*"}'
    assert Option.model_validate_json(option.model_dump_json()) == option
    with pytest.raises(ValidationError):
        Option(text=1, reason=None)


FORMULAS = r"""
x^2 + y_1 ~ x² + y₁
\frac{1}{2}mv^2 ~ 1/2 mv²
a/\frac{b}{c} a\div-\frac{b}{c} a:\frac{b}{c} ~ a/(b/c) a ÷ -(b/c) a:(b/c)
\frac{2}{3}^n \frac{a}{b}^{-1} \frac{1}{x}! \sqrt{a}^2 ~ (2/3)ⁿ (a/b)⁻¹ (1/x)! (√a)²
\ce{CaCO3 ->[heat] CaO + CO2 ^} ~ CaCO₃ → (heat) CaO + CO₂ ↑
\ce{Na2CO3.10H2O + 0.5O2 <=>> CaCO3 v} ~ Na₂CO₃·10H₂O + 0.5O₂ ⇌ CaCO₃ ↓
\frac{a+b}{\sqrt{c}} ~ (a+b)/(√c)
\frac{\rho_{must}}{\rho_{water}} \frac{\rho_{water}}{2} ~ ρₘᵤₛₜ/ρ_(water) ρ_(water)/2
\frac{1}{2a} \frac{2x}{3} \frac{dy}{dx} ~ 1/(2a) 2x/3 dy/dx
\frac{x_1}{x_2} \sqrt{2x} \sqrt{a}b ~ x₁/x₂ √(2x) √a b
\sqrt[3]{x+1} \sqrt[n]{2} \sqrt2 ~ ∛(x+1) ⁿ√2 √2
\sum_{i=1}^{n} i ~ ∑ᵢ₌₁ⁿ i
\lim_{x \to 0} \frac{\sin x}{x} ~ lim_(x → 0) (sin x)/x
e^{i\pi} x^{n^2} x_\text{max} x ~ e^(iπ) x^(n²) xₘₐₓ x
2\sin x\cos(y) ~ 2 sin x cos(y)
A \subseteq B\cup C ~ A ⊆ B ∪ C
\mathbb{R}^n \mathcal{O}(n) ~ ℝⁿ O(n)
\vec{F} = m\vec{a} ~ F⃗ = ma⃗
\left( \frac{1}{2} \right)^2 \left. x \right| ~ (1/2)² x |
\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} ~ [1, 2; 3, 4]
\begin{cases} 1 & x > 0 \\ 0 & \text{else} \end{cases} ~ { 1 x > 0; 0 else
\begin{align*} a &= b \\[2pt] c &= d \end{align*} ~ a = b¦c = d
\ce{2H2 + O2 -> 2H2O} \ce{SO4^2-} ~ 2H₂ + O₂ → 2H₂O SO₄²⁻
\binom{n}{k} a \pmod{n} ~ (n choose k) a (mod n)
90^\circ\, 50\% 1{,}000 \{a\} a \not\in A ~ 90° 50% 1,000 {a} a ∉ A
\operatorname{rank}(A) \textcolor{red}{x} \label{eq} \tag{1} ~ rank(A) x (1)
\overset{!}{=} \underset{x}{\max} \xrightarrow{\Delta} ~ =^(!) max_(x) —Δ→
\lfloor x \rfloor\, \|v\| a~b a\,b a\!b ~ ⌊x⌋ ‖v‖ a b a b ab
"""


@pytest.mark.parametrize("row", FORMULAS.strip().split("\n"))
def test_formulas_are_text(row: str) -> None:
    latex, _, text = row.rpartition(" ~ ")
    shown = readable(latex)
    assert shown is not None
    assert normalize("NFC", shown) == normalize("NFC", text.replace("¦", "\n"))
    assert unreadable(latex) is None


@pytest.mark.parametrize(
    ("latex", "fault"),
    [
        (r"\foo{x}", r"\foo"),
        ("{a", "no }"),
        (r"\overline{AB}", r"\overline over more than a letter"),
        ("a}", "no {"),
        ("x^", "the end"),
        (r"\begin{pmatrix} 1", r"\begin{pmatrix}"),
        *(
            (mark * 2000, "so many braces and commands in each other")
            for mark in ("{", "^", "\\sqrt")
        ),
        (
            r"\begin{align}" * 500 + r"\end{align}" * 500,
            "so many braces and commands in each other",
        ),
    ],
)
def test_formulas_that_text_cannot_show(latex: str, fault: str) -> None:
    assert readable(latex) is None
    assert unreadable(latex) == fault
    assert plain_text(f"a $\\beta {latex}$ b").startswith("a ")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (r"$x$, the $n$th of \(k_1\) \\(y^2\\)", "x, the nth of k₁ y²"),
        (r"H$_2$O, B$\flat$, $ \alpha $, $$E=mc^2$$", "H₂O, B♭, α, E=mc²"),
        ("$a*b*c$ *d* $x_1$ and $x_2$", "a*b*c d x₁ and x₂"),
        ("$`x^2`$ `$x^2$`", "x² $x^2$"),
        ("$a\n= b$", "a = b"),
        (r"$a \\ b$", "a; b"),
        *((text, text) for text in ("costs $5 and $10", "$5,000 or $10", "$5-$10", "US$5-US$6")),
        *((text, text) for text in ("5$ and 10$", "$HOME:$PATH", "${a} or ${b}${c}", "a $b")),
        *((text, text) for text in ("$_GET/$_POST", "$HOME\\bin:$PATH", "$ls$pwd")),
        ("5 $\\mu$m, x$^2$y", "5 μm, x²y"),
        *((text, text) for text in ("$ x $", "$a\n\nb$", "$nothing but words$")),
        (r"\(there\), \(Ctrl+C\), \[correct\], \$5", "(there), (Ctrl+C), [correct], $5"),
        (r"$\foo$ and $x^2$", r"\foo and x²"),
    ],
)
def test_what_is_a_formula(written: str, words: str) -> None:
    assert plain_text(written) == words.replace("\n\n", "\n")
