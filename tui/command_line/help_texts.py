"""What the help of each command says; "" stands for ``glassnet`` alone."""

USAGE = {
    "": "glassnet [START] [options]\n       glassnet --plain [START] [options]\n"
    "       glassnet train [START] [options] [--json]\n"
    "       glassnet explain [START] WHAT [options]\n       glassnet data FILE [options] [--json]\n"
    "       glassnet sessions [rm NAME... | prune --older 30d] [--json]\n"
    "       glassnet replay [FILE] [--check] [--until STEP]\n"
    "       glassnet share [FILE] [-o OUT.glass]\n"
    "       glassnet export [START] FORMAT [-o FILE] [options]\n"
    "       glassnet check SHEET.csv [START] [options] [--json]\n"
    "       glassnet demo FILE.demo [options]\n"
    "       glassnet list",
    "train": "glassnet train [START] [options] [--folds N] [--json]",
    "explain": "glassnet explain [START] WHAT [--samples N | --epochs N] [--row N] [--digits 4|6|full]\n"
    "       [--terms N|all] [options]",
    "data": "glassnet data FILE [options] [--json]",
    "sessions": "glassnet sessions [--state DIR] [--json]\n       glassnet sessions rm NAME... [--state DIR]\n"
    "       glassnet sessions prune --older AGE [--state DIR]",
    "replay": "glassnet replay [FILE] [--check] [--until STEP] [--cast OUT.cast] [--large] [--state DIR]",
    "share": "glassnet share [FILE] [-o OUT.glass] [--large] [--state DIR]",
    "export": "glassnet export [START] FORMAT [-o FILE] [options]\n       glassnet export FILE.glass FORMAT [-o FILE]",
    "check": "glassnet check SHEET.csv [START] [--samples N | --epochs N] [--row N] [options] [--json]\n"
    "       glassnet check SHEET.csv FILE.glass [--row N] [--json]",
    "demo": "glassnet demo FILE.demo [--play] [--cast OUT.cast] [--gif OUT.gif] [--svg DIR] [--text DIR] [--check DIR]",
    "list": "glassnet list",
}
DESCRIPTION = {
    "": "A neural network made of glass: open it, see every number, change any of them, watch it learn.\n\n"
    "glassnet opens the workbench; glassnet --plain is the same in sentences, for screen readers, braille displays\n"
    "and scripts; glassnet train trains without a screen; glassnet explain shows where one number comes from;\n"
    "glassnet data shows how a file is read; glassnet list shows where to start from; glassnet sessions shows what\n"
    "is saved, glassnet replay computes a saved session again, glassnet share hands one on, and glassnet export\n"
    "writes a program or a file of what was trained. glassnet demo performs a script and films it, and glassnet check\n"
    "compares a step worked by hand with the engine.",
    "train": "Train without a screen: a progress bar on a terminal, plain lines when piped; then the results of each\n"
    "row and a summary. Ctrl+C stops early and shows the results so far.",
    "explain": "Show where a number comes from: its formula, the formula with numbers, and the result. WHAT is\n"
    "a weight (w5), a bias (b_o1), a neuron (h1, or h1.2 with several hidden layers; o1), an input (i1), an expected\n"
    "value (y1), the error E or the learning rate alpha. --samples or --epochs trains first.",
    "data": "Show how a data file is read: its columns and what was guessed about it. The options overrule what was\n"
    "guessed. A table that cannot be learned from is shown too, with the reason, and ends with 0.",
    "sessions": "List the saved sessions, the newest first: how far each came, when something was last done in it and\n"
    "how large it is. rm removes sessions by name, prune those that are old; one that is open in another window\n"
    "stays. When a new session begins, all but the newest 50 are removed, and those of more than 90 days ago, unless\n"
    "glassnet --keep began it.",
    "replay": "Live a session again without a screen, from its beginning, and compare the parameters with those that\n"
    "were stored on the way. FILE is the name of a session, or the path of its .log, with the .rows.npz beside it,\n"
    "or a session that was handed on: a .glass file or a text. Without it the last session is replayed. --cast\n"
    "films the workbench meanwhile. Ends with 0 if all are the same to the last bit, with 1 if not.",
    "share": "Print a session as one line of text to hand on: glassnet and that text open it, and so does the d key\n"
    "of the workbench. It has all that was done, undo and redo too, and goes on as a session of whoever opens it. A\n"
    "long session, or one with rows of your own, takes a file: -o writes one, with the rows, also as CSV for people.\n"
    "No folder of yours is in it. What is handed on opens no file of whoever opens it.",
    "export": "Write what was trained as a program or a file for other tools, with scaling and rows. FORMAT is the\n"
    "last word; without START it is the last session. A START is trained first, with the options of glassnet\n"
    "train; a session that was handed on is taken as it is. Each program prints its MSE over the training rows, and\n"
    "over the test rows if there are any, in the network's numbers, as glassnet train --json does. Where the numbers\n"
    "are many, they go into an .npz beside the program.",
    "check": "Compare a training step that you worked by hand with the engine. SHEET.csv has a line for each figure:\n"
    "its name, a comma, semicolon or tab, and the number with as many digits as you worked out; 0,35 and a heading\n"
    "are understood. Names are those of the screen: w5 and b_o1 before the step, new_w5 after it, i1, y1, s_h1, a_h1,\n"
    'delta_o1, grad_w5, E, E_o1, alpha; δ_o1, ∂E/∂w5 and "new w5" too. E is the error of this row; over all rows,\n'
    "error is the mean of E and mse that of (a − y)².\n\n"
    "A figure is right if it is the exact number, rounded or cut off to the digits that you give, or what your own\n"
    "rounded figures come to; with three digits or more, the last one may be off by 1. At most 12 digits count. A\n"
    "figure that is what your own wrong figures come to follows from them. For one that is wrong, the slip behind it\n"
    "is named if one or two are known that give it.\n\n"
    "START is walkthrough by default, the article's example; the sample is the next one to be trained. In a batch,\n"
    "δ and gradients are those of this row, and new weights follow from the mean gradient of the batch. Ends with 0\n"
    "if all figures are right, with 1 if not, and with 2 if the sheet cannot be read.",
    "demo": "Perform a script without a terminal: keys, verbs and captions, a line each. Its time is its own, it\n"
    "trains with NumPy, and no setting or saved session of yours has a say: the pictures and the film are the same\n"
    "every time. The files that it opens are looked for beside it. Ends with 1 at the first line that cannot be done\n"
    "or whose expectation is not met.",
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
    "export": "  glassnet export numpy                  the last session, printed\n"
    "  glassnet export iris keras -o iris.py --epochs 100\n"
    "  glassnet export anna.glass c -o anna.c && cc -std=c99 -O2 anna.c -lm -o anna && ./anna\n"
    "  glassnet export digits npz -o digits.npz --epochs 10",
    "check": "  glassnet check mine.csv                the article's example\n"
    "  glassnet check mine.csv mazur          another one\n"
    "  glassnet check mine.csv level2 --epochs 40 --row 3\n"
    "  glassnet check mine.csv anna.glass     the next step of a session that was handed on",
}
SESSION_EXAMPLES = {
    "sessions": "  glassnet sessions\n"
    "  glassnet sessions --json | python -m json.tool\n"
    "  glassnet sessions rm iris-20260301-101500\n"
    "  glassnet sessions prune --older 30d",
    "replay": "  glassnet replay                        the last session, and what it came to\n"
    "  glassnet replay iris-20260301-101500 --check\n"
    "  glassnet replay handed-in/anna.glass --until 12",
    "share": "  glassnet share                         the last session, as a text\n"
    "  glassnet share iris-20260301-101500 -o anna.glass\n"
    "  glassnet share anna.glass              the text of a file\n"
    "  glassnet anna.glass                    open it; glassnet glassnet:1:eJw… opens a text",
    "demo": "  glassnet demo intro.demo               does all of it go as the script expects?\n"
    "  glassnet demo intro.demo --play        on this terminal, at its own pace: for a lecture hall\n"
    "  glassnet demo intro.demo --cast intro.cast\n"
    "  glassnet demo intro.demo --svg shots   accept its pictures\n"
    "  glassnet demo intro.demo --check shots   say what differs from them",
}
"""Of the commands that take no START."""
HANDED_ON = "  a session     FILE.glass or a text that begins with glassnet:1:, as glassnet share makes them\n"
"""What else START of the workbench can be."""
EXIT_CODES = (
    "exit codes:\n  0 done · 1 a file that cannot be used, a training that blew up, too little memory,\n"
    "  a line of a script that is refused, a replay or a demo that comes to something else, a sheet that is not right\n"
    "  2 a wrong option, a sheet that cannot be read\n"
    "  70 an error of glassnet itself · 130 ctrl+c · 141 the pipe was closed"
)
"""What ``main`` returns."""
