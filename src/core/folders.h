/* The system's folders: what they hold, making and removing them, the one that this process is in. 0: done, -1: failed, with errno set. */
#include "types.h"

int lampas_is_folder(const char *path);
int lampas_folder_make(const char *path);   /* whose parent has to be there */
int lampas_folder_remove(const char *path); /* an empty one */
int lampas_folder_enter(const char *path);
char *lampas_folder_current(void); /* to be freed with lampas_free_text; NULL: failed */

/* The names in a folder, one at a time, with . and ..; NULL: failed, and at the end. */
void *lampas_folder_open(const char *path);
const char *lampas_folder_next(void *folder);
void lampas_folder_close(void *folder);

const char *lampas_error_text(int error); /* what an errno stands for */
const char *lampas_system_name(int part); /* 0: the system, 1: this machine's name, 2: its processor */
