"""The outbox: messages written in the act's transaction, sent afterwards (thông báo)."""
