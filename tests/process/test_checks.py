"""Publishing refuses each fault by name."""

from __future__ import annotations

from typing import Any

import pytest

from motcua.organisation.states import Role, UnitKind
from motcua.process.rules.checks import faults, longest_minutes, warnings
from motcua.process.rules.graph import Graph
from motcua.process.rules.reading import parse_graph
from tests.process.graphs import SEEDS, graph, seed

ENDING = ("issue > back", "back > !e")
VERBS: dict[str, dict[str, Any]] = {
    "in_": {"verb": "forward"},
    "issue": {"verb": "issue"},
    "back": {"verb": "return_result", "budget": None},
}


def process(*lines: str, nodes: dict[str, dict[str, Any]] | None = None) -> Graph:
    """A process that goes on to issue and return; the lines say what comes before."""
    return graph(*lines, *ENDING, nodes={**VERBS, **(nodes or {})})


def told(made: Graph, **asked: Any) -> list[tuple[str, str]]:
    return [(fault.node, fault.text) for fault in faults(made, **asked)]


def test_a_plain_process_has_no_fault() -> None:
    assert told(process("in_ > a", "a > issue")) == []


@pytest.mark.parametrize("name", SEEDS)
@pytest.mark.parametrize("limit", [None, 240, 480, 5 * 480, 30 * 480])
def test_shipped_processes_fit_any_limit(name: str, limit: int | None) -> None:
    made = parse_graph(seed(name))
    assert told(made, limit_minutes=limit) == []
    assert warnings(made) == []


@pytest.mark.parametrize(
    ("lines", "at", "words"),
    [
        # Flows
        (
            ("a:yes > issue", "a:no > issue", "b > issue"),
            "b",
            "Không có đường nào từ đầu quy trình",
        ),
        (("in_ > a", "a > +f", "+f > issue"), "f", "Nút tách “f” phải có từ hai nhánh"),
        (("in_ > a", "a > issue", "a > back"), "a", "nối đến nhiều nơi; hãy dùng nút tách"),
        (("in_ > a", "a > issue when data.x"), "a", "điều kiện chỉ đặt sau nút chọn"),
        (("in_ > ~m", "~m > issue"), "m", "Nút nhập “m” phải có từ hai nhánh đến"),
        (("in_ > &j", "&j > issue"), "j", "Nút gộp “j” phải có từ hai nhánh đến"),
        # Choices
        (
            ("in_ > ?c", "?c > a when data.x", "?c > issue when data.y", "a > issue"),
            "c",
            "phải có đúng một nhánh còn lại",
        ),
        (("in_ > ?c", "?c > a", "?c > issue otherwise", "a > issue"), "c", "phải có điều kiện"),
        (
            ("in_ > ?c", "?c > a when area > 3", "?c > issue otherwise", "a > issue"),
            "c",
            "viết “data.area”",
        ),
        # Ways
        (
            ("in_:on > issue", "in_:off > x", "x > y", "y > x"),
            "x",
            "không có đường nào đến kết thúc",
        ),
        (("in_:a > issue", "in_:b > ~m", "~m > ~n", "~n > ~m"), "m", "không có đường nào đến kết"),
        # Tokens
        (
            (
                "in_ > ?c",
                "?c > a when data.x",
                "?c > b otherwise",
                "a > &j",
                "b > &j",
                "&j > issue",
            ),
            "j",
            "Hồ sơ có thể kẹt tại nút gộp “j”",
        ),
        (
            ("in_ > +f", "+f > a", "+f > b", "a > issue", "b > issue"),
            "issue",
            "mở hai lần cùng lúc",
        ),
        (("in_ > +f", "+f > a", "+f > issue", "a > !z"), "a", "kết thúc khi bước “Bước a” còn dở"),
        (
            ("in_ > +f", "+f > a", "+f > b", "+f > d", "a > &j", "b > &j", "&j > issue", "d > !z"),
            "j",
            "kết thúc khi nút gộp “j” còn chờ",
        ),
        # Verbs
        (("in_:ok > issue", "in_:quick > back"), "back", "trả kết quả khi chưa ban hành"),
    ],
)
def test_a_fault_is_named_at_its_node(lines: tuple[str, ...], at: str, words: str) -> None:
    found = told(process(*lines))
    assert [text for node, text in found if node == at and words in text], found


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("a > b",), "chưa có nút kết thúc"),
        (("a > !e",), "chưa có bước trả kết quả"),
        (("a > !e",), "chưa có bước ban hành kết quả"),
    ],
)
def test_a_fault_of_the_whole(lines: tuple[str, ...], words: str) -> None:
    assert any(node == "" and words in text for node, text in told(graph(*lines)))


def test_only_the_return_comes_after_issuing() -> None:
    made = graph("in_ > issue", "issue > x", "x > back", "back > !e", nodes=VERBS)
    assert told(made) == [("x", "Bước “Bước x” đứng sau khi ban hành; sau đó chỉ còn trả kết quả.")]


