import MigrationModel
import Testing

/// Two defaults as a script and a database write them, and whether the one is met by the other.
struct DefaultPair: CustomTestStringConvertible {
    let expected: ColumnDefault
    let actual: ColumnDefault
    let type: String?
    let isMet: Bool

    init(_ expected: String, _ actual: String, _ type: String? = nil, met: Bool = true) {
        self.init(.expression(expected), .expression(actual), type, met: met)
    }

    init(_ expected: ColumnDefault, _ actual: ColumnDefault, _ type: String? = nil, met: Bool = true) {
        self.expected = expected
        self.actual = actual
        self.type = type
        isMet = met
    }

    var testDescription: String { "\(expected.words) and \(actual.words)" }
}

@Suite("Whether a default is the expected one")
struct ColumnDefaultTests {
    @Test(arguments: [
        DefaultPair("'x'", "'x'::character varying"), .init("'x'", "'y'::character varying", met: false),
        .init("'it''s'", "'it''s'::text"), .init("E'a'", "'a'::text"),
        .init(#"E'a\nb\'c\\'"#, #"E'a\#nb''c\\'::text"#), .init("E'a''b'", "'a''b'::text"),
        .init(#"E'a\nb'"#, "'anb'::text", met: false), .init("now()", "CURRENT_TIMESTAMP"),
        .init("CURRENT_TIMESTAMP", "now()"), .init("(CURRENT_TIMESTAMP)", "CURRENT_TIMESTAMP"),
        .init("CURRENT_DATE", "now()", met: false), .init("now()", "'2020-01-01'::date", met: false),
        .init("'0'", "0", "integer"), .init("0", "'0'::smallint", "smallint"), .init("'1'", "0", "integer", met: false),
        .init("'-1'", "'-1'::integer", "integer"), .init("-1", "(-1)", "integer"), .init("0", "0.00", "numeric(10,2)"),
        .init("false", "'0'", "boolean"), .init("'t'", "true", "boolean"),
        .init("true", "false", "boolean", met: false),
        .init("'{}'", "'{}'::jsonb", "jsonb"), .init("'{\"a\":1}'", "'{\"a\": 1}'::jsonb", "jsonb"),
        .init("'{}'", "'{}'::character varying[]", "character varying[]"),
        .init("'2020-01-01'", "'2020-01-01 00:00:00'::timestamp without time zone", "timestamp without time zone"),
        .init("interval '1 day'", "'1 day'::interval", "interval"), .init("'ok'", "'ok'::mood", "mood"),
        .init("'ok'", "'sad'::mood", "mood", met: false), .init("gen_random_uuid()", "gen_random_uuid()"),
        .init("uuid_generate_v4()", "public.uuid_generate_v4()"),
        .init("uuid_generate_v4()", "gen_random_uuid()", met: false),
        .init("nextval('numbers')", "nextval('numbers'::regclass)"),
        .init("nextval('public.numbers')", "nextval('numbers'::regclass)"),
        .init("TIMEZONE('utc', CURRENT_TIMESTAMP)", "timezone('utc'::text, CURRENT_TIMESTAMP)"),
        .init("CAST('a' AS VARCHAR(5))", "'a'::character varying"), .init("1 + 1", "(1 + 1)"),
        .init("lower('A')", "upper('a'::text)"), .init("NULL", "NULL::character varying"),
    ])
    func `as two spellings of one expression`(pair: DefaultPair) { check(pair) }

    @Test(arguments: [
        DefaultPair(.none, .none), .init(.none, .expression("0"), met: false),
        .init(.expression("0"), .none, met: false),
        .init(.none, .expression("NULL::character varying")), .init(.unknown, .expression("0")), .init(.unknown, .none),
        .init(.sequence, .sequence), .init(.sequence, .expression("nextval('x'::regclass)")),
        .init(.sequence, .none, met: false), .init(.none, .sequence),
        .init(.generated("a + b"), .generated("(a + b)")), .init(.generated("a + b"), .none, met: false),
    ])
    func `as one of the ways to have a value`(pair: DefaultPair) { check(pair) }

    private func check(_ pair: DefaultPair) {
        #expect(pair.expected.isMet(by: pair.actual, type: pair.type.map(ColumnType.init)) == pair.isMet)
    }
}
