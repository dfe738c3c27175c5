"""Every sample gets its verdict: one sentence, or a place in the store, byte for byte."""

import hashlib
import io

import pytest

from motcua.files.actions import prepare_upload
from motcua.files.rules.faults import SENTENCES, Fault, PaperRefused
from motcua.files.store import PaperStore
from tests.files.corpus import ALL, Sample


def test_there_are_enough_samples_and_every_fault_has_one() -> None:
    assert len(ALL) >= 120
    assert len({sample.what for sample in ALL}) == len(ALL)
    shown = {sample.fault for sample in ALL}
    # Shown in test_uploads: they hang on the upload, not on the bytes.
    assert set(Fault) - shown == {Fault.TOO_LARGE, Fault.BROKEN_UPLOAD}


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample.what)
def test_verdict(sample: Sample, store: PaperStore) -> None:
    data = sample.build()
    if sample.fault is not None:
        with pytest.raises(PaperRefused) as refusal:
            prepare_upload(name=sample.name, stream=io.BytesIO(data), size=len(data))
        assert refusal.value.fault == sample.fault
        assert refusal.value.field == "file"
        assert refusal.value.text.endswith(".")
        assert "{" not in refusal.value.text
        assert list(store.papers()) == []
        return
    ready = prepare_upload(name=sample.name, stream=io.BytesIO(data), size=len(data))
    assert ready.kind == sample.kind
    assert ready.name == (sample.kept_as or sample.name)
    assert len(ready.name.encode()) <= 255
    if sample.pages is not None:
        assert ready.pages == sample.pages
    assert ready.sha256 == hashlib.sha256(data).hexdigest()
    with store.open(ready.sha256) as file:
        assert file.read() == data


def test_every_fault_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Fault)
