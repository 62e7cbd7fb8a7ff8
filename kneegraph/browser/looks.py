"""How the page shows things, once for canvas, legend and panel: colours, shapes, marks, words.

Standing is never told by colour alone: each has its own line, line ending and mark. Blue and vermillion are the
colour-blind-safe pair of Okabe and Ito; all colours have 3:1 contrast with the page in light and in dark.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from kneegraph.analysis.contradictions import ASPECTS
from kneegraph.analysis.evidence.doubt import DOUBTS
from kneegraph.analysis.evidence.wording import DESIGNS, LICENSED
from kneegraph.model import Finding, Kind, Standing


def capitalised(text: str) -> str:
    """The text as a heading begins.

    >>> capitalised("one source says BOTH")
    'One source says BOTH'
    """
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Hue:
    """One colour on a light and on a dark page."""

    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class KindLook:
    """A kind of concept: its words, its shape (an SVG path in a box of 16 by 16), its colour, its band in the picture."""

    label: str
    plural: str
    band: int
    hue: Hue
    path: str


@dataclass(frozen=True, slots=True)
class StandingLook:
    """A standing of a claim: what it means, its mark, and its line. `dashes` and `ending` are vis-network's."""

    meaning: str
    mark: str
    hue: Hue
    width: float
    ending: str
    dashes: tuple[int, ...] = ()


#: The picture from left to right.
BANDS = (
    "What people do",
    "Muscles and structures",
    "Muscle states",
    "Functions and faults",
    "Symptoms and conditions",
)

KINDS = {
    Kind.PRINCIPLE: KindLook("principle", "principles", 0, Hue("#52607A", "#A9B6CC"), "M4 2H12V14L8 11L4 14Z"),
    Kind.DOSE: KindLook("dose", "doses", 0, Hue("#6B7280", "#B4BAC6"), "M3 2H13L9 8L13 14H3L7 8Z"),
    Kind.INTERVENTION: KindLook(
        "intervention", "interventions", 0, Hue("#5B4BB7", "#B3A8F5"), "M8 1.5L14.5 6.4L12 14H4L1.5 6.4Z"
    ),
    Kind.EXERCISE: KindLook(
        "exercise",
        "exercises",
        0,
        Hue("#3730A3", "#9DA5FA"),
        "M1 5H3V11H1ZM4 3H6V13H4ZM6 7H10V9H6ZM10 3H12V13H10ZM13 5H15V11H13Z",
    ),
    Kind.MUSCLE: KindLook("muscle", "muscles", 1, Hue("#0F766E", "#5FD3C6"), "M8 1C13 4.5 13 11.5 8 15C3 11.5 3 4.5 8 1Z"),
    Kind.STRUCTURE: KindLook("structure", "structures", 1, Hue("#47706B", "#9CC7C0"), "M2.5 2.5H13.5V13.5H2.5Z"),
    Kind.MUSCLE_STATE: KindLook(
        "muscle state",
        "muscle states",
        2,
        Hue("#2F6B2F", "#8FD18A"),
        "M8 1.5A6.5 6.5 0 1 0 8 14.5A6.5 6.5 0 1 0 8 1.5ZM8 3.5A4.5 4.5 0 0 1 8 12.5Z",
    ),
    Kind.FUNCTION: KindLook("function", "functions", 3, Hue("#4D6A12", "#BBD773"), "M4.5 2H11.5L15 8L11.5 14H4.5L1 8Z"),
    Kind.JOINT_ACTION: KindLook(
        "joint action", "joint actions", 3, Hue("#656B16", "#D0D36E"), "M2.5 13.5V2.5A11 11 0 0 1 13.5 13.5Z"
    ),
    Kind.MOVEMENT_FAULT: KindLook("movement fault", "movement faults", 3, Hue("#7A4A1D", "#E0B184"), "M8 1.5L15 14H1Z"),
    Kind.SIGN: KindLook(
        "sign",
        "signs",
        3,
        Hue("#94653A", "#D9B998"),
        "M.5 8C4 2.5 12 2.5 15.5 8C12 13.5 4 13.5 .5 8ZM8 5.5A2.5 2.5 0 1 0 8 10.5A2.5 2.5 0 1 0 8 5.5Z",
    ),
    Kind.SYMPTOM: KindLook(
        "symptom",
        "symptoms",
        4,
        Hue("#7F1D3F", "#F09AB5"),
        "M8 .5L9.8 5L14.5 3.2L12 8L14.5 12.8L9.8 11L8 15.5L6.2 11L1.5 12.8L4 8L1.5 3.2L6.2 5Z",
    ),
    Kind.CONDITION: KindLook(
        "condition", "conditions", 4, Hue("#93405F", "#E4AFC3"), "M5.8 1.5H10.2V5.8H14.5V10.2H10.2V14.5H5.8V10.2H1.5V5.8H5.8Z"
    ),
    Kind.POPULATION: KindLook(
        "population",
        "populations",
        4,
        Hue("#4B5563", "#C3CAD5"),
        "M8 1.5A3.2 3.2 0 1 1 8 7.9A3.2 3.2 0 1 1 8 1.5ZM1.8 14.5C1.8 10.5 4.5 9 8 9S14.2 10.5 14.2 14.5Z",
    ),
    Kind.SETTING: KindLook("setting", "settings", 4, Hue("#5F5B53", "#C9C4B8"), "M1.5 1.5H14.5V14.5H1.5ZM4 4V12H12V4Z"),
}

