"""How much of a paper is looked at, and how much it may hold."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

MOST_PAGES = 2_000
# A page of A3 at 600 dpi has 70 million, the largest telephone cameras 200.
MOST_PIXELS = 200_000_000
MOST_ENTRIES = 5_000
MOST_UNPACKED = 200 * MEGABYTE
# Text packs tightly; above this a small archive is a bomb.
MOST_RATIO = 150
MOST_PDF_OBJECTS = 100_000

# Of the child process that opens papers. Address space holds Python and the libraries too.
CHILD_MEMORY = 512 * MEGABYTE
CHILD_CPU_SECONDS = 10
CHILD_SECONDS = 30
CHILD_OPEN_FILES = 32
# Joining decodes photographs one after the other: memory for the largest that is taken.
JOIN_MEMORY = 1024 * MEGABYTE
JOIN_CPU_SECONDS = 60
JOIN_SECONDS = 90.0
