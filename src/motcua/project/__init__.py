"""The top floor: settings, addresses, health, the outermost middleware. No rule of the office here."""
