"""The office that other tests build on does what its docstring says."""

import pytest

from motcua.cases.models import Case
from motcua.cases.states import State
from tests.office import BUILDING, COPIES, MARRIAGE, Office


@pytest.mark.parametrize("procedure", [MARRIAGE, BUILDING, COPIES])
def test_a_file_walks_from_the_desk_to_the_applicant(office: Office, procedure: str) -> None:
    case = office.take_in(procedure)
    assert (case.state, case.due_at is None) == (State.RECEIVED, False)
    assert office.walk(case).state == State.RETURNED


def test_walks_stop_where_asked_and_go_on(office: Office) -> None:
    case = office.walk(office.take_in(), to="lanh_dao_ky")
    assert case.state == State.PROCESSING
    assert office.walk(case).state == State.RETURNED
    assert Case.objects.count() == 1
