"""The file, its papers, the requests made about it, its result and the counter of codes."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Account
from motcua.cases.states import (
    CLOSED,
    Channel,
    Delivery,
    Money,
    Occasion,
    Outcome,
    PaperForm,
    PaperState,
    RequestState,
    ReturnChannel,
    State,
)
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.states import ServiceLevel
from motcua.files.models import StoredFile
from motcua.kernel.deadline import Due
from motcua.organisation.models import Agency, Unit
from motcua.process.models import Run, WorkItem

OPEN_STATES = tuple(state for state in State if state not in CLOSED)


class Cases(models.QuerySet["Case"]):
    """Chainable questions about files."""

    def open(self) -> Self:
        """Files that still need something done before their result."""
        return self.filter(state__in=OPEN_STATES)

    def overdue(self, at: dt.datetime) -> Self:
        """On the clock, past the promised moment, and not waiting for the applicant."""
        return self.filter(state__in=(State.RECEIVED, State.PROCESSING), due_at__lt=at)


class Case(models.Model):
    """One file. Columns are what lists sort, filter and count by; the rest is JSON.

    `applicant` hands the file in, `owner` is whose file it is (null: the same person). Each:
    {kind: person|firm, name, id_number, phone, email, address, acting_as}. `fee`:
    {"total": đồng, "lines": […]}. `pauses`: [[from, to|null], …] in ISO, the clock's input.
    `due_original_at` is written once and never again (the promise on the first receipt).
    `journal_seq` and `journal_head` are the end of the file's chain.
    """

    # A file is one run of one process and has its id, so that the id is known before the row
    # is written and the first journal entry can be hashed with it.
    run = models.OneToOneField(
        Run, on_delete=models.PROTECT, primary_key=True, db_column="id", related_name="case"
    )
    code = models.CharField(max_length=52, null=True)
    provisional = models.CharField(max_length=24, null=True)
    secret = models.CharField(max_length=12)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    reception_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    handling_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    received_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # The citizen's account that filed it online; null when it came over the counter.
    filed_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    version = models.ForeignKey(
        ProcedureVersion, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    channel = models.CharField(max_length=8, choices=Channel)
    service_level = models.CharField(max_length=12, choices=ServiceLevel)
    state = models.SmallIntegerField(choices=State)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    applicant = models.JSONField()
    owner = models.JSONField(null=True)
    applicant_name = models.CharField(max_length=160)
    applicant_number = models.CharField(max_length=20, blank=True, default="")
    search = models.TextField()
    case_key = models.CharField(max_length=60, blank=True, default="")
    summary = models.CharField(max_length=1000, blank=True, default="")
    copies = models.PositiveSmallIntegerField(default=1)
    # The limit promised at acceptance: of the case, else of the channel, else of the procedure.
    limit = models.CharField(max_length=30, blank=True, default="")
    data = models.JSONField(default=dict)
    fee = models.JSONField(null=True)
    money = models.CharField(max_length=6, choices=Money, default=Money.NONE)
    # Whether the fee was paid online; null: nothing was paid, or it is not known.
    paid_online = models.BooleanField(null=True)
    return_channel = models.CharField(max_length=8, choices=ReturnChannel)
    delivery = models.CharField(max_length=9, choices=Delivery, default=Delivery.NONE)
    submitted_at = models.DateTimeField()
    # Until when the desk answers what came in online; null when nothing waits for an answer.
    answer_by = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    clock_from = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    due_original_at = models.DateTimeField(null=True)
    pauses = models.JSONField(default=list)
    extended_to = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField()
    supplements = models.PositiveSmallIntegerField(default=0)
    receipt_number = models.PositiveSmallIntegerField(default=0)
    # Of a file that another agency opened here (một cửa liên thông): the citizen's own file.
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="children", db_index=False
    )
    journal_seq = models.IntegerField(default=0)
    journal_head = models.BinaryField(max_length=32, default=bytes)

    # Not stored: the due date with its explanation, right after acceptance.
    promise: Due | None = None

    objects: ClassVar[models.Manager[Case]] = Cases.as_manager()

    class Meta:
        db_table = "case_file"
        indexes = [
            models.Index(
                fields=["agency", "state", "due_at"],
                condition=Q(state__in=[1, 2, 4, 5, 6, 9]),
                name="case_live",
            ),
            models.Index(fields=["agency", "received_at"], name="case_received"),
            # What ended lately: kiosks ask for it all day.
            models.Index(
                fields=["agency", "touched_at"],
                condition=Q(state__in=[3, 7, 8, 10]),
                name="case_over",
            ),
            models.Index(
                fields=["applicant_number"],
                condition=~Q(applicant_number=""),
                name="case_person",
            ),
            models.Index(
                fields=["filed_by"],
                condition=Q(filed_by__isnull=False),
                name="case_account",
            ),
            models.Index(
                fields=["parent"], condition=Q(parent__isnull=False), name="case_children"
            ),
        ]
        constraints = [
            # As constraints and not on the fields: those would bring an index for LIKE each.
            models.UniqueConstraint(fields=["code"], name="case_code_once"),
            models.UniqueConstraint(fields=["provisional"], name="case_provisional_once"),
            models.CheckConstraint(
                name="case_has_a_number",
                condition=Q(code__isnull=False) | Q(provisional__isnull=False),
            ),
            models.CheckConstraint(
                name="received_case_has_code_and_moment",
                condition=Q(state__in=[1, 3, 5, 7])
                | Q(code__isnull=False, received_at__isnull=False),
            ),
            models.CheckConstraint(
                name="finished_case_has_outcome",
                condition=Q(finished_at__isnull=True) | ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="due_after_received",
                condition=Q(due_at__isnull=True) | Q(due_at__gte=F("received_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.code or self.provisional or f"#{self.pk}"

    @property
    def is_closed(self) -> bool:
        """Nothing more will be decided about this file."""
        return self.state in CLOSED

    @property
    def number(self) -> str:
        """The code once accepted, the provisional number before."""
        return self.code or self.provisional or ""


class HandOver(models.Model):
    """A child file given to another agency and its result taken back (giao, nhận).

    `given` by the step's holder, `taken` by the other desk when it accepts or refuses, `closed`
    when the other agency has decided, `back` when the step's holder confirms the result.
    `share`: the time the other agency has, in the kernel's written form; "" when its own.
    """

    child = models.OneToOneField(
        Case, on_delete=models.PROTECT, primary_key=True, related_name="handover"
    )
    parent = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=40)
    share = models.CharField(max_length=30, blank=True, default="")
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    taken_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    back_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    back_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "case_hand_over"

    def __str__(self) -> str:
        return f"{self.parent_id} → {self.child_id}"


class CaseTransfer(models.Model):
    """A live file handed over from one agency to another by an act of reorganisation."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers")
    source = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    target = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    document = models.CharField(max_length=200)

    class Meta:
        db_table = "case_transfer"


