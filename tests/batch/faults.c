/* Makes the file system fail on request, for tests: preloaded into a process, the FAULT_AT-th call that writes (or, with
 * FAULT_CALLS=open, that opens) below FAULT_DIR fails with FAULT_ERRNO, and so does every later one unless FAULT_ONCE
 * is set. The number of calls seen is written to FAULT_COUNT at the end.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int seen;
static pid_t owner;

static int below(const char *path) {
    const char *dir = getenv("FAULT_DIR");
    return dir && path && strncmp(path, dir, strlen(dir)) == 0;
}

static int fails(const char *path, const char *kind) {
    const char *calls = getenv("FAULT_CALLS"), *at = getenv("FAULT_AT");
    if (!owner) owner = getpid();
    if (getpid() != owner || !below(path) || strcmp(calls ? calls : "write", kind)) return 0;
    seen++;
    if (!at || !atoi(at) || seen < atoi(at) || (getenv("FAULT_ONCE") && seen > atoi(at))) return 0;
    errno = atoi(getenv("FAULT_ERRNO"));
    return 1;
}

static int fd_fails(int fd) {
    char link[64], path[4096];
    int saved = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    errno = saved;
    if (n < 0) return 0;
    path[n] = 0;
    return fails(path, "write");
}

#define REAL(type, name, ...) ((type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *b, size_t n) { return fd_fails(fd) ? -1 : REAL(ssize_t, write, int, const void *, size_t)(fd, b, n); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { return fd_fails(fd) ? -1 : REAL(ssize_t, pwrite, int, const void *, size_t, off_t)(fd, b, n, o); }
ssize_t pwrite64(int fd, const void *b, size_t n, off_t o) { return fd_fails(fd) ? -1 : REAL(ssize_t, pwrite64, int, const void *, size_t, off_t)(fd, b, n, o); }
int ftruncate(int fd, off_t n) { return fd_fails(fd) ? -1 : REAL(int, ftruncate, int, off_t)(fd, n); }
int ftruncate64(int fd, off_t n) { return fd_fails(fd) ? -1 : REAL(int, ftruncate64, int, off_t)(fd, n); }
int fsync(int fd) { return fd_fails(fd) ? -1 : REAL(int, fsync, int)(fd); }
int fdatasync(int fd) { return fd_fails(fd) ? -1 : REAL(int, fdatasync, int)(fd); }
int rename(const char *a, const char *b) { return fails(a, "write") ? -1 : REAL(int, rename, const char *, const char *)(a, b); }

#define OPEN(name)                                                                                                    \
    int name(const char *path, int flags, ...) {                                                                      \
        mode_t mode = 0;                                                                                              \
        if (flags & (O_CREAT | __O_TMPFILE)) {                                                                        \
            va_list more;                                                                                             \
            va_start(more, flags);                                                                                    \
            mode = va_arg(more, mode_t);                                                                              \
            va_end(more);                                                                                             \
        }                                                                                                             \
        return fails(path, "open") ? -1 : REAL(int, name, const char *, int, ...)(path, flags, mode);                 \
    }
OPEN(open)
OPEN(open64)

__attribute__((destructor)) static void report(void) {
    const char *path = getenv("FAULT_COUNT");
    if (path && seen && owner == getpid()) {
        FILE *file = fopen(path, "w");
        if (file) {
            fprintf(file, "%d", seen);
            fclose(file);
        }
    }
}
