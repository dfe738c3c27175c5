"""The verbs on processes. Those on runs write no journal entry: their caller, who holds the
lock on the file and the transaction, writes one for the whole act.
"""

from motcua.process.actions.definitions import (
    NotSound,
    create_draft,
    discard_draft,
    import_draft,
    install_seed_definitions,
    publish_definition,
    update_draft,
)
from motcua.process.actions.items import claim, hand_items_over, reassign, shift_due
from motcua.process.actions.runs import (
    DueFor,
    Moved,
    UnitFor,
    begin_run,
    cancel_run,
    complete_item,
    move_run,
    open_run,
)
from motcua.process.actions.timers import go_off, put_off
from motcua.process.actions.turns import recall, send_back

__all__ = [
    "DueFor",
    "Moved",
    "NotSound",
    "UnitFor",
    "begin_run",
    "cancel_run",
    "claim",
    "complete_item",
    "create_draft",
    "discard_draft",
    "go_off",
    "hand_items_over",
    "import_draft",
    "install_seed_definitions",
    "move_run",
    "open_run",
    "publish_definition",
    "put_off",
    "reassign",
    "recall",
    "send_back",
    "shift_due",
    "update_draft",
]
