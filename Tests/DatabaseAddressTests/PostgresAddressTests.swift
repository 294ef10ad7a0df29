import DatabaseAddress
import Testing

struct Example: CustomTestStringConvertible {
    let text: String
    let parameters: [String: String]

    init(_ text: String, _ parameters: [String: String]) {
        self.text = text
        self.parameters = parameters
    }

    var testDescription: String { text }
}

func parameters(of text: String) throws -> [String: String] {
    guard case .postgresql(let address) = try DatabaseAddress(text) else { return [:] }
    return Dictionary(uniqueKeysWithValues: address.parameters.map { ($0.keyword, $0.value.reveal()) })
}

@Suite("The address of a PostgreSQL database")
struct PostgresAddressTests {
    static let full = ["user": "u", "password": "p", "host": "h", "port": "5433", "dbname": "d"]
    static let short = ["user": "u", "password": "p", "host": "h", "dbname": "d"]

    @Test(arguments: [
        Example("postgresql://u:p@h:5433/d", full),
        Example("postgres://u:p@h:5433/d", full),
        Example("POSTGRESQL://u:p@h:5433/d", full),
        Example("postgresql+psycopg2://u:p@h:5433/d", full),
        Example("postgresql+asyncpg://u:p@h:5433/d", full),
        Example("postgresql+pg8000://u:p@h:5433/d", full),
        Example(" \n\"postgresql://u:p@h:5433/d\"\r\n", full),
        Example("'postgresql://u:p@h:5433/d'", full),
        Example("host=h port=5433 user=u password=p dbname=d", full),
        Example("host = h port= 5433 user =u password='p' dbname=d", full),
        Example("password='a \\' \\\\ b' host=h", ["password": "a ' \\ b", "host": "h"]),
        Example("password=a\\ b host=''", ["password": "a b"]),
        Example("postgresql://", [:]),
        Example("postgresql:///d", ["dbname": "d"]),
        Example("postgresql://h", ["host": "h"]),
        Example("postgresql://u@/d", ["user": "u", "dbname": "d"]),
        Example("postgresql://:p@h/", ["password": "p", "host": "h"]),
        Example("postgresql://u:@h", ["user": "u", "host": "h"]),
        Example("postgresql://[::1]:5433/d", ["host": "::1", "port": "5433", "dbname": "d"]),
        Example(
            "postgresql://u:p@[2001:db8::1]/d", ["user": "u", "password": "p", "host": "2001:db8::1", "dbname": "d"]),
        Example("postgresql://a:1,b:2/d", ["host": "a,b", "port": "1,2", "dbname": "d"]),
        Example("postgresql://a,b:2", ["host": "a,b", "port": ",2"]),
        Example("postgresql://a:1,b:1", ["host": "a,b", "port": "1"]),
        Example("postgresql://%2Fvar%2Frun%2Fpostgresql/d", ["host": "/var/run/postgresql", "dbname": "d"]),
        Example("postgresql:///d?host=/var/run/postgresql", ["host": "/var/run/postgresql", "dbname": "d"]),
        Example("postgresql://h/d?host=other&port=1", ["host": "other", "port": "1", "dbname": "d"]),
        Example("postgresql:///d?user=u&password=p&host=h", short),
        Example("postgresql://h?sslmode=require", ["host": "h", "sslmode": "require"]),
        Example("postgresql://h?ssl=true", ["host": "h", "sslmode": "require"]),
        Example("postgresql+asyncpg://h?ssl=verify-full", ["host": "h", "sslmode": "verify-full"]),
        Example("postgresql+asyncpg://h?prepared_statement_cache_size=0&flag", ["host": "h"]),
        Example("postgresql+psycopg2:///d?host=a:1&host=b:2", ["host": "a,b", "port": "1,2", "dbname": "d"]),
        Example(
            "postgresql+pg8000://u@h:1/d?unix_sock=/run/pg/.s.PGSQL.5433",
            ["user": "u", "host": "/run/pg", "port": "5433", "dbname": "d"]),
        Example("postgresql+psycopg2:///d?host=/run/pg", ["host": "/run/pg", "dbname": "d"]),
        Example(
            "postgresql://u%40x:p%3a%2f%23%25@h/d%20e",
            ["user": "u@x", "password": "p:/#%", "host": "h", "dbname": "d e"]),
        Example("postgresql://u:100%@h", ["user": "u", "password": "100%", "host": "h"]),
        Example("postgresql://u:a+b@h", ["user": "u", "password": "a+b", "host": "h"]),
        Example("postgresql://h?options=-csearch_path%3Dx", ["host": "h", "options": "-csearch_path=x"]),
    ])
    func `every usual form is understood`(example: Example) throws {
        #expect(try parameters(of: example.text) == example.parameters)
    }

