// libpq brings two dozen libraries with it (Kerberos, LDAP, TLS). To load them takes a process several milliseconds and
// two megabytes, and who watches SQLite or asks for the history needs none of them. So nothing is linked with libpq: the
// functions of it that we use are defined here, and pass the call on to the library that CLibPQ_open() opens.

#include "CLibPQ.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// What we use of libpq: the result, the name, the parameters and the arguments of each function.
#define FUNCTIONS(F)                                                                                                   \
    F(PGconn *, PQconnectStartParams, (const char *const *keywords, const char *const *values, int expand_dbname),     \
      (keywords, values, expand_dbname))                                                                               \
    F(PostgresPollingStatusType, PQconnectPoll, (PGconn * connection), (connection))                                   \
    F(void, PQfinish, (PGconn * connection), (connection))                                                             \
    F(PQconninfoOption *, PQconninfo, (PGconn * connection), (connection))                                             \
    F(void, PQconninfoFree, (PQconninfoOption * options), (options))                                                   \
    F(ConnStatusType, PQstatus, (const PGconn *connection), (connection))                                              \
    F(PGTransactionStatusType, PQtransactionStatus, (const PGconn *connection), (connection))                          \
    F(int, PQsslInUse, (PGconn * connection), (connection))                                                            \
    F(const char *, PQsslAttribute, (PGconn * connection, const char *name), (connection, name))                       \
    F(void *, PQsslStruct, (PGconn * connection, const char *name), (connection, name))                                \
    F(const char *, PQparameterStatus, (const PGconn *connection, const char *name), (connection, name))               \
    F(char *, PQerrorMessage, (const PGconn *connection), (connection))                                                \
    F(int, PQsocket, (const PGconn *connection), (connection))                                                         \
    F(int, PQconnectionNeedsPassword, (const PGconn *connection), (connection))                                        \
    F(int, PQsetnonblocking, (PGconn * connection, int nonblocking), (connection, nonblocking))                        \
    F(PGVerbosity, PQsetErrorVerbosity, (PGconn * connection, PGVerbosity verbosity), (connection, verbosity))         \
    F(PQnoticeReceiver, PQsetNoticeReceiver, (PGconn * connection, PQnoticeReceiver receiver, void *argument),         \
      (connection, receiver, argument))                                                                                \
    F(int, PQsendQuery, (PGconn * connection, const char *query), (connection, query))                                 \
    F(int, PQflush, (PGconn * connection), (connection))                                                               \
    F(int, PQconsumeInput, (PGconn * connection), (connection))                                                        \
    F(int, PQisBusy, (PGconn * connection), (connection))                                                              \
    F(PGresult *, PQgetResult, (PGconn * connection), (connection))                                                    \
    F(ExecStatusType, PQresultStatus, (const PGresult *result), (result))                                              \
    F(char *, PQresultErrorMessage, (const PGresult *result), (result))                                                \
    F(char *, PQresultErrorField, (const PGresult *result, int fieldcode), (result, fieldcode))                        \
    F(int, PQntuples, (const PGresult *result), (result))                                                              \
    F(int, PQnfields, (const PGresult *result), (result))                                                              \
    F(char *, PQgetvalue, (const PGresult *result, int row, int column), (result, row, column))                        \
    F(int, PQgetlength, (const PGresult *result, int row, int column), (result, row, column))                          \
    F(int, PQgetisnull, (const PGresult *result, int row, int column), (result, row, column))                          \
    F(void, PQclear, (PGresult * result), (result))

// Hidden, so that libpq's own calls of these functions stay its own.
#define DEFINE(type, name, parameters, arguments)                                                                      \
    static type(*real_##name) parameters;                                                                              \
    __attribute__((visibility("hidden"))) type name parameters { return real_##name arguments; }
FUNCTIONS(DEFINE)

static const char *failure;

// OpenSSL's, as libpq itself has loaded it: another one would not understand libpq's session. All of them are NULL
// where libpq was built without it.
static void *(*get_peer_certificate)(const void *session);
static const void *(*get_not_after)(const void *certificate);
static int (*to_calendar)(const void *time, struct tm *calendar);
static void (*free_certificate)(void *certificate);

static void find_openssl(void *library) {
    // The handle's own dependencies are searched too.
    get_peer_certificate = (void *(*)(const void *))dlsym(library, "SSL_get1_peer_certificate");
    // Its name before OpenSSL 3.
    if (!get_peer_certificate)
        get_peer_certificate = (void *(*)(const void *))dlsym(library, "SSL_get_peer_certificate");
    get_not_after = (const void *(*)(const void *))dlsym(library, "X509_get0_notAfter");
    to_calendar = (int (*)(const void *, struct tm *))dlsym(library, "ASN1_TIME_to_tm");
    free_certificate = (void (*)(void *))dlsym(library, "X509_free");
}

static void open_library(void) {
    void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
#define FIND(type, name, parameters, arguments)                                                                        \
    if (library) real_##name = (type(*) parameters)dlsym(library, #name);                                              \
    if (!real_##name) goto fail;
    FUNCTIONS(FIND)
    find_openssl(library);
    return;
fail:;
    const char *reason = dlerror();
    failure = strdup(reason ? reason : "no reason is known");
}

const char *CLibPQ_open(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_library);
    return failure;
}

int64_t CLibPQ_certificate_expiry(PGconn *connection) {
    if (!get_peer_certificate || !get_not_after || !to_calendar || !free_certificate) return -1;
    void *session = PQsslStruct(connection, "OpenSSL");
    void *certificate = session ? get_peer_certificate(session) : NULL;
    if (!certificate) return -1;
    struct tm calendar = {0};
    const int is_time = to_calendar(get_not_after(certificate), &calendar);
    free_certificate(certificate);
    return is_time ? (int64_t)timegm(&calendar) : -1;
}
