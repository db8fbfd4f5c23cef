"""How staff sign in: who may, how often somebody may try, the second factor, how long a session lasts."""