def test_an_outcome_that_leads_nowhere() -> None:
    two = [{"key": "yes", "name": "Đồng ý"}, {"key": "no", "name": "Không đồng ý"}]
    made = process("in_ > a", "a:yes > issue", nodes={"a": {"outcomes": two}})
    assert told(made) == [("a", "Bước “Bước a”: kết quả “Không đồng ý” chưa nối đi đâu.")]


def test_a_flow_for_an_outcome_that_is_not_there() -> None:
    one = [{"key": "yes", "name": "Đồng ý"}]
    made = process("in_ > a", "a:yes > issue", "a > back", nodes={"a": {"outcomes": one}})
    assert told(made) == [("a", "Bước “Bước a”: đường nối chưa ghi kết quả nào.")]


def test_gates_in_a_circle() -> None:
    made = process(
        "in_ > ~m", "~m > ?c", "?c > ~m when data.x == true", "?c > issue otherwise"
    )  # fmt: skip
    assert told(made) == [("c", "Nút “c” chạy vòng mà không qua bước nào.")]


def test_issuing_while_another_branch_is_open() -> None:
    made = graph(
        "in_ > +f", "+f > issue", "+f > a", "issue > &j", "a > &j", "&j > back", "back > !e",
        nodes=VERBS,
    )  # fmt: skip
    assert ("issue", "Bước “Bước issue” có thể diễn ra khi nhánh khác còn dở.") in told(made)


def test_roles_and_units_must_exist_where_the_process_runs() -> None:
    made = process("in_ > a", "a > issue")
    assert told(made, roles=[Role.CLERK], unit_kinds=[UnitKind.RECEPTION])[:2] == [
        ("in_", "Bước “Bước in_”: không ai giữ vai trò Thụ lý."),
        ("in_", "Bước “Bước in_”: không có bộ phận Chuyên môn."),
    ]


def budgets(**given: str | None) -> dict[str, dict[str, Any]]:
    """Of the named steps; the others take no time."""
    names = ("in_", "a", "b", "issue", "back")
    return {name: {**VERBS.get(name, {}), "budget": given.get(name)} for name in names}


BESIDE = ("in_ > +f", "+f > a", "+f > b", "a > &j", "b > &j", "&j > issue")
ROUND = ("in_ > a", "a:ok > issue", "a:redo > in_")
EITHER = ("in_ > ?c", "?c > a when data.x", "?c > b otherwise", "a > issue", "b > issue")
HOURS = "4 working_hours"


@pytest.mark.parametrize(
    ("lines", "given", "minutes"),
    [
        (("in_ > a", "a > issue"), {"in_": HOURS, "a": HOURS}, 480),
        (BESIDE, {"a": "1 working_days", "b": HOURS}, 480),  # side by side: the longer one
        (EITHER, {"a": "1 working_days", "b": HOURS}, 480),  # one of two: the longer one
        (ROUND, {"in_": HOURS, "a": HOURS}, 480),  # a way back is not counted
        (("in_ > a", "a > issue"), {"a": "50%", "issue": "10%"}, 288),
        (("in_ > a", "a > issue"), {"a": HOURS, "back": "9 working_days"}, 240),
    ],
)
def test_the_longest_way(
    lines: tuple[str, ...], given: dict[str, str | None], minutes: int
) -> None:
    made = process(*lines, nodes=budgets(**given))
    assert longest_minutes(made, 480) == minutes
    assert told(made, limit_minutes=480) == []


def test_a_longest_way_that_does_not_fit_says_by_how_much() -> None:
    made = process("in_ > a", "a > issue", nodes=budgets(in_="1 working_hours", a="1 working_days"))
    assert told(made) == []
    assert told(made, limit_minutes=8 * 60 + 30) == [
        ("", "Đường dài nhất cần 9 giờ làm việc, thời hạn của thủ tục chỉ có 8,5 giờ.")
    ]


def test_shares_must_not_exceed_the_whole() -> None:
    made = process("in_ > a", "a > issue", nodes=budgets(in_="60%", a="50%"))
    assert told(made) == [("", "Các bước nối tiếp chiếm 110% thời hạn, hơn 100%.")]


def test_what_is_only_unusual_is_a_warning() -> None:
    made = process(
        "x > in_", "in_ > +f", "+f > a", "+f > b", "a > &j", "b > &j", "&j > issue",
        nodes={"x": {"budget": None}, "a": {"plain": ""}, "b": {"can_send_back": False}},
    )  # fmt: skip
    assert told(made) == []
    assert [(fault.node, fault.text) for fault in warnings(made)] == [
        ("x", "Quy trình nên bắt đầu bằng bước chuyển hồ sơ của một cửa."),
        ("x", "Bước “Bước x” chưa có thời gian xử lý."),
        ("in_", "Bước “Bước in_”: chuyển hồ sơ thường chỉ có ở bước đầu."),
        ("a", "Bước “Bước a” chưa có lời giải thích cho người dân."),
        ("a", "Bước “Bước a” nằm trên nhánh song song, không trả lại riêng được."),
    ]
