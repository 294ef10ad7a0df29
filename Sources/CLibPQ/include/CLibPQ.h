#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#elif __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#else
#error "libpq-fe.h is missing: install libpq-dev"
#endif

/// Opens libpq. NULL, or why that cannot be done: then nothing else of this header may be called.
const char *_Nullable CLibPQ_open(void);
