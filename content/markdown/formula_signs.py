"""What the commands of LaTeX's formulas are as text: signs, functions, accents, small letters."""

from __future__ import annotations

# ruff: noqa: RUF001 - the signs of mathematics look like letters

_SYMBOLS = """
alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ
upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ
Upsilon Υ Phi Φ Psi Ψ Omega Ω infty ∞ partial ∂ nabla ∇ hbar ℏ ell ℓ Re ℜ Im ℑ aleph ℵ emptyset
∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ angle ∠ triangle △ square □ Box □ bullet
• prime ′ degree ° circ ∘ dots … ldots … cdots ⋯ vdots ⋮ ddots ⋱ sum ∑ prod ∏ coprod ∐ int ∫
iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁ bigwedge ⋀ top ⊤ bot ⊥
langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ vert | lvert | rvert | Vert ‖ lVert ‖ rVert
‖ lbrace { rbrace } backslash \\ dagger † ddagger ‡ star ⋆ checkmark ✓ sharp ♯ flat ♭ natural ♮ S
§ pounds £ euro € colon : imath ı jmath ȷ celsius ℃ lbrack [ rbrack ]
"""
_SPACED = """
times × cdot · div ÷ pm ± mp ∓ ast ∗ oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ cup ∪ cap ∩ setminus ∖
wedge ∧ land ∧ vee ∨ lor ∨ leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ neq ≠ ne ≠ approx ≈ equiv
≡ sim ∼ simeq ≃ cong ≅ propto ∝ ll ≪ gg ≫ lt < gt > in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆
subsetneq ⊊ supset ⊃ supseteq ⊇ mid ∣ nmid ∤ parallel ∥ perp ⊥ vdash ⊢ models ⊨ to → rightarrow
→ longrightarrow ⟶ gets ← leftarrow ← leftrightarrow ↔ Rightarrow ⇒ implies ⟹ Longrightarrow ⟹
Leftarrow ⇐ impliedby ⟸ Leftrightarrow ⇔ iff ⟺ mapsto ↦ uparrow ↑ downarrow ↓ rightleftharpoons
⇌ leftrightharpoons ⇌ hookrightarrow ↪ nearrow ↗ searrow ↘ doteq ≐ prec ≺ succ ≻ asymp ≍
therefore ∴ because ∵ bmod mod coloneqq ≔ triangleq ≜ lesssim ≲ gtrsim ≳ rightharpoonup ⇀
"""
_FUNCTIONS = """
Pr arccos arcsin arctan arg argmax argmin cos cosh cot csc deg det dim exp gcd hom inf ker lg
lim liminf limsup ln log max min mod sec sin sinh sup tan tanh
"""
_PLAIN = """
Big Bigg Biggl Biggr Bigl Bigr bf big bigg biggl biggr bigl bigr bm boldsymbol boxed
displaystyle emph ensuremath fbox hline it left limits mathbf mathbin mathcal mathfrak mathit
mathnormal mathop mathord mathrel mathrm mathscr mathsf mathtt mbox middle nolimits nonumber
notag operatorname operatorname* overbrace pu right rm scriptstyle smash text textbf textit
textnormal textrm textsf textstyle texttt underbrace underline unicode
"""
_ACCENTS = """
hat \u0302 widehat \u0302 tilde \u0303 widetilde \u0303 bar \u0304 overline \u0305 dot \u0307
ddot \u0308 vec \u20d7 overrightarrow \u20d7 check \u030c breve \u0306 acute \u0301 grave \u0300
mathring \u030a cancel \u0336
"""


def _pairs(table: str) -> dict[str, str]:
    parts = table.split()
    return dict(zip(parts[::2], parts[1::2], strict=True))


SIGNS = _pairs(_SYMBOLS) | {name: f" {sign} " for name, sign in _pairs(_SPACED).items()}
"""Signs, those that stand between two things with spaces."""
FUNCTIONS = frozenset(_FUNCTIONS.split())
PLAIN = frozenset(_PLAIN.split())
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
ACCENTS = _pairs(_ACCENTS)
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
