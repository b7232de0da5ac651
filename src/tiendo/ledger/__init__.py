"""The ledger: what people filed, append-only, with a hash-chained log of every act."""
