"""Who signs in: officers, citizens, firms and other systems (tài khoản)."""
