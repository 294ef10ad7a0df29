import CLibPQ

/// One answer of the server. Owns the `PGresult` and clears it when it goes away.
@safe package struct QueryResult: ~Copyable {
    private let handle: OpaquePointer

    /// One field of a row.
    package struct Cell: Sendable, Equatable {
        package let text: String
        /// The bytes were no UTF-8, as an `SQL_ASCII` database may send them; `text` is what they look like.
        package let isRepaired: Bool

        package init(text: String, isRepaired: Bool) {
            self.text = text
            self.isRepaired = isRepaired
        }
    }

    /// Takes over `result`; it is cleared even when this throws.
    init(owning result: OpaquePointer) throws(PostgresError) {
        let status = unsafe PQresultStatus(result)
        guard status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK else {
            defer { unsafe PQclear(result) }
            throw unsafe Self.error(of: result)
        }
        unsafe handle = result
    }

    deinit { unsafe PQclear(handle) }

    /// Every row, or `nil` for a command that answers none.
    var rows: [[Cell?]]? {
        guard unsafe PQresultStatus(handle) == PGRES_TUPLES_OK else { return nil }
        let width = unsafe PQnfields(handle)
        return unsafe (0..<PQntuples(handle)).map { row in (0..<width).map { column in cell(row, column) } }
    }

    private func cell(_ row: Int32, _ column: Int32) -> Cell? {
        guard unsafe PQgetisnull(handle, row, column) == 0, let value = unsafe PQgetvalue(handle, row, column) else {
            return nil
        }
        // A value in text format has no NUL in it and one behind it.
        if let text = unsafe String(validatingCString: value) { return Cell(text: text, isRepaired: false) }
        return unsafe Cell(text: String(cString: value), isRepaired: true)
    }

    private static func error(of result: OpaquePointer) -> PostgresError {
        // PG_DIAG_SQLSTATE and PG_DIAG_MESSAGE_PRIMARY are character macros, which Swift does not import.
        let state = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { unsafe String(cString: $0) }
        let primary = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "M"))).map { unsafe String(cString: $0) }
        guard let state, let primary else {
            // libpq made this result itself: the connection broke.
            return unsafe .connection(PQresultErrorMessage(result).map { unsafe String(cString: $0) } ?? "")
        }
        return .server(state: state, message: primary)
    }
}
