"""A program in C written for one shape: the article's method with all sizes known to the compiler, no history."""

import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

PROGRAM = r"""
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double W[H][I], b[H], V[O][H], c[O], X[ROWS][I], Y[ROWS][O];
static int order[ROWS];

static double draw(void) { return rand() / (double)RAND_MAX; }

int main(void) {
    for (int i = 0; i < H; i++) for (int j = 0; j < I; j++) W[i][j] = draw() - 0.5;
    for (int i = 0; i < O; i++) for (int j = 0; j < H; j++) V[i][j] = draw() - 0.5;
    for (int n = 0; n < ROWS; n++) {
        for (int j = 0; j < I; j++) X[n][j] = draw();
        Y[n][rand() % O] = 1;
        order[n] = n;
    }
    clock_t began = clock();
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        for (int i = ROWS - 1; i > 0; i--) {
            int j = rand() % (i + 1), kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        for (int n = 0; n < ROWS; n++) {
            const double *x = X[order[n]], *y = Y[order[n]];
            double a[H], o[O], d[O], g[H];
            for (int i = 0; i < H; i++) {
                double s = b[i];
                for (int j = 0; j < I; j++) s += W[i][j] * x[j];
                a[i] = s;
            }
            for (int i = 0; i < H; i++) a[i] = 1 / (1 + exp(-a[i]));
            for (int i = 0; i < O; i++) {
                double s = c[i];
                for (int j = 0; j < H; j++) s += V[i][j] * a[j];
                o[i] = s;
            }
            for (int i = 0; i < O; i++) o[i] = 1 / (1 + exp(-o[i]));
            for (int i = 0; i < O; i++) d[i] = (o[i] - y[i]) * o[i] * (1 - o[i]);
            for (int j = 0; j < H; j++) g[j] = 0;
            for (int i = 0; i < O; i++) for (int j = 0; j < H; j++) g[j] += V[i][j] * d[i];
            for (int j = 0; j < H; j++) g[j] *= a[j] * (1 - a[j]);
            for (int i = 0; i < O; i++) {
                double step = RATE * d[i];
                c[i] -= step;
                for (int j = 0; j < H; j++) V[i][j] -= step * a[j];
            }
            for (int i = 0; i < H; i++) {
                double step = RATE * g[i];
                b[i] -= step;
                for (int j = 0; j < I; j++) W[i][j] -= step * x[j];
            }
        }
    }
    printf("%.9f %g\n", (clock() - began) / (double)CLOCKS_PER_SEC, W[0][0]);
    return 0;
}
"""
OPTIONS = ("-O3", "-march=native", "-ffast-math")


def c_rate(sizes: tuple[int, ...], rows: int, epochs: int, learning_rate: float, repeats: int) -> float | None:
    """Return the samples a second of processor time of the median run; None without a compiler, or for other depths."""
    compiler = shutil.which("cc")
    if compiler is None or len(sizes) != 3:
        return None
    values = dict(zip("IHO", sizes, strict=True)) | {"ROWS": rows, "EPOCHS": epochs, "RATE": learning_rate}
    with tempfile.TemporaryDirectory() as folder:
        source, program = Path(folder) / "shape.c", Path(folder) / "shape"
        source.write_text(PROGRAM)
        defined = [f"-D{name}={value}" for name, value in values.items()]
        subprocess.run([compiler, *OPTIONS, *defined, str(source), "-o", str(program), "-lm"], check=True)
        runs = [subprocess.run([str(program)], check=True, capture_output=True, text=True) for _ in range(repeats)]
    return rows * epochs / statistics.median(float(run.stdout.split()[0]) for run in runs)
