"""The page's parts joined into one document that needs nothing else: template, style, script modules, vis-network, data.

Whatever comes from the data enters as compressed JSON in a block that is never run; the Content-Security-Policy allows
only the scripts and the style whose digests it names, and no request at all.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from html import escape
from importlib import resources
from pathlib import Path

from kneegraph import files
from kneegraph.errors import DataError

#: Style sheets of the page, in the order in which they count.
STYLES = ("style.css", "evidence.css", "questions.css", "take.css", "print.css")
_VIS = "lib/vis-9.1.2/vis-network"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", re.MULTILINE)
_IMAGE_RULE = re.compile(r"[^{}]+\{[^{}]*url\([^{}]*\}")
_AWAITS = re.compile(r"^const \w+ = await ", re.MULTILINE)
_DATA = re.compile(r'<script type="application/gzip;base64" id="data">([A-Za-z0-9+/=]*)</script>')
_PLACE = re.compile(r"\{\{(\w+)\}\}")


def document(title: str, data: object, variables: str) -> str:
    """The whole page. `variables` is style that goes before the style sheets. Same input, same bytes."""
    style = "\n".join((variables + vis_style(), *map(viz_text, STYLES)))
    scripts = {"vis": vis_script(), "script": joined_modules("main")}
    for name, script in scripts.items():
        _refuse_closing(name, script)
    parts = {
        "title": escape(title),
        "policy": policy(scripts.values(), style),
        "style": style,
        "data": packed(data),
        **scripts,
    }
    return _PLACE.sub(lambda found: _part(parts, found[1]), viz_text("template.html"))


def embedded(data: object) -> str:
    """JSON that cannot end its script element or be read as markup, in a form that is the same for the same data.

    >>> embedded({"a": "</script>"})
    '{"a":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def packed(data: object) -> str:
    """The same JSON as gzip in base64, as the page's script reads it. No time and no name in it: same data, same text.

    >>> packed({}).startswith("H4sIAAAAAAA")
    True
    """
    squeezed = zlib.compressobj(level=9, wbits=31)
    return b64encode(squeezed.compress(embedded(data).encode()) + squeezed.flush()).decode()


def unpacked(html: str) -> object:
    """The data of a page that `document` made. Raises DataError where there is none that can be read.

    >>> unpacked('<script type="application/gzip;base64" id="data">' + packed({"a": 1}) + "</script>")
    {'a': 1}
    """
    found = _DATA.search(html)
    if found is None:
        raise DataError("there is no data (expected an element of type application/gzip;base64)", path="page")
    try:
        return json.loads(zlib.decompress(b64decode(found[1]), wbits=31))
    except (ValueError, zlib.error) as error:
        raise DataError(f"the data of the page cannot be read: {error}", path="page") from error


def policy(scripts: Iterable[str], style: str) -> str:
    """A Content-Security-Policy that runs exactly these scripts and this style, and loads nothing."""
    run = " ".join(_source(script) for script in scripts)
    return f"default-src 'none'; script-src {run}; style-src {_source(style)}; base-uri 'none'; form-action 'none'"


def joined_modules(name: str) -> str:
    """A module of viz/ and all it imports as one classic script, each module in a function of its own.

    Only `import { a, b } from "./module.js";` and `export function|const|class` are understood: files opened from disk
    cannot import. A module may wait (`const a = await …` at its top); then the whole script does.
    Raises DataError for a cycle, a missing module or any other form.
    """
    made: dict[str, str] = {}
    _join(name, made, ())
    waits = any(map(_AWAITS.search, map(_source_of, made)))
    return f"({'async ' if waits else ''}() => {{\n" + "\n".join(made.values()) + "})();\n"


def _join(name: str, made: dict[str, str], above: tuple[str, ...]) -> None:
    path = files.packaged("viz", f"{name}.js")
    if name in above:
        raise DataError(f"modules import each other in a circle: {' → '.join((*above, name))}", path=path)
    if name in made:
        return
    source = _source_of(name)
    for imported in _IMPORT.finditer(source):
        _join(imported[2], made, (*above, name))
    made[name] = _wrapped(name, source, path)


def _source_of(name: str) -> str:
    return files.read_text(files.packaged("viz", f"{name}.js"))


def _wrapped(name: str, source: str, path: Path) -> str:
    exported = ", ".join(found[1] for found in _EXPORT.finditer(source))
    body = _EXPORT.sub("", _IMPORT.sub(lambda found: f"const {{{found[1]}}} = ${found[2].replace('-', '_')};\n", source))
    other = re.search(r"^(import|export)\b.*", body, re.MULTILINE)
    if other is not None:
        raise DataError(f"only named imports and exports are understood (got {other[0]!r})", path=path)
    begun = "await (async () =>" if _AWAITS.search(source) else "(() =>"
    return f'const ${name.replace("-", "_")} = {begun} {{\n"use strict";\n{body}return {{ {exported} }};\n}})();\n'


def viz_text(name: str) -> str:
    """A file of viz/, as it is."""
    return files.read_text(files.packaged("viz", name))


def vis_script() -> str:
    """vis-network as pyvis brings it along."""
    return _from_pyvis(f"{_VIS}.min.js")


def vis_style() -> str:
    """The rules of vis-network's style sheet that we use: those with pictures, for tools we do not show, are left out."""
    return _IMAGE_RULE.sub("", _from_pyvis(f"{_VIS}.css")).strip()


def _from_pyvis(name: str) -> str:
    found = resources.files("pyvis").joinpath(name)
    try:
        return found.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError("pyvis does not bring this file along; kneegraph needs pyvis 0.3.2", path=str(found)) from error


def _refuse_closing(name: str, script: str) -> None:
    if re.search(r"</script|<!--", script, re.IGNORECASE):
        raise DataError("the script has a text that ends or hides script elements", path=name)


def _source(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _part(parts: Mapping[str, str], name: str) -> str:
    if name not in parts:
        raise DataError(f"the template asks for {{{{{name}}}}}; there are {', '.join(parts)}", path="viz/template.html")
    return parts[name]
