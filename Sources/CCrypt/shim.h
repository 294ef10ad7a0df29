#include <crypt.h>
#include <stddef.h>

// Swift imports no struct whose arrays are as long as those of crypt_data, so that it cannot ask for its size.
static const size_t crypt_data_size = sizeof(struct crypt_data);
