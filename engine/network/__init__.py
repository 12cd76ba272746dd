"""The network and its mathematics. Read ``propagation.py`` first: forward pass, backward pass and update by formula.

``network.py`` holds the parameters it works on; activations, losses, optimisers and initialisers are tables by name;
``places.py`` and ``quantities.py`` name everything as the article does.
"""
