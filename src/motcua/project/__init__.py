"""The top floor: settings, addresses, health, outermost middleware. No rule here."""
