"""What a compiled loop asks of the processor that it runs on; where a compiler cannot say so, it runs as any other."""

cdef extern from *:
    """
    #if !defined(CLEANER_WIDE) && defined(__x86_64__) && defined(__GLIBC__) && defined(__has_attribute)
    #if __has_attribute(target_clones)
    #define CLEANER_WIDE __attribute__((target_clones("avx2", "default")))
    #endif
    #endif
    #ifndef CLEANER_WIDE
    #define CLEANER_WIDE
    #endif
    #ifdef __GNUC__
    #define CLEANER_BRING(place) __builtin_prefetch(place)
    #else
    #define CLEANER_BRING(place) ((void)(place))
    #endif
    """
    # What a function returns that has its widest instructions: it is compiled with and without, and chosen when loaded.
    ctypedef void wide "CLEANER_WIDE void"
    # Has memory come near that will be looked at soon, while other things are done.
    void bring "CLEANER_BRING" (const void* place) noexcept nogil


cdef inline double rounded(double number) noexcept nogil:
    """To the nearest whole number, or the even one of two: a large sum has no room behind the point, for many at once."""
    return number + <double>(3LL << 51) - <double>(3LL << 51)
