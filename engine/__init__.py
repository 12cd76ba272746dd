"""The science of glassnet: small feed-forward networks whose every number can be seen. Knows nothing of a screen.

From the ground up, each room importing only from rooms below it (read ``network/propagation.py`` first):

- ``arrays``, ``errors``, ``wording``: read-only arrays, what the engine raises, how its messages are worded.
- ``formulas``: formulas as trees, and how they are written; knows no network.
- ``network``: shape, activations, losses, initialisers, optimisers, forward and backward pass.
- ``data``: data sets, reading files, generating, scaling, splitting.
- ``kernels``: the same mathematics, fast; ``analysis``: metrics, evaluation, gradient check, decision landscapes;
  ``experiment``: what a training starts from: data, network and method.
- ``training``: commands, states, ``update(state, command) → state``, runs, histories, goals.
- ``explaining``: a number → its formula with the numbers in; ``session``: one learner's training through time.
"""

import os

# With more than one BLAS thread small networks train 1.3 to 2.5 times slower. NumPy reads these when it is imported.
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")