    @Test(arguments: [
        ("u:p@ss@h/d", "p@ss"), ("u:p/ss@h/d", "p/ss"), ("u:p#ss@h/d", "p#ss"), ("u:p?ss@h/d", "p?ss"),
        ("u:p:ss@h/d", "p:ss"), ("u:p ss@h/d", "p ss"), ("u:p/s@s@h/d", nil), ("u:p@s/s@h/d", nil), ("u:1/s@h/d", nil),
    ])
    func `a password that was not escaped is taken whole, or refused`(rest: String, password: String?) throws {
        let text = "postgresql://" + rest
        if let password {
            let expected = ["user": "u", "password": password, "host": "h", "dbname": "d"]
            #expect(try parameters(of: text) == expected)
        } else if rest == "u:p/s@s@h/d" {
            #expect(try parameters(of: text)["password"] == "p/s@s")
        } else {
            #expect(throws: DatabaseAddressError.ambiguousAt) { try DatabaseAddress(text) }
        }
    }

    @Test(arguments: [
        ("", DatabaseAddressError.empty), ("  \n", .empty), ("''", .empty),
        ("app.db", .noScheme), ("localhost:5432/db", .noScheme),
        ("mysql://h/d", .unsupportedScheme("mysql")), ("mysql+pymysql://h/d", .unsupportedScheme("mysql+pymysql")),
        ("postgresql://h:http/d", .badPort), ("postgresql://h:0/d", .badPort), ("postgresql://h:70000", .badPort),
        ("postgresql://u:secret", .badPort), ("postgresql://h:+1/d", .badPort),
        ("postgresql://[::1", .badHost), ("postgresql://::1:5432/d", .badPort), ("postgresql://a b/d", .badHost),
        ("postgresql://u:%FF@h/d", .notUTF8(part: "password")), ("postgresql://h/%00", .notUTF8(part: "database name")),
        ("postgresql://h/d?sslmod=require", .unknownParameter("sslmod", nearest: "sslmode")),
        ("postgresql://h/d?colour=red", .unknownParameter("colour", nearest: nil)),
        ("postgresql://h/d?sslmode", .malformedQuery), ("postgresql://u:p@ss?w=1@h", .malformedQuery),
        ("postgresql://h/d?ssl=maybe", .badSSL), ("postgresql+asyncpg://h/d?ssl=maybe", .badSSL),
        ("postgresql+pg8000://u@/d?unix_sock=/run/pg/socket", .badSocket),
        ("postgresql+pg8000://u@/d?unix_sock=.s.PGSQL.5432", .badSocket),
        ("postgresql://u:p@h/d\npostgresql://u:p@h/e", .severalLines),
        ("host=h pasword=x", .unknownParameter("pasword", nearest: "password")),
        ("host=h secret", .malformedKeyValue), ("password='x", .malformedKeyValue),
        ("host=h\0 password=x", .nulCharacter),
    ])
    func `a mistake is named`(text: String, expected: DatabaseAddressError) {
        #expect(throws: expected) { try DatabaseAddress(text) }
    }

    @Test func `an error says what to write instead`() {
        #expect(
            DatabaseAddressError.unsupportedScheme("mysql").description
                == """
                Databases of the kind "mysql" are not supported. \
                Use postgresql://user:password@host:5432/database, sqlite:///relative.db or sqlite:////absolute.db.
                """)
        #expect(
            DatabaseAddressError.unknownParameter("sslmod", nearest: "sslmode").description
                == #"libpq knows no parameter "sslmod" in a database URL: is "sslmode" meant?"#)
    }
}
