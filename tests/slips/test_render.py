"""Every form of both circulars as PDF/A: whole, in one font, the same for the same values."""

import threading
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest

from motcua.slips import render as rendering
from motcua.slips.fonts import FontMissing, WrongFont
from motcua.slips.forms import VALUES_OF, FormKind, Generation, NoSuchForm, Paper, registry
from motcua.slips.render import render
from motcua.slips.values import ElectronicSeal, Fee, Receipt
from motcua.slips.values import Paper as FilePaper
from tests.slips import paper, samples

FORMS = list(registry().values())
NAMES = [f"{form.generation}-{form.kind}" for form in FORMS]
each_form = pytest.mark.parametrize("form", FORMS, ids=NAMES)

MARKUP = r"""#x [y] *z* _w_ $v$ <u> @t `s` ~r "q" \p // o /* n */ = m - l + k #panic("j")"""
LONG = "Công ty Trách nhiệm hữu hạn Một thành viên Thương mại Dịch vụ Xuất nhập khẩu " * 4
RUN = "Đ" * 100
SHEETS = {
    Paper.A5: (148, 210),
    Paper.A4: (210, 297),
    Paper.A4_LANDSCAPE: (297, 210),
    Paper.A3: (297, 420),
}


def retyped(value: Any, text: str) -> Any:
    """The same values with `text` in the place of everything that a person can type."""
    if isinstance(value, tuple):
        return tuple(retyped(item, text) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            slot.name: retyped(getattr(value, slot.name), text)
            for slot in fields(value)
            if not slot.metadata.get("qr")
        }
        return replace(value, **changed)
    return text if type(value) is str else value


def texts(value: Any) -> Iterator[str]:
    """Every text of the values, links (printed as QR) left out."""
    if type(value) is str:
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value):
        for slot in fields(value):
            if not slot.metadata.get("qr"):
                yield from texts(getattr(value, slot.name))


@each_form
def test_every_text_of_the_values_stands_on_the_paper(form: Any) -> None:
    values = samples.OF_KIND[form.kind]
    words = paper.words(render(form.kind, form.generation, values)).casefold()

    missing = [t for t in texts(values) if paper.squeezed(t).casefold() not in words]
    assert missing == samples.NOT_PRINTED.get((form.generation, form.kind), [])


@each_form
def test_it_is_pdf_a_on_the_right_sheet_in_tinos_alone(form: Any) -> None:
    pdf = render(form.kind, form.generation, samples.OF_KIND[form.kind])

    assert paper.is_pdf_a_2b(pdf)
    assert paper.sheet(pdf) == SHEETS[form.paper]
    assert {name.split("-")[0] for name in paper.embedded_fonts(pdf)} == {"Tinos"}
    assert paper.texts_outside(pdf) == []


@each_form
def test_an_ordinary_form_is_one_sheet_and_names_its_circular(form: Any) -> None:
    (page,) = paper.pages(render(form.kind, form.generation, samples.OF_KIND[form.kind]))

    assert paper.squeezed(form.reference) in page
    assert "CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM" in page
    assert "Độclập-Tựdo-Hạnhphúc" in page
    assert "AnLạc,ngày13tháng02năm2026" in page


@each_form
def test_equal_values_give_equal_bytes(form: Any) -> None:
    values = samples.OF_KIND[form.kind]

    assert render(form.kind, form.generation, values) == render(form.kind, form.generation, values)


@each_form
def test_markup_is_printed_and_never_read(form: Any) -> None:
    values = retyped(samples.OF_KIND[form.kind], MARKUP)
    pdf = render(form.kind, form.generation, values)

    assert paper.squeezed(MARKUP) in paper.words(pdf)


@each_form
@pytest.mark.parametrize(
    "text",
    [LONG, RUN, "", "😀", "\u0301", "漢\u202e\x00"],
    ids=["long", "unbroken", "empty", "emoji", "lone-mark", "strange"],
)
def test_no_text_breaks_the_layout(form: Any, text: str) -> None:
    pdf = render(form.kind, form.generation, retyped(samples.OF_KIND[form.kind], text))

    assert paper.texts_outside(pdf) == []


def many_papers(count: int) -> Receipt:
    papers = tuple(
        FilePaper(name=f"Giấy tờ thứ {n} trong thành phần hồ sơ", form="Bản chính", quantity=n)
        for n in range(1, count + 1)
    )
    return replace(samples.RECEIPT, papers=papers)


@pytest.mark.parametrize("generation", [Generation.TT01_2018, Generation.TT03_2025])
def test_forty_papers_go_on_overleaf_under_the_same_column_heads(generation: Generation) -> None:
    pages = paper.pages(render(FormKind.RECEIPT, generation, many_papers(40)))

    assert len(pages) >= 2
    tables = [page for page in pages if "Giấytờthứ" in page]
    assert len(tables) >= 2
    assert all("TêngiấytờHìnhthứcSốlượng" in page for page in tables)
    assert all(paper.squeezed(f"{samples.CODE} · trang") in page for page in pages)
    assert all(f"Giấytờthứ{n}trong" in "".join(pages) for n in range(1, 41))


def test_six_papers_still_fit_one_slip() -> None:
    assert len(paper.pages(render(FormKind.RECEIPT, Generation.TT03_2025, many_papers(6)))) == 1


