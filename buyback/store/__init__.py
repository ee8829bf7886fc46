"""The ledger's database: the only place with SQL. Frozen values go in and come out."""
