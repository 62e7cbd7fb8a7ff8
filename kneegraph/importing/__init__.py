"""Tables of assertions into the model: a mapping says what the columns mean, rows that make no sense are told one by one."""

from kneegraph.importing.into import import_to_file, import_to_store
from kneegraph.importing.reading import read_mapping
from kneegraph.importing.running import Imported

__all__ = ["Imported", "import_to_file", "import_to_store", "read_mapping"]
