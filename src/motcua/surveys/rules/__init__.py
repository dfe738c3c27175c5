"""When a file may be rated, what answers add up to, and patterns that deserve a look."""

from motcua.surveys.rules.answers import (
    COMMENT_LENGTH,
    FEWEST_SHOWN,
    FOLLOW_UP_DAYS,
    HEARTBEAT,
    NAME_LENGTH,
    OFFERED_FOR,
    OLDEST_ANSWER,
    OUTCOME_LENGTH,
    SILENT_AFTER,
    Answers,
    answered_at,
    answers_of,
    checked_comment,
    checked_outcome,
    checked_value,
    wilson,
)

__all__ = [
    "COMMENT_LENGTH",
    "FEWEST_SHOWN",
    "FOLLOW_UP_DAYS",
    "HEARTBEAT",
    "NAME_LENGTH",
    "OFFERED_FOR",
    "OLDEST_ANSWER",
    "OUTCOME_LENGTH",
    "SILENT_AFTER",
    "Answers",
    "answered_at",
    "answers_of",
    "checked_comment",
    "checked_outcome",
    "checked_value",
    "wilson",
]
