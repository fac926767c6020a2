/* Stands before fsync and fdatasync of a program that it is preloaded into: notes each by file name and time, and delays it
   by as many milliseconds as the file $SYNCS_DELAY says. A line of $SYNCS_LOG: begin and end on the monotonic clock, in
   nanoseconds, and the file's path. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void delay(void) {
    const char *path = getenv("SYNCS_DELAY");
    FILE *file = path ? fopen(path, "r") : NULL;
    long ms = 0;
    if (file) {
        if (fscanf(file, "%ld", &ms) != 1) ms = 0;
        fclose(file);
    }
    struct timespec t = {ms / 1000, (ms % 1000) * 1000000L};
    nanosleep(&t, NULL);
}

static int noted(int fd, long call) {
    long long begin = now();
    delay();
    int result = (int)syscall(call, fd);
    long long end = now();
    char link[64], name[512], line[640];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, name, sizeof name - 1);
    name[length > 0 ? length : 0] = 0;
    int size = snprintf(line, sizeof line, "%lld %lld %s\n", begin, end, name);
    int log = open(getenv("SYNCS_LOG"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (log >= 0) {
        if (write(log, line, size) != size) abort();
        close(log);
    }
    return result;
}

int fsync(int fd) { return noted(fd, SYS_fsync); }
int fdatasync(int fd) { return noted(fd, SYS_fdatasync); }
