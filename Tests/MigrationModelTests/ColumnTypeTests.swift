import MigrationModel
import Testing

/// Two types as a script and a database write them, and whether they are one.
struct TypePair: CustomTestStringConvertible {
    let expected: String
    let actual: String
    let dialect: Dialect
    let isSame: Bool

    init(_ expected: String, _ actual: String, _ dialect: Dialect = .postgresql, same isSame: Bool = true) {
        self.expected = expected
        self.actual = actual
        self.dialect = dialect
        self.isSame = isSame
    }

    var testDescription: String { "\(expected) and \(actual) on \(dialect.rawValue)" }
}

@Suite("Whether two types are one")
struct ColumnTypeTests {
    @Test(arguments: [
        TypePair("VARCHAR(50)", "character varying(50)"), .init("VARCHAR", "character varying(50)"),
        .init("VARCHAR(50)", "character varying(60)", same: false), .init("VARCHAR(50)", "text", same: false),
        .init("INTEGER", "integer"), .init("int4", "integer"), .init("SERIAL", "integer"),
        .init("BIGINT", "integer", same: false), .init("BIGSERIAL", "bigint"), .init("SMALLINT", "smallint"),
        .init("NUMERIC(10, 2)", "numeric(10,2)"), .init("DECIMAL(10, 2)", "numeric(10,2)"),
        .init("NUMERIC", "numeric(10,2)"), .init("NUMERIC(10, 2)", "numeric(12,2)", same: false),
        .init("FLOAT", "double precision"), .init("FLOAT(24)", "real"), .init("FLOAT(53)", "double precision"),
        .init("REAL", "double precision", same: false), .init("BOOLEAN", "boolean"), .init("bool", "boolean"),
        .init("TIMESTAMP WITH TIME ZONE", "timestamp with time zone"), .init("timestamptz", "timestamp with time zone"),
        .init("TIMESTAMP WITHOUT TIME ZONE", "timestamp without time zone"),
        .init("timestamp", "timestamp with time zone", same: false),
        .init("TIMESTAMP(3) WITH TIME ZONE", "timestamp(3) with time zone"),
        .init("TIME", "time without time zone"), .init("CHAR(3)", "character(3)"), .init("CHAR", "character(1)"),
        .init("TEXT", "text"), .init("JSON", "jsonb", same: false), .init("JSONB", "jsonb"), .init("UUID", "uuid"),
        .init("TEXT[]", "text[]"), .init("VARCHAR(5)[]", "character varying(5)[]"),
        .init("INTEGER[]", "integer", same: false),
        .init("INTEGER[][]", "integer[]"), .init("mood", "mood"), .init("other.mood", "mood"),
        .init("\"Mood\"", "\"Mood\""),
        .init("other.mood", "third.mood", same: false), .init("mood", "character varying(4)", same: false),
        .init("INTERVAL", "interval"), .init("INTERVAL DAY TO SECOND", "interval day to second"),
        .init("VARCHAR(50) COLLATE \"C\"", "character varying(50)"), .init("BIT VARYING(4)", "bit varying(4)"),
        .init("geometry(POINT,4326)", "geometry(Point,4326)"), .init("pg_catalog.int4", "integer"),
    ])
    func `on PostgreSQL`(pair: TypePair) { check(pair) }

    @Test(arguments: [
        TypePair("VARCHAR(50)", "VARCHAR(50)", .sqlite), .init("varchar(50)", "VARCHAR(50)", .sqlite),
        .init("VARCHAR(50)", "VARCHAR(60)", .sqlite, same: false), .init("VARCHAR(50)", "TEXT", .sqlite, same: false),
        .init("INTEGER", "INT", .sqlite), .init("INTEGER", "BIGINT", .sqlite, same: false),
        .init("INTEGER", "MEDIUMINT", .sqlite), .init("BOOLEAN", "BOOL", .sqlite),
        .init("BOOLEAN", "INTEGER", .sqlite, same: false), .init("DATETIME", "DATETIME", .sqlite),
        .init("DATETIME", "TIMESTAMP", .sqlite, same: false), .init("NUMERIC(10, 2)", "DECIMAL(10,2)", .sqlite),
        .init("TEXT", "LONGTEXT", .sqlite), .init("INTEGER", "", .sqlite), .init("REAL", "DOUBLE PRECISION", .sqlite),
        .init("JSON", "JSON", .sqlite), .init("JSON", "TEXT", .sqlite, same: false),
    ])
    func `on SQLite, where a type is what was written`(pair: TypePair) { check(pair) }

    private func check(_ pair: TypePair) {
        let expected = ColumnType(pair.expected)
        let actual = ColumnType(pair.actual)
        #expect(expected.isSame(as: actual, in: pair.dialect) == pair.isSame)
        #expect(actual.isSame(as: expected, in: pair.dialect) == pair.isSame)
    }
}
