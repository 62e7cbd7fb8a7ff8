"""Fetch the query page's editor from the npm registry again and compare it with what is here: `python viz/vendor/fetch.py`.

Only `npm pack` is asked, so it takes whatever registry npm is set to. With `--write` the files here are replaced.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = "@zazuko/yasqe@4.6.2"
#: What is taken from the package, with the digest of each file.
FILES = {
    "yasqe.min.js": "288202e5f1c0195a71d1190b35c052ad5e5103e73d61455da029ffcacb7f9347",
    "yasqe.min.css": "f82256c2a56f83a5356abef88c760cff67da21e38873e744db73afaf08f285a2",
}


@contextmanager
def packed() -> Iterator[tarfile.TarFile]:
    """The package as npm packs it. Raises SystemExit when there is no npm."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("fetching needs npm, which comes with Node")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([npm, "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as opened:
            yield opened


def main() -> int:
    """Compare, or with `--write` replace; 1 when something is not as expected."""
    wrong = 0
    with packed() as archive:
        for name, expected in FILES.items():
            member = archive.extractfile(f"package/build/{name}")
            found = member.read() if member else b""
            digest = sha256(found).hexdigest()
            here = (HERE / name).read_bytes() if (HERE / name).exists() else b""
            if digest != expected:
                print(f"{name}: the package has sha256 {digest}, expected {expected}")
                wrong = 1
            elif "--write" in sys.argv[1:]:
                (HERE / name).write_bytes(found)
            elif here != found:
                print(f"{name}: the file here is not that of the package; --write replaces it")
                wrong = 1
    if not wrong:
        print(f"{PACKAGE}: {', '.join(FILES)} as expected")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
