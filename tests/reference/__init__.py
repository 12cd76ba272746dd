"""The engine held to PyTorch and scikit-learn: read ``cases.py`` first, then ``test_reference.py``.

``recorded.json`` keeps what the libraries computed, so that the tests need neither. ``python -m tests.reference.make``
asks them again.
"""
