"""What the help says: how each command is called, what it does, and examples."""

from __future__ import annotations

USAGE = {
    "": "glassnet [START] [options]\n       glassnet train [START] [options] [--json]\n"
    "       glassnet explain [START] WHAT [options]\n       glassnet list",
    "train": "glassnet train [START] [options] [--folds N] [--json]",
    "explain": "glassnet explain [START] WHAT [--samples N | --epochs N] [--row N] [--digits 4|6|full] [options]",
    "list": "glassnet list",
}
DESCRIPTION = {
    "": "A neural network made of glass: open it, see every number, change any of them, watch it learn.\n\n"
    "glassnet opens the workbench; glassnet train trains without a screen; glassnet explain shows where one number\n"
    "comes from; glassnet list shows where to start from.",
    "train": "Train without a screen: a progress bar on a terminal, plain lines when piped; then the results a row\n"
    "and a summary. Ctrl+C stops early and shows what was reached.",
    "explain": "Show where a number comes from: its formula, the same with the numbers in, and the result. WHAT is a\n"
    "weight (w5), a bias (b_o1), a neuron (h1, or h1.2 with several hidden layers; o1), an input (i1), an expected\n"
    "value (y1), the error E or the learning rate alpha. --samples or --epochs trains first.",
    "list": "List the presets and the bundled data sets, with their shapes and sources.",
}
EXAMPLES = {
    "": "  glassnet                               the preset level2: ten rows, a 2-3-2 network\n"
    "  glassnet xor --hidden 4 --seed 7       a bundled data set with a network of one's own\n"
    "  glassnet moons:200,noise=0.2,seed=3    generated data: size, noise and seed can be left out\n"
    "  glassnet houses.csv --target price     a CSV file with a header\n"
    "  glassnet train iris --epochs 100       without a screen\n"
    "  glassnet explain walkthrough w5        a weight's gradient and its next value, step by step\n"
    "  glassnet train ./train                 a file that is called like a command",
    "train": "  glassnet train level1 --epochs 200 --learning-rate 1/3\n"
    "  glassnet train iris --json | python -m json.tool\n"
    "  glassnet train wine --test-share 0.2   the rest is trained on, and both are judged\n"
    "  glassnet train iris --standardize --folds 10\n"
    "  glassnet train level2 --epochs 0       the network before it has learned anything",
    "explain": "  glassnet explain walkthrough w5        the article's own example\n"
    "  glassnet explain h1 --epochs 40        in level2, after 40 epochs\n"
    "  glassnet explain iris E --row 51       of the 51st row\n"
    "  glassnet explain xor b_o1 --samples 100 --digits full",
}


def epilog(command: str) -> str:
    """Write what stands below the options: where to start from, and examples."""
    from engine.dataset import bundled_names
    from engine.generators import GENERATORS
    from engine.presets import PRESETS

    return (
        f"START:\n  a preset      {', '.join(PRESETS)}\n  a data set    {', '.join(bundled_names())}\n"
        f"  generated     {', '.join(GENERATORS)}\n"
        "  a CSV file    with a header; the target is its last column unless --target names another\n\n"
        f"examples:\n{EXAMPLES[command]}"
    )
