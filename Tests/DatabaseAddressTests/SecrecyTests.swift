import DatabaseAddress
import Testing

@Suite("No secret is shown")
struct SecrecyTests {
    static let secret = "hunter2/@x"

    static let holders = [
        "postgresql://app:hunter2%2F%40x@db:5432/orders",
        "postgresql://app:hunter2%2f%40x@db:5432/orders",
        "postgresql+asyncpg://app:hunter2/%40x@db/orders",
        "postgresql://app@db/orders?password=hunter2%2F%40x",
        "postgresql://app@db/orders?sslpassword=hunter2%2F%40x",
        "host=db user=app password='hunter2/@x' dbname=orders",
    ]

    @Test(arguments: holders) func `an address prints its masked form and nothing else`(text: String) throws {
        let address = try DatabaseAddress(text)
        #expect(address.masked == "postgresql://app@***")
        for printed in everyPrint(of: address) { #expect(!printed.contains("hunter2")) }
        #expect(String(describing: address) == "postgresql://app@***")
        #expect(String(reflecting: address) == "postgresql://app@***")
        guard case .postgresql(let postgres) = address else { return }
        for printed in everyPrint(of: postgres) + everyPrint(of: postgres.parameters) {
            #expect(!printed.contains("hunter2"))
        }
    }

    @Test(arguments: holders) func `texts of others are scrubbed`(text: String) throws {
        let address = try DatabaseAddress(text)
        let message = "failed: hunter2/@x, hunter2%2F%40x, hunter2%2f%40x and hunter2/@xhunter2/@x"
        #expect(address.scrub(message) == "failed: ***, ***, *** and ******")
    }

    /// As the functions that are named wrote it; the quotes around it depend on what else is in the text.
    @Test(arguments: [
        #"it's\"pwé🦊"#, #"it\'s\\"pwé🦊 of repr()"#, #"it's\\"pwé🦊 of repr()"#, #"it\'s\\"pw\xe9\U0001f98a of ascii()"#,
        #"it's\\\"pw\u00e9\ud83e\udd8a of json.dumps()"#, #"it's\\\"pwé🦊 of json.dumps(ensure_ascii=False)"#,
        #"it\'s\\"pw\xc3\xa9\xf0\x9f\xa6\x8a of repr(bytes)"#, #"it''s\"pwé🦊 of SQL"#,
    ])
    func `a secret is scrubbed as languages write it`(text: String) throws {
        let address = try DatabaseAddress(#"password='it\'s\\"pwé🦊'"#)
        let scrubbed = address.scrub("<\(text)")
        #expect(scrubbed.hasPrefix("<***") && !scrubbed.contains("pw"), "\(scrubbed)")
    }

    @Test func `the passwords of a password file are known`() throws {
        let text = "# of: a:b:c:d\ndb:5432:*:app:hunter2\n*:*:a\\:b:app:with\\:colon:x\nshort:1\n"
        #expect(PasswordFile.secrets(in: text).map { $0.reveal() } == ["hunter2", "with:colon"])
        let variables = ["PGPASSFILE": "/pass", "HOME": "/root"]
        for (url, variables, path) in [
            ("postgres://db?passfile=/own", variables, "/own"), ("postgres://db", variables, "/pass"),
            ("postgres://db", ["HOME": "/root"], "/root/.pgpass"), ("postgres://db", [:], nil),
            ("sqlite:///a.db", variables, nil),
        ] as [(String, [String: String], String?)] {
            #expect(try PasswordFile.path(of: DatabaseAddress(url), variables: variables) == path)
        }
    }

    @Test(arguments: [
        ("a", "a role a, data 'a'", "*** role ***, data '***'"), ("db", "db=db dbname=db1", "***=*** dbname=db1"),
        ("pass", "a pass of password", "a *** of ***word"), ("é", "é and été", "*** and été"),
    ])
    func `a short secret is scrubbed where it stands alone`(secret: String, text: String, expected: String) throws {
        #expect(try DatabaseAddress("password=\(secret)").scrub(text) == expected)
    }

    @Test(arguments: [
        "postgresql://hunter2", "postgresql://app:hunter2", "postgresql://app:x@hunter2:hunter2/d",
        "postgresql://app:p@ss?hunter2=1@db", "postgresql://app:p@hunter2/x@db", "host=db hunter2",
        "hunter2 host=db", "host=db password='hunter2", "postgresql://app:%FFhunter2@db", "app:hunter2@db/orders",
        "app:hunter2@x://db", "postgresql://[hunter2", "postgresql://app:p@s?hunter2@db/d",
    ])
    func `an error quotes nothing that could be secret`(text: String) {
        do {
            _ = try DatabaseAddress(text)
        } catch {
            for printed in everyPrint(of: error) { #expect(!printed.contains("hunter2")) }
        }
    }

    @Test(arguments: [
        ("postgresql://db/orders", "postgresql://***"), ("postgresql+psycopg2://app@db", "postgresql://app@***"),
        ("postgres://a%40b:p@db", "postgresql://a%40b@***"), ("user=app", "postgresql://app@***"),
        ("postgresql://db?user=app", "postgresql://app@***"), ("postgresql://app:app@db", "postgresql://app@***"),
    ])
    func `the masked form tells the user only`(text: String, masked: String) throws {
        #expect(try DatabaseAddress(text).masked == masked)
    }

    @Test func `a secret prints nothing of itself`() {
        for printed in everyPrint(of: Secret(Self.secret)) { #expect(!printed.contains("hunter2")) }
        #expect(Secret(Self.secret).reveal() == Self.secret)
    }
}

private func everyPrint<Value>(of value: Value) -> [String] {
    var dumped = ""
    dump(value, to: &dumped)
    return [dumped, String(describing: value), String(reflecting: value), "\(value)"]
}