STANDINGS = {
    Standing.CONTESTED: StandingLook(
        "some sources support it, others dispute it", "±", Hue("#CC79A7", "#E8A6CB"), 3.6, "arrow", ()
    ),
    Standing.DISPUTED: StandingLook("nobody here supports it", "×", Hue("#D55E00", "#FF9142"), 2.6, "bar", ()),
    Standing.QUALIFIED: StandingLook(
        "a source holds it true only in part", "≈", Hue("#A87400", "#F0B93A"), 2.4, "arrow", (10, 4)
    ),
    Standing.SUPPORTED: StandingLook("nobody here disputes or qualifies it", "+", Hue("#0072B2", "#56B4E9"), 1.2, "arrow"),
    Standing.REPORTED: StandingLook(
        "only passed on; no source takes a side", "”", Hue("#6E6E6E", "#A3A3A3"), 1.2, "arrow", (2, 4)
    ),
}


#: The model's terms in words for a reader.
WORDS: dict[str, dict[str, str]] = {
    "certainty": {"certain": "said plainly", "probable": "said to be probable", "possible": "said to be possible"},
    "basis": {
        "statement": "bare statement",
        "mechanism": "argued by mechanism",
        "anecdote": "own experience",
        "authority": "appeals to authority",
        "study": "cites a study",
    },
    "design": {name: capitalised(text) for name, text in DESIGNS.items()},
    "finding": {Finding.NO_EFFECT.value: "found no effect", Finding.OPPOSITE_EFFECT.value: "found the opposite effect"},
    "doubt": {doubt.value: meaning for doubt, meaning in DOUBTS.items()},
    "licence": {level.value: words for level, words in LICENSED.items()},
    "aspect": {aspect.value: capitalised(text) for aspect, text in ASPECTS.items()},
}


def as_values() -> dict[str, object]:
    """The looks as plain values, for the page's script; colours go in by `css_variables`."""
    kinds = [{"id": kind.value, **_words(look)} for kind, look in KINDS.items()]
    standings = [
        {"id": standing.value, **{key: value for key, value in asdict(look).items() if key != "hue"}}
        for standing, look in STANDINGS.items()
    ]
    return {"bands": list(BANDS), "kinds": kinds, "standings": standings, "words": WORDS}


def css_variables() -> str:
    """Custom properties `--kind-…` and `--standing-…`, light and dark, and `--own`: that of an element's kind or standing."""
    hues = {("kind", kind.value): look.hue for kind, look in KINDS.items()}
    hues |= {("standing", standing.value): look.hue for standing, look in STANDINGS.items()}
    light = "".join(f"--{sort}-{name}:{hue.light};" for (sort, name), hue in hues.items())
    dark = "".join(f"--{sort}-{name}:{hue.dark};" for (sort, name), hue in hues.items())
    own = "".join(f'[data-{sort}="{name}"]{{--own:var(--{sort}-{name})}}' for sort, name in hues)
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{own}\n"


def _words(look: KindLook) -> dict[str, object]:
    return {key: value for key, value in asdict(look).items() if key != "hue"}
