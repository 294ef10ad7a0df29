import DatabaseAddress
import Testing

@Suite("An address for PostgreSQL's tools")
struct ToolAddressTests {
    private func address(_ text: String) throws -> PostgresAddress {
        guard case .postgresql(let address) = try DatabaseAddress(text) else { throw DatabaseAddressError.noScheme }
        return address
    }

    @Test(arguments: [
        ("postgres://app:hunter2@db:5433/orders", "user=app host=db port=5433 dbname=orders"),
        (#"host=/run/pg user='it\'s' dbname='a \\ b'"#, #"host=/run/pg user='it\'s' dbname='a \\ b'"#),
        ("postgres://a,b/orders?options=-c%20a%3Db", "host=a,b dbname=orders options='-c a=b'"),
    ])
    func `has all but the secrets, and quotes where libpq needs them`(text: String, expected: String) throws {
        #expect(try address(text).publicKeyValueString == expected)
    }

    /// Whoever restores a backup has another shell, and maybe another database's variables in it.
    @Test(
        arguments: [
            ("postgres://app@db/orders", [:], "user=app host=db dbname=postgres"),
            (
                "postgres:///orders",
                ["PGHOST": "db", "PGUSER": "app", "PGPASSWORD": "hunter2", "PGDATABASE": "orders"],
                "host=db user=app dbname=postgres"
            ),
            ("postgres://own/orders", ["PGHOST": "db", "PGPORT": "1"], "host=own port=1 dbname=postgres"),
            (
                "service=orders", ["PGHOST": "db", "PGPASSFILE": "/pass"],
                "service=orders passfile=/pass dbname=postgres"
            ),
            ("postgres:///", ["PGSERVICE": "orders", "PGHOST": "db"], "service=orders dbname=postgres"),
        ] as [(String, [String: String], String)])
    func `of another database holds what the variables of this process say`(
        text: String, variables: [String: String], expected: String
    ) throws {
        #expect(try address(text).publicKeyValueString(of: "postgres", variables: variables) == expected)
    }
}