def test_a_long_register_repeats_its_heads() -> None:
    rows = tuple(replace(samples.REGISTER_ROW, entry=f"{n:04}") for n in range(1, 201))
    book = replace(samples.REGISTER, rows=rows)
    pages = paper.pages(render(FormKind.REGISTER, Generation.TT03_2025, book))

    assert len(pages) > 5
    assert all("Tênthủtụchànhchính" in page for page in pages[:-1])
    assert "Sổnàycó200hồsơ" in pages[-1]


def test_an_empty_register_says_so() -> None:
    book = replace(samples.REGISTER, rows=())
    words = paper.words(render(FormKind.REGISTER, Generation.TT01_2018, book))

    assert "Chưacóhồsơnàotrongsổ" in words


def test_the_receipt_promises_its_date_in_words() -> None:
    words = paper.words(render(FormKind.RECEIPT, Generation.TT03_2025, samples.RECEIPT))

    assert words.count("ThứTư,25/02/2026") == 2
    assert "10giờ05phút,ngày13tháng02năm2026" in words
    assert "15.000đồng(Mườilămnghìnđồng)" in words


def test_a_due_day_without_an_hour_prints_the_day_alone() -> None:
    receipt = replace(samples.RECEIPT, due=date(2026, 2, 25))
    words = paper.words(render(FormKind.RECEIPT, Generation.TT03_2025, receipt))

    assert "Thờigiantrảkếtquảgiảiquyếthồsơ:ThứTư,25/02/2026" in words


@pytest.mark.parametrize(
    ("fees", "printed"),
    [
        ((), "Phí,lệphí:thukhinộphồsơ."),
        ((Fee(name="Lệ phí", amount=0),), "Phí,lệphí:khôngthu(thukhinộphồsơ)."),
        (
            (Fee(name="Thuế", amount=None),),
            "Phí,lệphí:theothôngbáo(thukhinộphồsơ):Thuế(theothôngbáo).",
        ),
        (
            (Fee(name="Phí A", amount=50_000), Fee(name="Lệ phí B", amount=25_000)),
            "75.000đồng(Bảymươilămnghìnđồng)(thukhinộphồsơ):PhíA50.000đồng;LệphíB25.000đồng.",
        ),
    ],
)
def test_fees(fees: tuple[Fee, ...], printed: str) -> None:
    receipt = replace(samples.RECEIPT, fees=fees)

    assert printed in paper.words(render(FormKind.RECEIPT, Generation.TT01_2018, receipt))


def test_a_corrected_receipt_names_the_one_it_replaces() -> None:
    receipt = replace(samples.RECEIPT, instead_of="04/TNHS")

    assert "kếtquảsố04/TNHS)" in paper.words(
        render(FormKind.RECEIPT, Generation.TT03_2025, receipt)
    )


def test_an_electronic_signature_prints_its_agency_and_time() -> None:
    seal = ElectronicSeal(
        signed_by="Huỳnh Thị Mỹ Lệ", agency="UBND phường An Lạc", signed_at=samples.at(25, 9, 30)
    )
    apology = replace(samples.APOLOGY, signer=replace(samples.DIRECTOR, seal=seal))
    words = paper.words(render(FormKind.APOLOGY, Generation.TT03_2025, apology))

    assert "Thờigianký:2026-02-25T09:30:00+07:00" in words


def test_a_notice_of_the_portal_has_no_signer() -> None:
    stop = replace(samples.STOP, signer=None)
    words = paper.words(render(FormKind.STOP, Generation.TT03_2025, stop))

    assert "GIÁMĐỐC" not in words
    assert "Thôngbáodohệthống" in words


def test_a_wall_notice_fits_a3() -> None:
    pdf = render(FormKind.NOTICE, Generation.OWN, samples.NOTICE, paper=Paper.A3)

    assert paper.sheet(pdf) == (297, 420)
    assert len(paper.pages(pdf)) == 1


def test_a_form_that_the_circular_lacks_is_refused() -> None:
    with pytest.raises(NoSuchForm):
        render(FormKind.STOP, Generation.TT01_2018, samples.STOP)


def test_the_values_of_another_form_are_refused() -> None:
    with pytest.raises(TypeError, match="Receipt"):
        render(FormKind.RECEIPT, Generation.TT03_2025, samples.STOP)


def test_without_the_font_nothing_is_printed(tmp_path: Any) -> None:
    with pytest.raises(FontMissing):
        render(FormKind.RECEIPT, Generation.TT03_2025, samples.RECEIPT, font_folder=tmp_path)


@pytest.mark.parametrize("pdf", [b"/BaseFont /ABCDEF+Libertinus-Serif", b"nothing"])
def test_a_strange_font_in_the_file_is_noticed(pdf: bytes) -> None:
    with pytest.raises(WrongFont):
        rendering._check_fonts(pdf)


def test_threads_print_the_same_as_one() -> None:
    wanted = render(FormKind.RECEIPT, Generation.TT03_2025, samples.RECEIPT)
    got: list[bytes] = []

    def print_some() -> None:
        got.extend(
            render(FormKind.RECEIPT, Generation.TT03_2025, samples.RECEIPT) for _ in range(5)
        )

    threads = [threading.Thread(target=print_some) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert got == [wanted] * 20


def test_every_kind_has_a_sample() -> None:
    assert {type(values) for values in samples.OF_KIND.values()} == set(VALUES_OF.values())
