"""The inner loops of `lines` and `review`: layers of a network in whole numbers, and the company of a line.

Numbers are counted in 1/4096. Weights are 16 bits wide; an input is cut into its low 15 bits and what is above them,
mostly nothing, so products fit a compiler's widest instructions, and sums are exact whatever order they are added in.
"""

from cpython cimport array
from libc.math cimport exp, log1p
from libc.stdint cimport int64_t
from libc.string cimport memcpy, memset

from array import array as new_array

from .._processor cimport rounded, wide

#: How many lines above and below a line is judged with, and how long a stretch is averaged.
cpdef enum:
    NEAR = 4
    FAR = 16
#: Averages of all before and all after a line count as if so many empty lines stood at the edges of the document.
cpdef enum:
    EDGE = 8
#: Products are added in 32 bits, so many at a time; their weights together stay below so much: 2**(31 - LOW) / ONE.
#: Training sees to that, so the same inputs give the model that is shipped only with these numbers.
cpdef enum:
    BLOCK = 120
    ROOM_FOR_WEIGHTS = 16
cdef enum:
    SIGHT = 2 * NEAR + 1
    PLACES = 4  # numbers that tell the place of a line
    FARTHEST = 40  # so many lines from an edge of the document it is just far away
    ONE = 4096
    AT_ONCE = 4  # outputs
    LUMP = 8  # numbers
    LOW = 15

cdef array.array _DOUBLES = new_array("d")
cdef array.array _SHORTS = new_array("h")


