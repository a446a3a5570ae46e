/* The system's files and pipes: descriptors, whole transfers, what saving needs to replace a file safely.
 * Counts that fall short and -1 tell of failure; nothing here raises. */
#include "types.h"

enum { /* modes of lampas_open */
    LAMPAS_OPEN_READ = 0,
    LAMPAS_OPEN_WRITE = 1,  /* made or emptied */
    LAMPAS_OPEN_UPDATE = 2, /* made if missing, contents kept; for reading and writing */
    LAMPAS_OPEN_NEW = 3,    /* for writing; fails when it exists */
};

int lampas_open(const char *path, int mode); /* a descriptor */
int lampas_close(int descriptor);

/* A shell command whose output is read, or whose input is written; *descriptor is its end of the pipe. NULL: failed. */
void *lampas_pipe_open(const char *command, int writing, int *descriptor);
int lampas_pipe_close(void *pipe); /* waits for the command */

/* Bytes read: at least `least` and at most `most`, fewer than `least` only at the end of the file or after an error. */
int64_t lampas_read(int descriptor, void *into, int64_t least, int64_t most);
int64_t lampas_write(int descriptor, const void *from, int64_t bytes);

int64_t lampas_seek(int descriptor, int64_t position);
int64_t lampas_seek_end(int descriptor);
int64_t lampas_size(int descriptor); /* bytes of a regular file; -1: it is none, or one of those that tell no size */

int lampas_is_terminal(int descriptor);
int lampas_standard_descriptor(void *stream); /* of a C FILE */

/* Replacing a file: what stands at `path` (0: nothing, 1: a regular file, 2: something else), its name without links
 * (to be freed with lampas_free_text; NULL when there is none), the permissions of one file given to another. */
int lampas_kind(const char *path);
char *lampas_real_path(const char *path);
void lampas_free_text(char *text);
int lampas_copy_permissions(const char *from, const char *to);
