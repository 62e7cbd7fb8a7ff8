"""The style of everything shown: scoped to our own class, light and dark as the notebook is, needless for reading."""

from __future__ import annotations

from kneegraph.browser.looks import STANDINGS
from kneegraph.model import Standing
from kneegraph.notebook.markup import Markup, joined, tag

#: Text and ground are the notebook's own; what we add are lines and the hues of standings.
_RULES = """
.kg-shown{--kg-line:rgba(128,128,128,.4);--kg-soft:rgba(128,128,128,.1);line-height:1.45;max-width:64rem;margin:.3em 0}
.kg-shown p,.kg-shown ul,.kg-shown ol{margin:.25em 0}
.kg-shown ul,.kg-shown ol{padding-left:1.3em}
.kg-shown a{color:inherit;text-decoration:underline;text-underline-offset:2px}
.kg-shown small{font-size:.87em;opacity:.85}
.kg-shown summary{cursor:pointer}
.kg-shown .kg-card{border:1px solid var(--kg-line);border-left:4px solid var(--kg-own,var(--kg-line));border-radius:4px;
padding:.5em .8em;margin:.5em 0}
.kg-shown .kg-title{font-size:1.08em;font-weight:600;margin:0 0 .2em}
.kg-shown .kg-title small{font-weight:400}
.kg-shown .kg-standing{font-weight:600;white-space:nowrap}
.kg-shown .kg-standing .kg-mark{color:var(--kg-own,inherit)}
.kg-shown .kg-sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(17em,1fr));gap:.3em 1.6em;margin:.5em 0 .2em}
.kg-shown .kg-head{font-weight:600;border-bottom:1px solid var(--kg-line)}
.kg-shown .kg-side ul{list-style:none;padding:0}
.kg-shown .kg-side li{margin:.5em 0}
.kg-shown .kg-scroll{overflow-x:auto}
.kg-shown.kg-shown table{border-collapse:collapse;margin:.3em 0;font-size:inherit;table-layout:auto}
.kg-shown.kg-shown tr{background:none;border:0}
.kg-shown.kg-shown th,.kg-shown.kg-shown td{text-align:left;vertical-align:top;padding:.2em .9em .2em 0;max-width:34em;
white-space:normal;overflow-wrap:break-word;background:none;color:inherit;border:0;border-bottom:1px solid var(--kg-line)}
.kg-shown.kg-shown .kg-number{text-align:right;font-variant-numeric:tabular-nums}
.kg-shown svg{display:block;font-family:inherit}
.kg-shown iframe{width:100%;height:480px;border:1px solid var(--kg-line);border-radius:4px;background:#fff}
.kg-shown [data-standing] .kg-edge,.kg-shown [data-standing] .kg-end{stroke:var(--kg-own)}
.kg-shown [data-standing] .kg-end,.kg-shown [data-standing] .kg-mark{fill:var(--kg-own)}
.kg-shown .kg-node rect,.kg-shown .kg-ground{fill:var(--jp-layout-color0,var(--vscode-editor-background,Canvas))}
"""
_DARK = ('[data-jp-theme-light="false"]', ".vscode-dark", ".vscode-high-contrast", 'html[theme="dark"]', '[data-theme="dark"]')
_LIGHT = ('[data-jp-theme-light="true"]', ".vscode-light", 'html[theme="light"]', '[data-theme="light"]')


def fragment(*parts: str | None) -> Markup:
    """What one output cell shows, with its style."""
    return tag("div", tag("style", Markup(style())), *parts, class_="kg-shown")


def style() -> str:
    """The style sheet. A notebook that says whether it is light or dark is believed before the system's setting is."""
    own = "".join(f'.kg-shown [data-standing="{one}"]{{--kg-own:var(--kg-{one})}}' for one in Standing)
    dark, light = _hues("dark"), _hues("light")
    themed = f"{_within(_LIGHT)}{{{light}}}{_within(_DARK)}{{{dark}}}"
    return f"{_RULES}.kg-shown{{{light}}}@media(prefers-color-scheme:dark){{.kg-shown{{{dark}}}}}{themed}{own}"


def standing_line(standing: Standing | None) -> Markup:
    """A standing by its mark and in words, such as `± contested`; colour only repeats the mark."""
    if standing is None:
        return joined("no source here says anything of it")
    mark = tag("span", STANDINGS[standing].mark, class_="kg-mark")
    return tag("span", mark, f" {standing.value}", class_="kg-standing", data_standing=standing.value)


def meaning(standing: Standing | None) -> str:
    """What a standing means, in a few words."""
    return STANDINGS[standing].meaning if standing else ""


def _within(places: tuple[str, ...]) -> str:
    return ",".join(f"{place} .kg-shown" for place in places)


def _hues(scheme: str) -> str:
    return "".join(f"--kg-{standing}:{getattr(look.hue, scheme)};" for standing, look in STANDINGS.items())
