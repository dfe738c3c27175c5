"""Both databases answer a search alike: the plain meaning of "every word stands in it"."""

import random

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from motcua.catalogue.models import Field, Procedure, ProcedureVersion
from motcua.search import closest_first, filter_words, folded_words, searchable
from motcua.search.index import index_name

TEXT = (
    "đăng ký khai sinh cấp giấy phép Đặng hòa hoà thủy thuỷ quán ăn hộ hồ nhà ở kết hôn chứng thực"
    " a ab abc 12 H29.16 50% c_d \\ \" ' * AND OR NOT NEAR ( ) - + ^ : search rowid"
)


@pytest.fixture
def versions(db: None) -> list[ProcedureVersion]:
    """Three hundred rows of mixed syllables, the same on every run."""
    pick = random.Random(20250701)
    field = Field.objects.create(code="ho-tich", name="Hộ tịch")
    procedures = Procedure.objects.bulk_create(
        Procedure(code=f"1.{number:06}", field=field) for number in range(300)
    )
    return ProcedureVersion.objects.bulk_create(
        ProcedureVersion(
            procedure=procedure,
            number=1,
            name=(name := " ".join(pick.choices(TEXT.split(), k=pick.randint(1, 9)))),
            search=searchable(name, procedure.code),
        )
        for procedure in procedures
    )


def found(query: str) -> set[int]:
    return set(
        filter_words(ProcedureVersion.objects.all(), "search", query).values_list("id", flat=True)
    )


def plain_answer(versions: list[ProcedureVersion], query: str) -> set[int]:
    return {v.id for v in versions if all(word in v.search for word in folded_words(query))}


QUERIES = [
    "khai sinh",
    "KHAI SINH",
    "Đặng",
    "dang",
    "hòa",
    "hoà",
    "thuỷ quán",
    "a",
    "ab",
    "abc",
    "o nha",
    "ở",
    "12",
    "1.000",
    "H29.16",
    "AND",
    "khai AND sinh",
    "khai OR sinh",
    "NOT khai",
    'khai" OR "sinh',
    '"',
    '""',
    "khai*",
    "*",
    "search:khai",
    "rowid",
    "(khai",
    "^khai",
    "50%",
    "%",
    "c_d",
    "_",
    "\\",
    "'",
    "';--",
    "sinh\x00khai",
    "\ud800 khai",
    "xyzzy",
    "",
    "   ",
]


@pytest.mark.parametrize("query", QUERIES)
def test_every_word_of_the_query_stands_in_the_row(
    versions: list[ProcedureVersion], query: str
) -> None:
    assert found(query) == plain_answer(versions, query)


def test_random_pieces_of_words_are_found_like_a_plain_scan_finds_them(
    versions: list[ProcedureVersion],
) -> None:
    pick = random.Random(1)
    for _ in range(150):
        text = pick.choice(versions).search
        start = pick.randrange(len(text))
        query = text[start : start + pick.randint(1, 9)]
        assert found(query) == plain_answer(versions, query), query


@pytest.mark.parametrize("query", ["'", "a'b", "50%", "x_y", "(%s)", "giay' OR '1'='1", "\\"])
def test_no_letter_of_a_query_becomes_a_part_of_the_question(
    versions: list[ProcedureVersion], query: str
) -> None:
    found = filter_words(ProcedureVersion.objects.all(), "search", query)
    wanted = [row for row in versions if all(w in row.search for w in folded_words(query))]
    assert sorted(row.pk for row in found) == sorted(row.pk for row in wanted)


def test_a_changed_row_is_found_by_its_new_words_only(versions: list[ProcedureVersion]) -> None:
    row = versions[0]
    ProcedureVersion.objects.filter(id=row.id).update(search=searchable("bưu chính"))
    assert found("buu chinh") == {row.id}
    assert row.id not in found("000")


def test_a_deleted_row_leaves_the_index(versions: list[ProcedureVersion]) -> None:
    ProcedureVersion.objects.filter(id=versions[0].id).update(search="zzqqxx")
    assert found("zzqqxx") == {versions[0].id}
    ProcedureVersion.objects.filter(id=versions[0].id).delete()
    assert found("zzqqxx") == set()


def test_no_word_spans_two_texts_of_a_row() -> None:
    assert "sinhket" not in searchable("khai sinh", "kết hôn")
    assert searchable("Khai  sinh", "", "Kết hôn") == "khai sinh\nket hon"


def test_a_pasted_letter_is_cut_to_twelve_words_of_64_letters() -> None:
    words = folded_words(" ".join(f"từ{n}" for n in range(500)) + " x" * 500)
    assert words == tuple(f"tu{n}" for n in range(12))
    assert folded_words("đ" * 500) == ("d" * 64,)


def test_the_query_as_typed_with_its_marks_comes_before_the_folded_one() -> None:
    names = ["Hỗ trợ nhà ở", "Hộ kinh doanh", "Đăng ký hộ khẩu", "Hồ sơ đất"]
    assert closest_first(names, "hộ", str) == [
        "Hộ kinh doanh",
        "Đăng ký hộ khẩu",
        "Hỗ trợ nhà ở",
        "Hồ sơ đất",
    ]


def test_both_placements_of_a_tone_are_the_same_word() -> None:
    assert closest_first(["Hóa đơn", "Hoà giải"], "hòa", str) == ["Hoà giải", "Hóa đơn"]


@pytest.mark.parametrize("model", ["case_file", "procedure_version"])
def test_both_searchable_tables_have_their_index(db: None, model: str) -> None:
    name = index_name(model, "search")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE tbl_name = %s", [model])
            assert {f"{name}_{act}" for act in ("insert", "update", "delete")} <= {
                row[0] for row in cursor.fetchall()
            }
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = %s", [name])
        else:
            cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = %s", [name])
        assert cursor.fetchone()[0] == 1


def test_a_search_is_one_statement(versions: list[ProcedureVersion]) -> None:
    rows: models.QuerySet[ProcedureVersion] = ProcedureVersion.objects.all()
    with CaptureQueriesContext(
        connection,
    ) as statements:
        list(filter_words(rows, "search", "khai sinh o a"))
    assert len(statements) == 1
