"""Papers, honest and hostile, made on the spot, each with the verdict it must get.

Other tests (doors, imports) take the same list.
"""

from tests.files.corpus import archives, names, others, pictures, portable
from tests.files.corpus.sample import MEGABYTE, Sample

ALL = [
    *portable.SAMPLES,
    *pictures.SAMPLES,
    *archives.SAMPLES,
    *names.SAMPLES,
    *others.SAMPLES,
]

__all__ = ["ALL", "MEGABYTE", "Sample"]
