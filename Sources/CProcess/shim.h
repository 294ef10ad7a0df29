#include <signal.h>
#include <sys/prctl.h>

// prctl is variadic, which Swift does not import.
static inline int end_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL); }

/// Whether the kernel writes no image of this process's memory from now on, and lets nobody else of this user read it.
static inline int forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0; }
