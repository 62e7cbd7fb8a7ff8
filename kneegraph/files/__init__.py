"""Data files: which ones a name stands for, reading them with a place in every error, writing them in one step."""

from kneegraph.files.bytes import decoded, line_of, read_text
from kneegraph.files.paths import PACKAGED, data_files, packaged
from kneegraph.files.places import find_line
from kneegraph.files.reading import Reading, read, read_quads
from kneegraph.files.writing import write_atomic, write_file

__all__ = [
    "PACKAGED",
    "Reading",
    "data_files",
    "decoded",
    "find_line",
    "line_of",
    "packaged",
    "read",
    "read_quads",
    "read_text",
    "write_atomic",
    "write_file",
]
