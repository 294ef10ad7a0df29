import Exposition
import Inspector
import MigrationModel
import TestSupport
import Testing

@Suite("How a schema that differs is shown")
struct SchemaDiffTests {
    private static let users = TableName("users")

    /// A database at `aaaa`, which made `users` with two columns and an index, and may have made more.
    private func view(_ columns: [ColumnDefinition], tables: [String] = ["users"]) -> DatabaseView {
        let made = TableDefinition(
            columns: [
                ColumnDefinition("id", ColumnType("INTEGER"), isNullable: false, defaultValue: .sequence),
                ColumnDefinition("email", ColumnType("VARCHAR(50)"), isNullable: false, defaultValue: .none),
            ],
            indexes: [IndexDefinition("by_id", on: ["id"], isUnique: false)],
            place: ScriptPlace(revision: "aaaa", file: "aaaa.py", line: 3))
        let doubt = Doubt(.newTable, reason: "a <name> that is put together", file: "aaaa.py", line: 9)
        let scripts = MigrationScripts(
            Revision("aaaa"),
            changes: ["aaaa": [.createTable(Self.users, made, isWhole: true), .opaque(doubt)]])
        let actual = TableDefinition(columns: columns)
        let reading = DatabaseReading(
            defaultSchema: "public", versionTable: .holding("aaaa"),
            tables: tables.map { TableName(schema: "public", $0) },
            definitions: DatabaseSchema(tables: [Self.users: actual]), latency: .milliseconds(1))
        let database = WatchedDatabase.named("orders")
        let sample = Sample(
            of: database, scripts: scripts, reading: .success(reading), takenAt: .noon, duration: .zero)
        return DatabaseView(database, sample: sample, freshFor: .seconds(60), at: .noon)
    }

    private var damaged: DatabaseView {
        view([
            ColumnDefinition("id", ColumnType("bigint"), isNullable: true, defaultValue: .none),
            ColumnDefinition("<b>", ColumnType("text"), isNullable: true, defaultValue: .expression("'x'")),
        ])
    }

    private func text(_ json: JSON) -> String { Body(json).text(at: .noon, startedAt: .noon) }

    @Test func `in text, as a diff that says who says so`() {
        #expect(
            damaged.validateText(.plain).hasSuffix(
                """
                schema           not valid
                why              Database schema out of sync
                state            up_to_date
                expected from    scripts
                existing tables  1

                - column users.id type INTEGER  (aaaa, aaaa.py:3)
                + column users.id type bigint
                - column users.id NOT NULL  (aaaa, aaaa.py:3)
                + column users.id NULL
                - column users.id default a sequence of its own  (aaaa, aaaa.py:3)
                + column users.id default none
                - column users.email VARCHAR(50) NOT NULL  (aaaa, aaaa.py:3)
                + column users.<b> text DEFAULT 'x'  (aaaa, aaaa.py:3)
                - index on users: by_id (id)  (aaaa, aaaa.py:3)

                unverified:
                  any table  a <name> that is put together  (aaaa.py:9)

                """))
        #expect(view([], tables: []).validateText(.plain).contains("\n- table users  (aaaa, aaaa.py:3)\n"))
    }

    @Test func `in JSON, each with its place`() {
        let body = text(damaged.validateJSON)
        #expect(
            body.contains(
                #"""
                "differences":[{"kind":"type","table":"users","column":"id","expected":"INTEGER","actual":"bigint",\#
                "revision":"aaaa","file":"aaaa.py","line":3},
                """#))
        #expect(
            body.contains(
                #"""
                {"kind":"missing_index","table":"users","column":null,"expected":"by_id (id)","actual":null,\#
                "revision":"aaaa","file":"aaaa.py","line":3}]
                """#))
        #expect(
            body.contains(
                #"""
                "unverified":[{"table":null,"column":null,"reason":"a <name> that is put together","file":"aaaa.py",\#
                "line":9}]
                """#))
    }

    @Test func `a missing column makes the database unhealthy, as a missing table does`() {
        let policy = HealthPolicy()
        #expect(policy.status(of: damaged) == .unhealthy)
        #expect(text(HealthReport([damaged], policy: policy).json).contains(#""missing_columns":["users.email"]"#))
        let lenient = HealthPolicy(unhealthyWhen: HealthCondition.unhealthyByDefault.subtracting([.missingColumns]))
        #expect(lenient.status(of: damaged) == .degraded)
        let column = ColumnDefinition("id", ColumnType("bigint"), isNullable: false, defaultValue: .sequence)
        let email = ColumnDefinition("email", ColumnType("text"), isNullable: false, defaultValue: .none)
        #expect(policy.status(of: view([column, email])) == .healthy)
    }

    @Test func `on the page, escaped, what is missing first`() {
        let page = StatusPage([damaged], policy: HealthPolicy()).body(metricsPath: "/metrics")
            .text(at: .noon, startedAt: .noon)
        #expect(page.contains("The database stands where the scripts say. But columns are missing."))
        #expect(page.contains("<h3>Missing columns (1)</h3>"))
        #expect(page.contains("<code><bdi>− column users.email VARCHAR(50) NOT NULL</bdi></code> <small>"))
        #expect(page.contains("<h3>Differences (5)</h3>"))
        #expect(page.contains("<code><bdi>+ column users.&lt;b&gt; text DEFAULT &#39;x&#39;</bdi></code>"))
        #expect(page.contains("<bdi>any table</bdi>: <bdi>a &lt;name&gt; that is put together</bdi>"))
    }

    @Test func `in metrics, a count for each kind`() {
        let page = MetricsText.body(.prometheus, of: [damaged], startedAt: .noon).text(at: .noon, startedAt: .noon)
        for (kind, count) in [("missing_table", 0), ("missing_column", 1), ("unexpected_column", 1), ("type", 1)] {
            #expect(page.contains("migration_schema_differences{database=\"orders\",kind=\"\(kind)\"} \(count)\n"))
        }
        #expect(page.contains("migration_opaque_revisions{database=\"orders\"} 1\n"))
    }

    @Test func `between snapshots, what is new below what it replaces`() {
        func snapshot(_ type: String, isNullable: Bool, on parts: [String]) -> SchemaSnapshot {
            let column = ColumnDefinition("age", ColumnType(type), isNullable: isNullable, defaultValue: .none)
            let definition = TableDefinition(
                columns: [column], constraints: [ConstraintDefinition("adult", .check("age > \(parts.count)"))],
                indexes: [IndexDefinition("by_age", on: parts, isUnique: false)])
            return SchemaSnapshot(
                dialect: .postgresql, revisions: ["aaaa"], schema: DatabaseSchema(tables: [Self.users: definition]),
                file: "expected.json")
        }
        let old = snapshot("integer", isNullable: false, on: ["b"])
        #expect(old.diff(to: old, .plain) == "")
        #expect(
            old.diff(to: snapshot("bigint", isNullable: true, on: ["a", "b"]), .plain) == """
                - column users.age integer NOT NULL
                + column users.age bigint
                - constraint on users: adult CHECK (age > 1)
                + constraint on users: adult CHECK (age > 2)
                - index on users: by_age (b)
                + index on users: by_age (a, b)

                """)
    }
}
