"""The page about the person who files, as a form; what VNeID has proved cannot be typed over."""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from motcua.accounts.models import Account
from motcua.cases.rules.parties import AUTHORISED, LEGAL, SELF, Party, party_from
from motcua.cases.states import ReturnChannel
from motcua.kernel.refusals import Refused
from motcua.online.models import Draft

ACTING = (
    (SELF, _("Cho chính tôi")),
    (AUTHORISED, _("Thay người khác, có giấy ủy quyền")),
    (LEGAL, _("Với tư cách cha, mẹ, người giám hộ hoặc người đại diện theo pháp luật")),
)
RETURNS = (
    (ReturnChannel.ONLINE.value, _("Bản điện tử, tải về ở “Hồ sơ của tôi”")),
    (ReturnChannel.COUNTER.value, _("Nhận tại quầy")),
    (ReturnChannel.POSTAL.value, _("Qua bưu chính công ích, đến địa chỉ ghi ở trên")),
)


class PersonForm(forms.Form):
    """Who files, for whom, how to be reached and how the result comes back."""

    name = forms.CharField(label=_("Họ và tên"), max_length=160)
    id_number = forms.CharField(
        label=_("Số định danh cá nhân"),
        max_length=20,
        required=False,
        help_text=_("12 chữ số trên thẻ căn cước."),
    )
    phone = forms.CharField(
        label=_("Số điện thoại"),
        max_length=20,
        required=False,
        help_text=_("Điện thoại hoặc thư điện tử, ít nhất một, để cơ quan trả lời."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.CharField(
        label=_("Thư điện tử"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    address = forms.CharField(
        label=_("Địa chỉ liên hệ"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    acting_as = forms.ChoiceField(
        label=_("Ông/bà nộp hồ sơ"), choices=ACTING, widget=forms.RadioSelect
    )
    owner_name = forms.CharField(
        label=_("Họ tên người được nộp thay"),
        max_length=160,
        required=False,
        help_text=_("Để trống nếu nộp cho chính mình."),
    )
    owner_number = forms.CharField(
        label=_("Số định danh của người đó"), max_length=20, required=False
    )
    authorisation = forms.CharField(
        label=_("Số, ngày giấy ủy quyền"),
        max_length=250,
        required=False,
        help_text=_("Chỉ khi nộp thay theo ủy quyền."),
    )
    return_channel = forms.ChoiceField(
        label=_("Nhận kết quả"), choices=RETURNS, widget=forms.RadioSelect
    )
    summary = forms.CharField(
        label=_("Nội dung đề nghị"),
        max_length=1000,
        required=False,
        help_text=_("Một câu cho người xử lý, nếu cần."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def of(cls, draft: Draft, posted: QueryDict | None, *, proved: str | None) -> Self:
        """The form of a draft; name and number are left out where an identity was proved."""
        applicant = party_from(draft.applicant)
        owner = party_from(draft.owner) if draft.owner else None
        initial: dict[str, Any] = {
            "name": applicant.name,
            "id_number": applicant.id_number,
            "phone": applicant.phone,
            "email": applicant.email,
            "address": applicant.address,
            "acting_as": applicant.acting_as or SELF,
            "owner_name": owner.name if owner else "",
            "owner_number": owner.id_number if owner else "",
            "authorisation": applicant.authorisation,
            "return_channel": draft.return_channel,
            "summary": draft.summary,
        }
        form = cls(posted, initial=initial)
        if proved:
            del form.fields["name"], form.fields["id_number"]
        return form

    def applicant(self, account: Account) -> Party:
        """Who files: the proved identity of the account before anything typed."""
        given = self.cleaned_data
        return Party(
            name=account.full_name if account.personal_number else given["name"],
            id_number=account.personal_number or given["id_number"],
            phone=given["phone"],
            email=given["email"],
            address=given["address"],
            acting_as=given["acting_as"],
            authorisation=given["authorisation"],
        )

    def owner(self) -> Party | None:
        """Whose file it is, when it is another's."""
        given = self.cleaned_data
        if given["acting_as"] == SELF or not given["owner_name"].strip():
            return None
        return Party(name=given["owner_name"], id_number=given["owner_number"])

    def refuse(self, fault: Refused, text: str) -> None:
        """Put a refusal of the rules at its field, or on top when it has none here."""
        field = (fault.field or "").removeprefix("applicant.")
        field = {"owner.name": "owner_name", "owner.id_number": "owner_number"}.get(field, field)
        self.add_error(field if field in self.fields else None, text)
