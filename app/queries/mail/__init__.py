"""The ledger of mail that came and the outbox of mail that leaves."""
