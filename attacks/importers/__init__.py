"""Ways into the working records from outside; each is a package of its own and publishes through the ledger."""
