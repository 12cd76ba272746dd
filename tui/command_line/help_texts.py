"""What the help of each command says; "" stands for ``glassnet`` alone."""

USAGE = {
    "": "glassnet [START] [options]\n       glassnet --plain [START] [options]\n"
    "       glassnet train [START] [options] [--json]\n"
    "       glassnet explain [START] WHAT [options]\n       glassnet data FILE [options] [--json]\n"
    "       glassnet list",
    "train": "glassnet train [START] [options] [--folds N] [--json]",
    "explain": "glassnet explain [START] WHAT [--samples N | --epochs N] [--row N] [--digits 4|6|full]\n"
    "       [--terms N|all] [options]",
    "data": "glassnet data FILE [options] [--json]",
    "list": "glassnet list",
}
DESCRIPTION = {
    "": "A neural network made of glass: open it, see every number, change any of them, watch it learn.\n\n"
    "glassnet opens the workbench; glassnet --plain is the same in sentences, for screen readers, braille displays\n"
    "and scripts; glassnet train trains without a screen; glassnet explain shows where one number comes from;\n"
    "glassnet data shows how a file is read; glassnet list shows where to start from.",
    "train": "Train without a screen: a progress bar on a terminal, plain lines when piped; then the results of each\n"
    "row and a summary. Ctrl+C stops early and shows the results so far.",
    "explain": "Show where a number comes from: its formula, the formula with numbers, and the result. WHAT is\n"
    "a weight (w5), a bias (b_o1), a neuron (h1, or h1.2 with several hidden layers; o1), an input (i1), an expected\n"
    "value (y1), the error E or the learning rate alpha. --samples or --epochs trains first.",
    "data": "Show how a data file is read: its columns and what was guessed about it. The options overrule what was\n"
    "guessed. A table that cannot be learned from is shown too, with the reason, and ends with 0.",
    "list": "List the presets and the bundled data sets, with their shapes and sources.",
}
EXAMPLES = {
    "": "  glassnet                               the preset level2: ten rows, a 2-3-2 network\n"
    "  glassnet xor --hidden 4 --seed 7       a bundled data set with a network of your own\n"
    "  glassnet moons:200,noise=0.2,seed=3    generated data: size, noise and seed can be left out\n"
    "  glassnet houses.csv --target price     a CSV file of your own\n"
    "  glassnet --plain walkthrough           a prompt: help lists what can be said\n"
    "  glassnet --plain < steps.txt           a script, which ends at the first line that is refused\n"
    "  glassnet train iris --epochs 100       without a screen\n"
    "  glassnet explain walkthrough w5        a weight's gradient and its next value, step by step\n"
    "  glassnet train ./train                 a file named like a command",
    "train": "  glassnet train level1 --epochs 200 --learning-rate 1/3\n"
    "  glassnet train iris --json | python -m json.tool\n"
    "  glassnet train wine --test-share 0.2   train on the rest, judge both\n"
    "  glassnet train iris --standardize --folds 10\n"
    "  glassnet train level2 --epochs 0       the network before any training",
    "explain": "  glassnet explain walkthrough w5        the article's own example\n"
    "  glassnet explain h1 --epochs 40        in level2, after 40 epochs\n"
    "  glassnet explain iris E --row 51       for row 51 of the file\n"
    "  glassnet explain xor b_o1 --samples 100 --digits full\n"
    "  glassnet explain digits h1 --terms all   every term of a long sum",
}
EXIT_CODES = (
    "exit codes:\n  0 done · 1 a file that cannot be used, a training that blew up, too little memory,\n"
    "  a line of a script that is refused · 2 a wrong option · 70 an error of glassnet itself · 130 ctrl+c\n"
    "  141 the pipe was closed"
)
"""What ``main`` returns."""
