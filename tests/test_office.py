"""The office that other tests build on does what its docstring says."""

from motcua.cases.models import Case
from motcua.cases.states import State
from tests.office import BUILDING, COPIES, MARRIAGE, Office


def test_a_file_walks_from_the_desk_to_the_applicant(office: Office) -> None:
    for procedure in (MARRIAGE, BUILDING, COPIES):
        case = office.take_in(procedure)
        assert case.state == State.RECEIVED
        assert case.due_at is not None


def test_walks_stop_where_asked(office: Office) -> None:
    case = office.walk(office.take_in(), to="lanh_dao_ky")
    assert case.state == State.PROCESSING
    assert office.walk(case).state == State.RETURNED
    assert Case.objects.count() == 1