cdef class Layer:
    """One layer: its weights, by output, each output's filled up to whole blocks, and its bias."""

    cdef array.array weights, bias, room, cut, sums
    cdef Py_ssize_t blocks, outputs

    def __init__(self, const float[:, ::1] weights, const float[::1] bias):
        """`weights`: a row an input. Raises ValueError where they are too large to be added exactly."""
        cdef Py_ssize_t i, j, size
        cdef int64_t here, together
        self.outputs, self.blocks = weights.shape[1], (weights.shape[0] + BLOCK - 1) // BLOCK
        size = self.blocks * BLOCK
        self.sums = array.clone(_DOUBLES, (self.outputs + AT_ONCE - 1) // AT_ONCE * AT_ONCE, False)
        self.weights = array.clone(_SHORTS, len(self.sums) * size, True)
        self.room, self.cut = array.clone(_DOUBLES, size, True), array.clone(_SHORTS, 2 * size, False)
        self.bias = array.clone(_DOUBLES, self.outputs, False)
        for j in range(self.outputs):
            self.bias.data.as_doubles[j] = rounded(bias[j] * <double>ONE)
            together = 0
            for i in range(weights.shape[0]):
                here = <int64_t>rounded(weights[i, j] * <double>ONE)
                together = (here if here >= 0 else -here) + (together if i % BLOCK else 0)
                if together >= ROOM_FOR_WEIGHTS * ONE:
                    raise ValueError(f"weights {i} of output {j}: too large")
                self.weights.data.as_shorts[j * size + i] = <short>here

    cdef inline double* inputs(self) noexcept:
        """Where the inputs are written, in 1/4096; they are rounded."""
        return self.room.data.as_doubles

    cdef void totals(self, double* out) noexcept:
        """What comes out, in 1/4096**2."""
        cdef short* low = self.cut.data.as_shorts
        cdef double* sums = self.sums.data.as_doubles
        cdef Py_ssize_t j
        cdef int above
        cut(self.inputs(), low, self.blocks, &above)
        add(low, above != 0, self.weights.data.as_shorts, self.blocks, len(self.sums), sums)
        for j in range(self.outputs):
            out[j] = self.bias.data.as_doubles[j] * ONE + sums[j]

    cdef void through(self, double* out) noexcept:
        """What comes out, rounded; negative outputs are cut off."""
        cdef Py_ssize_t j
        self.totals(out)
        for j in range(self.outputs):  # without a branch for negative ones, which no processor foresees
            out[j] = rounded((out[j] if out[j] > 0 else 0) / <double>ONE)


cdef wide cut(const double* inputs, short* low, Py_ssize_t blocks, int* above) noexcept:
    """Rounds inputs and cuts them in two: all that is low, then all that is high; `above` is 0 where nothing is high."""
    cdef int whole[BLOCK]  # of its own, so that a compiler sees that nothing overlaps
    cdef short* high = low + blocks * BLOCK
    cdef int i, found = 0
    for _ in range(blocks):
        for i in range(BLOCK):
            whole[i] = <int>rounded(inputs[i])
        for i in range(BLOCK):
            low[i] = <short>(whole[i] & (1 << LOW) - 1)
        for i in range(BLOCK):
            whole[i] >>= LOW
            found |= whole[i]
        for i in range(BLOCK):
            high[i] = <short>whole[i]
        inputs, low, high = inputs + BLOCK, low + BLOCK, high + BLOCK
    above[0] = found


cdef wide add(
    const short* low, bint above, const short* weights, Py_ssize_t blocks, Py_ssize_t outputs, double* sums
) noexcept:
    """The inputs, cut in two, times the weights of each output; `outputs`: `AT_ONCE` or several times as many."""
    cdef Py_ssize_t i, j, size = blocks * BLOCK
    cdef const short* high = low + size
    memset(sums, 0, outputs * sizeof(double))
    for j in range(outputs // AT_ONCE):
        for i in range(blocks):
            _multiply(low + i * BLOCK, weights + i * BLOCK, size, 1, sums)
            if above:
                _multiply(high + i * BLOCK, weights + i * BLOCK, size, 1 << LOW, sums)
        weights += AT_ONCE * size
        sums += AT_ONCE


cdef inline void _multiply(const short* inputs, const short* weights, Py_ssize_t size, int each, double* sums) noexcept:
    """Adds the products of a block of inputs with the weights of `AT_ONCE` outputs, `size` apart, `each` times."""
    cdef const short* second = weights + size
    cdef const short* third = second + size
    cdef const short* fourth = third + size
    cdef int i, a = 0, b = 0, c = 0, d = 0
    for i in range(BLOCK):
        a += <int>inputs[i] * <int>weights[i]
        b += <int>inputs[i] * <int>second[i]
        c += <int>inputs[i] * <int>third[i]
        d += <int>inputs[i] * <int>fourth[i]
    sums[0] += <double>a * each
    sums[1] += <double>b * each
    sums[2] += <double>c * each
    sums[3] += <double>d * each


cdef double probability(double logit) noexcept:
    """From 0 to 1, to four places."""
    return rounded(1 / (1 + exp(-min(max(logit, -30.0), 30.0))) * 10000) / 10000


cdef wide averages(const double* high, const double* low, double many, Py_ssize_t d, double* found) noexcept:
    """The averages of `d` numbers in a stretch of so many lines, by the sums before the stretch and with it."""
    cdef double[LUMP] some  # of its own, so that a compiler sees that nothing overlaps
    cdef Py_ssize_t j = 0, i
    while j + LUMP <= d:
        for i in range(LUMP):
            some[i] = (high[j + i] - low[j + i]) / many
        memcpy(found + j, some, sizeof(some))
        j += LUMP
    while j < d:
        found[j] = (high[j] - low[j]) / many
        j += 1


cdef class Company:
    """The lines of a document as vectors, one after the other, with `NEAR` empty ones before and after."""

    cdef Py_ssize_t n, d, width
    cdef array.array vectors, sums

    def __cinit__(self, Py_ssize_t n, Py_ssize_t d):
        """Of `n` lines with `d` numbers each, which are to be filled in."""
        self.n, self.d, self.width = n, d, SIGHT * d + 2 * NEAR + 5 * d + PLACES
        self.vectors = array.clone(_DOUBLES, (n + 2 * NEAR) * d, True)
        self.sums = array.clone(_DOUBLES, (n + 1) * d, True)

    cdef inline double* line(self, Py_ssize_t i) noexcept:
        return self.vectors.data.as_doubles + (NEAR + i) * self.d

    cdef void add_up(self) noexcept:
        """To be called when all lines are filled in."""
        cdef Py_ssize_t i
        cdef double* sums = self.sums.data.as_doubles
        for i in range(self.n * self.d):
            sums[self.d + i] = sums[i] + self.line(0)[i]

    cdef void seen(self, Py_ssize_t i, double one, double* found) noexcept:
        """Fills `found` with what line `i` is seen with, `width` numbers: its vector between those of its neighbours;
        which of these there are; averages, close before and after, all before and after, and overall; its place.

        `one`: what stands for 1 in the last and in whether there is a neighbour.
        """
        cdef Py_ssize_t j, k, n = self.n, d = self.d, low = max(i - FAR, 0), high = min(i + 1 + FAR, n)
        cdef double before = max(i - low, 1), after = max(high - i - 1, 1), above = i + EDGE, below = n - 1 - i + EDGE
        cdef const double* first = self.sums.data.as_doubles + low * d  # the sums before the stretch, and so on
        cdef const double* here = self.sums.data.as_doubles + i * d
        cdef const double* last = self.sums.data.as_doubles + high * d
        cdef const double* whole = self.sums.data.as_doubles + n * d
        memcpy(found, self.line(i - NEAR), SIGHT * d * sizeof(double))
        found += SIGHT * d
        for k in range(2 * NEAR):
            found[k] = one if 0 <= i + k - NEAR + (k >= NEAR) < n else 0
        found += 2 * NEAR
        averages(here, first, before, d, found)
        averages(last, here + d, after, d, found + d)
        averages(here, self.sums.data.as_doubles, above, d, found + 2 * d)
        averages(whole, here + d, below, d, found + 3 * d)
        averages(whole, self.sums.data.as_doubles, n, d, found + 4 * d)
        found += 5 * d
        found[0] = one * (i / <double>max(n - 1, 1))
        found[1] = one * (min(i, <Py_ssize_t>FARTHEST) / <double>FARTHEST)
        found[2] = one * (min(n - 1 - i, <Py_ssize_t>FARTHEST) / <double>FARTHEST)
        found[3] = one * (log1p(n) / 7)


def company(const double[:, ::1] vectors, double[:, ::1] found):
    """Fills each row of `found` with what a line is seen with; it has a column for each of those numbers."""
    cdef Company lines = Company(vectors.shape[0], vectors.shape[1])
    cdef Py_ssize_t i
    memcpy(lines.line(0), &vectors[0, 0], lines.n * lines.d * sizeof(double))
    lines.add_up()
    for i in range(lines.n):
        lines.seen(i, 1, &found[i, 0])


cdef class Layers:
    """The layer of the line, two of its company, the output."""

    cdef Layer line, near, far, out

    def __init__(self, line, near, far, out):
        """Each a pair of weights and bias."""
        self.line, self.near, self.far, self.out = Layer(*line), Layer(*near), Layer(*far), Layer(*out)

    def scores(self, array.array means, array.array shapes, Py_ssize_t n):
        """The probability, 0 to 1, that each of `n` lines of a document is boilerplate, to four places.

        `means`: what the words of each line say, in 1/4096; `shapes`: how it looks; line by line.
        """
        cdef Py_ssize_t i, k, words = len(means) // n, looks = len(shapes) // n
        cdef Company lines = Company(n, self.line.outputs), seen = Company(n, self.near.outputs)
        cdef double* inputs = self.line.inputs()
        cdef double logit
        cdef list result = []
        for i in range(n):
            memcpy(inputs, means.data.as_doubles + i * words, words * sizeof(double))
            for k in range(looks):
                inputs[words + k] = shapes.data.as_floats[i * looks + k] * <double>ONE
            self.line.through(lines.line(i))
        lines.add_up()
        for i in range(n):
            lines.seen(i, ONE, self.near.inputs())
            self.near.through(seen.line(i))
        seen.add_up()
        for i in range(n):
            seen.seen(i, ONE, self.far.inputs())
            self.far.through(self.out.inputs())
            self.out.totals(&logit)
            result.append(probability(logit / (ONE * ONE)))
        return result
