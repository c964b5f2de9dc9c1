/* A disk whose write barrier takes 2 ms, laid under a program with LD_PRELOAD: where a machine answers a barrier from memory,
   as virtual ones do, commits cost next to nothing, and sharing them shows no gain. */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void wait(void) {
  struct timespec two = {0, 2000000};
  nanosleep(&two, 0);
}

int fsync(int file) {
  wait();
  return (int)syscall(SYS_fsync, file);
}

int fdatasync(int file) {
  wait();
  return (int)syscall(SYS_fdatasync, file);
}
