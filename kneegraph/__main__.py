"""`python -m kneegraph`."""

from kneegraph.cli import main

main()
