"""`motcua open_office`: an empty database becomes a desk that takes files in, once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from motcua.catalogue.models import Offer
from motcua.organisation.models import Agency, Post, Unit
from motcua.organisation.states import Role, UnitKind
from motcua.workcalendar.models import CalendarRevision

pytestmark = pytest.mark.django_db

ARGUMENTS = (
    *("--code", "H29.101.05", "--name", "Ủy ban nhân dân phường Bình Hưng Hòa"),
    *("--short-name", "Phường Bình Hưng Hòa", "--area", "79"),
)


def test_the_first_agency_has_its_rooms_its_administrator_and_its_procedures() -> None:
    out = StringIO()
    call_command("open_office", *ARGUMENTS, stdout=out)
    agency = Agency.objects.get()
    assert (agency.slug, agency.path) == ("phuong-binh-hung-hoa", f"/{agency.pk}/")
    assert agency.desk_name == "Trung tâm Phục vụ hành chính công phường Bình Hưng Hòa"
    assert set(Unit.objects.values_list("kind", flat=True)) == set(UnitKind.values)
    assert Post.objects.get().role == Role.ADMINISTRATOR
    assert CalendarRevision.objects.exists()
    assert Offer.objects.filter(unit__kind=UnitKind.HANDLING).count() > 200
    assert "Mật khẩu" in out.getvalue()
    with pytest.raises(CommandError, match="Đã có cơ quan"):
        call_command("open_office", *ARGUMENTS)
    assert Agency.objects.count() == 1


def test_a_wrong_code_leaves_nothing_behind() -> None:
    with pytest.raises(CommandError):
        call_command("open_office", "--code", "abc", *ARGUMENTS[2:])
    assert not Agency.objects.exists()
    assert not CalendarRevision.objects.exists()
