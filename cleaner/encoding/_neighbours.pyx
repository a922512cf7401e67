"""The loops of `neighbours` over all readings of stretches that stand side by side."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ, Py_UNICODE_ISALPHA


def leading(str text not None):
    """The letters with which a text begins, in lower case."""
    cdef Py_ssize_t at = 0, size = PyUnicode_GET_LENGTH(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    while at < size and Py_UNICODE_ISALPHA(PyUnicode_READ(kind, data, at)):
        at += 1
    return text[:at].lower()


def trailing(str text not None):
    """The letters with which a text ends, in lower case."""
    cdef Py_ssize_t at = PyUnicode_GET_LENGTH(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    while at and Py_UNICODE_ISALPHA(PyUnicode_READ(kind, data, at - 1)):
        at -= 1
    return text[at:].lower()


def cheapest(list costs not None, list links not None):
    """What each reading of each of a row of stretches costs in the best of company, left and right (min-sum).

    `costs`: what each reading costs by itself; `links`: for every two stretches side by side, by how much each reading
    of the second is likelier behind each of the first.
    """
    cdef list ahead = [costs[0]], behind = [[0.0] * len(costs[len(costs) - 1])], row, before, rest, link, found = []
    cdef Py_ssize_t i, j, at
    cdef double least, price
    for at in range(1, len(costs)):
        before, link, row = ahead[at - 1], links[at - 1], []
        for j in range(len(<list>costs[at])):
            least = <double>before[0] - <double>(<list>link[0])[j]
            for i in range(1, len(before)):
                price = <double>before[i] - <double>(<list>link[i])[j]
                if price < least:
                    least = price
            row.append(<double>(<list>costs[at])[j] + least)
        ahead.append(row)
    for at in range(len(costs) - 1, 0, -1):
        rest, link, row = behind[len(costs) - 1 - at], links[at - 1], []
        for i in range(len(link)):
            least = <double>(<list>costs[at])[0] + <double>rest[0] - <double>(<list>link[i])[0]
            for j in range(1, len(rest)):
                price = <double>(<list>costs[at])[j] + <double>rest[j] - <double>(<list>link[i])[j]
                if price < least:
                    least = price
            row.append(least)
        behind.append(row)
    for at in range(len(costs)):
        before, rest = ahead[at], behind[len(costs) - 1 - at]
        found.append([<double>before[i] + <double>rest[i] for i in range(len(before))])
    return found