class CasePaper(models.Model):
    """One paper of a file as handed in; a replaced one stays beside its successor."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=600)
    form = models.CharField(max_length=14, choices=PaperForm)
    quantity = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=PaperState, default=PaperState.SUBMITTED)
    remark = models.CharField(max_length=400, blank=True, default="")
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # The earlier file of the same person that this paper was taken from again.
    reused_from = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        db_table = "case_paper"
        constraints = [
            models.CheckConstraint(name="paper_quantity_positive", condition=Q(quantity__gt=0))
        ]

    def __str__(self) -> str:
        return self.name


class SupplementRequest(models.Model):
    """One consolidated request: each paper with what to change (form 02)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="supplement_requests")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=RequestState)
    items = models.JSONField()
    reason = models.TextField()
    # A second request needs a reason of its own and a leader (NĐ 61/2018 art. 17: only one).
    again_because = models.TextField(blank=True, default="")
    requested_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    approved_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    limit_at = models.DateTimeField(null=True)
    # When the applicant brought the papers online; the desk still looks at them.
    brought_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "supplement_request"
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="supplement_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["proposed", "approved", "in_force"]),
                name="one_open_supplement_per_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} bổ sung {self.number}"


class Extension(models.Model):
    """An apology with a new date (form 04): proposed by one person, approved by another."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="extensions")
    state = models.CharField(max_length=10, choices=RequestState)
    reason = models.TextField()
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "extension"
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["proposed", "in_force"]),
                name="one_extension_per_case",
            ),
            models.CheckConstraint(
                name="extension_moves_forward",
                condition=Q(due_after__gt=F("due_before")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} gia hạn"


class Result(models.Model):
    """What the file ended in: a numbered, dated paper, with its file when there is one."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="result")
    number = models.CharField(max_length=60)
    date = models.DateField()
    name = models.CharField(max_length=300)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    handed_to = models.CharField(max_length=160, blank=True, default="")

    class Meta:
        db_table = "case_result"

    def __str__(self) -> str:
        return self.number


class Counter(models.Model):
    """Last number given by an agency on a day; its row lock keeps codes free of gaps."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "case_counter"
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day}: {self.last}"


class LetterWording(models.Model):
    """An agency's own words for an occasion; without a row the shipped ones are used."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=10, choices=Occasion)
    subject = models.CharField(max_length=150)
    body = models.TextField()
    changed_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "letter_wording"
        constraints = [
            models.UniqueConstraint(fields=["agency", "occasion"], name="letter_wording_once")
        ]


class TrackAttempt(models.Model):
    """A wrong guess at a code or secret; too many close the door for a while."""

    place = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "track_attempt"
        indexes = [models.Index(fields=["place", "at"], name="attempt_place")]

    def __str__(self) -> str:
        return f"{self.place} {self.at}"
