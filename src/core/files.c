/* The system's files and pipes. */
#define _GNU_SOURCE
#include "core/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const int64_t LARGEST_TRANSFER = 1 << 30; /* Linux moves at most 2 GB in one call */

int lampas_open(const char *path, int mode)
{
    static const int flags[] = {O_RDONLY, O_WRONLY | O_CREAT | O_TRUNC, O_RDWR | O_CREAT, O_WRONLY | O_CREAT | O_EXCL};
    int descriptor;
    do
        descriptor = open(path, flags[mode] | O_CLOEXEC, 0666);
    while (descriptor < 0 && errno == EINTR);
    return descriptor;
}

int lampas_close(int descriptor) { return close(descriptor); }

void *lampas_pipe_open(const char *command, int writing, int *descriptor)
{
    FILE *pipe = popen(command, writing ? "w" : "r");
    *descriptor = pipe ? fileno(pipe) : -1;
    return pipe;
}

int lampas_pipe_close(void *pipe) { return pclose(pipe); }

int64_t lampas_read(int descriptor, void *into, int64_t least, int64_t most)
{
    int64_t done = 0;
    while (done < least) {
        int64_t wanted = most - done < LARGEST_TRANSFER ? most - done : LARGEST_TRANSFER;
        ssize_t got = read(descriptor, (char *)into + done, (size_t)wanted);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        done += got;
    }
    return done;
}

int64_t lampas_write(int descriptor, const void *from, int64_t bytes)
{
    int64_t done = 0;
    while (done < bytes) {
        int64_t wanted = bytes - done < LARGEST_TRANSFER ? bytes - done : LARGEST_TRANSFER;
        ssize_t put = write(descriptor, (const char *)from + done, (size_t)wanted);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            break;
        done += put;
    }
    return done;
}

int64_t lampas_seek(int descriptor, int64_t position) { return lseek(descriptor, position, SEEK_SET); }

int64_t lampas_seek_end(int descriptor) { return lseek(descriptor, 0, SEEK_END); }

int64_t lampas_size(int descriptor)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0)
        return -1; /* files that the kernel makes up as they are read say 0 */
    return status.st_size;
}

int lampas_is_terminal(int descriptor) { return isatty(descriptor); }

int lampas_standard_descriptor(void *stream) { return fileno(stream); }

int lampas_kind(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return 0;
    return S_ISREG(status.st_mode) ? 1 : 2;
}

char *lampas_real_path(const char *path) { return realpath(path, NULL); }

void lampas_free_text(char *text) { free(text); }

int lampas_copy_permissions(const char *from, const char *to)
{
    struct stat status;
    return stat(from, &status) == 0 ? chmod(to, status.st_mode & 07777) : -1;
}
