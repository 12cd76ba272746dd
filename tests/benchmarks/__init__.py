"""How fast glassnet is, beside its peers: ``python -m tests.benchmarks``. Read ``__main__.py`` first."""
