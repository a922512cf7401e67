"""How a compiled loop asks for the widest instructions of the processor that it runs on, not only of all of its kind."""

cdef extern from *:
    """
    #if defined(__x86_64__) && defined(__GLIBC__) && defined(__has_attribute)
    #if __has_attribute(target_clones)
    #define CLEANER_WIDE __attribute__((target_clones("avx2", "default")))
    #endif
    #endif
    #ifndef CLEANER_WIDE
    #define CLEANER_WIDE
    #endif
    """
    ctypedef void wide "CLEANER_WIDE void"  # what a function returns that is compiled for both, and chosen when loaded
