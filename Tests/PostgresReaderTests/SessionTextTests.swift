import Inspector
import MigrationModel
import PostgresSession
import Testing

@testable import PostgresReader

@Suite("What the server and libpq say, taken apart")
struct SessionTextTests {
    @Test(
        arguments: [
            (["on", "4500", "4000", "public", "app"], nil),
            (["off", "4500", "4000", "public", "app"], "the transaction is not read-only"),
            ([nil, "4500", "4000", "public", "app"], "the transaction is not read-only"),
            (["on", "0", "4000", nil, "app"], pooler("statement_timeout")),
            (["on", "4500", "0", nil, "app"], pooler("lock_timeout")),
            (["on", "60000", "4000", nil, "app"], pooler("statement_timeout")),
            (["on", "4500", nil, nil, "app"], pooler("lock_timeout")),
            (["on", "4500", "4000"], "the server did not say what is in force"),
        ] as [([String?], String?)])
    func `a guarantee that is not in force is named`(row: [String?], missing: String?) {
        let cells = row.map { $0.map { QueryResult.Cell(text: $0, isRepaired: false) } }
        do throws(Guarantees.Missing) {
            let guarantees = try Guarantees([cells], limit: .seconds(5))
            #expect(missing == nil && guarantees.defaultSchema == "public" && guarantees.role == "app")
        } catch {
            #expect(error.text == missing)
        }
    }

    @Test(arguments: [
        (
            "connection to server at \"db\" (10.0.0.1), port 5432 failed: FATAL:  28P01: no\nLOCATION:  auth, a.c:1\n",
            false,
            PostgresError.server(
                state: "28P01", message: "connection to server at \"db\" (10.0.0.1), port 5432 failed: FATAL:  no")
        ),
        (
            "x failed: FATAL:  3D000: gibt es nicht\nDETAIL:  Tja.", false,
            .server(
                state: "3D000", message: "x failed: FATAL:  gibt es nicht\nDETAIL:  Tja.")
        ),
        (
            "a failed: FATAL:  57P03: one\nb failed: FATAL:  28000: two", false,
            .server(
                state: "28000", message: "a failed: FATAL:  one\nb failed: FATAL:  two")
        ),
        ("x failed: Connection refused", false, .connection("x failed: Connection refused")),
        (
            "x failed: fe_sendauth: no password supplied", true,
            .passwordMissing(
                "x failed: fe_sendauth: no password supplied")
        ),
        ("", false, .connection("")),
    ])
    func `the SQLSTATE of a failed connection is found`(text: String, missing: Bool, expected: PostgresError) {
        #expect(PostgresError(connectionMessage: text, passwordMissing: missing) == expected)
    }

    @Test(arguments: [
        ("28P01", ReadError.Reason.authentication), ("28000", .authentication), ("42501", .authentication),
        ("3D000", .noSuchDatabase), ("53300", .unreachable), ("57P03", .unreachable), ("08P01", .unreachable),
        ("55000", .unreachable),
    ])
    func `a refused connection has the reason of its SQLSTATE`(state: String, reason: ReadError.Reason) {
        let error = ReadError(connecting: .server(state: state, message: "no\n\tway")) { $0 }
        #expect(error.reason == reason)
        #expect("\(error)".contains("no way"))
    }

    @Test(arguments: [
        ("57014", ReadError.Reason.timeout), ("55P03", .timeout), ("25P03", .timeout), ("57P01", .unreachable),
        ("57P02", .unreachable), ("08006", .unreachable), ("42501", .permission), ("40001", .other), ("42601", .other),
    ])
    func `a failed statement has the reason of its SQLSTATE`(state: String, reason: ReadError.Reason) {
        let error = ReadError(
            asking: .server(state: state, message: "no"), reading: TableName("t"), role: "r", limit: .seconds(5)
        ) { $0 }
        #expect(error.reason == reason)
    }

    @Test func `quoting ends no quotation early`() {
        #expect(SQLText.identifier("a\"b\0c") == "\"a\"\"bc\"")
        #expect(SQLText.literal("a'b\\c\0") == "E'a''b\\\\c'")
        #expect(SQLText.nameArray(["a", "b'"]) == "ARRAY[E'a', E'b''']::pg_catalog.name[]")
    }
}

private func pooler(_ setting: String) -> String {
    "\(setting) is not in force. Does a connection pooler drop SET LOCAL?"
}
