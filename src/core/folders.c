/* The system's folders. */
#define _GNU_SOURCE
#include "core/folders.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

int lampas_is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

int lampas_folder_make(const char *path) { return mkdir(path, 0777); }

int lampas_folder_remove(const char *path) { return rmdir(path); }

int lampas_folder_enter(const char *path) { return chdir(path); }

char *lampas_folder_current(void) { return getcwd(NULL, 0); }

void *lampas_folder_open(const char *path) { return opendir(path); }

const char *lampas_folder_next(void *folder)
{
    struct dirent *entry = readdir(folder);
    return entry ? entry->d_name : NULL;
}

void lampas_folder_close(void *folder) { closedir(folder); }

const char *lampas_error_text(int error) { return strerror(error); }

const char *lampas_system_name(int part)
{
    static struct utsname names;
    if (uname(&names) != 0)
        return "";
    return part == 0 ? names.sysname : part == 1 ? names.nodename : names.machine;
}
