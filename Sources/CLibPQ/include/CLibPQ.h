#include <stdint.h>

#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#elif __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#else
#error "libpq-fe.h is missing: install libpq-dev"
#endif

/// Opens libpq. NULL, or why that cannot be done: then nothing else of this header may be called.
const char *_Nullable CLibPQ_open(void);

/// When the server's certificate of an encrypted session expires, in seconds since 1970; -1 where that is not known.
int64_t CLibPQ_certificate_expiry(PGconn *_Nonnull connection);
