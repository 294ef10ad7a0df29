import CLibPQ
package import Inspector
import MigrationModel
import Synchronization

/// One session with a PostgreSQL server. Owns the `PGconn` and finishes it when the last user lets go.
///
/// libpq allows one thread at a time on a connection: the lock holds that. It also lets a call that hangs in a resolver
/// keep the connection alive on its own thread while the reading has long given up.
@safe package final class Connection: Sendable {
    private let handle: Mutex<OpaquePointer>

    /// Begins to connect. May block in a resolver. libpq itself is opened by the first connection.
    init(starting parameters: [(keyword: String, value: String)]) throws(PostgresError) {
        if let reason = unsafe CLibPQ_open() {
            throw unsafe .connection("libpq cannot be loaded (\(String(cString: reason))): install it, as libpq5")
        }
        guard let started = unsafe Self.start(parameters) else { throw .connection("out of memory") }
        // For the SQLSTATE of a connection that fails.
        _ = unsafe PQsetErrorVerbosity(started, PQERRORS_VERBOSE)
        // Otherwise libpq writes the server's notices to standard error.
        _ = unsafe PQsetNoticeReceiver(started, { _, _ in }, nil)
        unsafe handle = Mutex(started)
    }

    deinit { unsafe handle.withLock { unsafe PQfinish($0) } }

    private static func start(_ parameters: [(keyword: String, value: String)]) -> OpaquePointer? {
        var text: [CChar] = []
        var offsets: [(keyword: Int, value: Int)] = []
        for (keyword, value) in parameters {
            let start = text.count
            text += Array(keyword.utf8CString)
            offsets.append((start, text.count))
            text += Array(value.utf8CString)
        }
        return unsafe text.withUnsafeBufferPointer { text in
            let keywords = unsafe offsets.map { offset in unsafe text.baseAddress.map { unsafe $0 + offset.keyword } }
            let values = unsafe offsets.map { offset in unsafe text.baseAddress.map { unsafe $0 + offset.value } }
            return unsafe PQconnectStartParams(keywords + [nil], values + [nil], 0)
        }
    }
}

// Connecting.
extension Connection {
    enum Progress: Sendable {
        case waitsToRead, waitsToWrite, connected
        case failed(PostgresError)
    }

    /// The first step is done: what is next?
    var started: Progress {
        unsafe handle.withLock { handle in
            guard unsafe PQstatus(handle) != CONNECTION_BAD else { return unsafe .failed(Self.connectionError(handle)) }
            return .waitsToWrite
        }
    }

    /// Goes on connecting. May block: in a resolver for the next of several hosts, in Kerberos, in certificate files.
    func poll() -> Progress {
        unsafe handle.withLock { handle in
            switch unsafe PQconnectPoll(handle) {
            case PGRES_POLLING_READING: return .waitsToRead
            case PGRES_POLLING_WRITING: return .waitsToWrite
            case PGRES_POLLING_OK:
                guard unsafe PQsetnonblocking(handle, 1) == 0 else {
                    return unsafe .failed(Self.connectionError(handle))
                }
                return .connected
            default: return unsafe .failed(Self.connectionError(handle))
            }
        }
    }

    /// The descriptor of the socket, which may change from one step of connecting to the next.
    var socket: Int32? {
        let descriptor = unsafe handle.withLock { unsafe PQsocket($0) }
        return descriptor >= 0 ? descriptor : nil
    }

    /// libpq's `connect_timeout` in seconds, from wherever it was set. libpq leaves it to the caller of `PQconnectPoll`.
    var connectTimeout: Int? {
        unsafe handle.withLock { handle in
            guard let options = unsafe PQconninfo(handle) else { return nil }
            defer { unsafe PQconninfoFree(options) }
            var option = unsafe options
            while let keyword = unsafe option.pointee.keyword {
                if unsafe String(cString: keyword) == "connect_timeout" {
                    return unsafe option.pointee.val.flatMap { unsafe Int(String(cString: $0)) }
                }
                unsafe option += 1
            }
            return nil
        }
    }

    private static func connectionError(_ handle: OpaquePointer) -> PostgresError {
        let message = unsafe PQerrorMessage(handle).map { unsafe String(cString: $0) } ?? ""
        return unsafe PostgresError(
            connectionMessage: message, passwordMissing: PQconnectionNeedsPassword(handle) == 1)
    }
}

// Asking.
extension Connection {
    /// Whether it is alive and in no transaction, as far as is known without asking the server.
    package var isIdle: Bool {
        unsafe handle.withLock { handle in
            unsafe PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE
        }
    }

    /// Whether the server has not ended its answer to the last message.
    var isAnswering: Bool {
        unsafe handle.withLock { unsafe PQtransactionStatus($0) == PQTRANS_ACTIVE }
    }

    /// Whether it is not known to be broken.
    package var isAlive: Bool {
        unsafe handle.withLock { unsafe PQstatus($0) == CONNECTION_OK }
    }

    /// Whether the database declares no encoding, so that asking for UTF-8 makes the server refuse what is none.
    package var hasNoEncoding: Bool {
        unsafe handle.withLock { handle in
            unsafe PQparameterStatus(handle, "server_encoding").map { unsafe String(cString: $0) } == "SQL_ASCII"
        }
    }

    /// Hands a message in the simple protocol to libpq.
    func send(_ sql: String) throws(PostgresError) {
        let failure = unsafe handle.withLock { handle -> PostgresError? in
            unsafe PQsendQuery(handle, sql) == 1 ? nil : Self.connectionError(handle)
        }
        if let failure { throw failure }
    }

    /// Whether all of the message is on its way.
    func flush() throws(PostgresError) -> Bool {
        let (rest, failure) = unsafe handle.withLock { handle -> (Int32, PostgresError?) in
            let rest = unsafe PQflush(handle)
            return unsafe (rest, rest < 0 ? Self.connectionError(handle) : nil)
        }
        if let failure { throw failure }
        return rest == 0
    }

    /// Takes in what the socket has.
    func consume() throws(PostgresError) {
        let failure = unsafe handle.withLock { handle -> PostgresError? in
            unsafe PQconsumeInput(handle) == 1 ? nil : Self.connectionError(handle)
        }
        if let failure { throw failure }
    }

    enum Next: Sendable {
        /// More must arrive first.
        case busy
        case rows([[QueryResult.Cell?]])
        case done
        case failed(PostgresError)
        /// The server is ready for another message.
        case end
    }

    func next() -> Next {
        unsafe handle.withLock { handle in
            guard unsafe PQisBusy(handle) == 0 else { return .busy }
            guard let result = unsafe PQgetResult(handle) else { return .end }
            do throws(PostgresError) {
                return try unsafe QueryResult(owning: result).rows.map(Next.rows) ?? .done
            } catch {
                return .failed(error)
            }
        }
    }
}

// Its encryption.
extension Connection {
    /// `nil` where it has none.
    package var encryption: SessionEncryption? {
        unsafe handle.withLock { handle in
            guard unsafe PQsslInUse(handle) == 1 else { return nil }
            let expiry = unsafe CLibPQ_certificate_expiry(handle)
            return unsafe SessionEncryption(
                version: attribute("protocol", of: handle), cipher: attribute("cipher", of: handle),
                certificateExpiry: expiry < 0 ? nil : Timestamp(millisecondsSince1970: expiry * 1_000))
        }
    }

    private func attribute(_ name: String, of handle: OpaquePointer) -> String {
        unsafe PQsslAttribute(handle, name).map { unsafe String(cString: $0) } ?? "unknown"
    }
}
