import DatabaseAddress
import Testing

@Suite("The URL for SQLAlchemy")
struct SQLAlchemyURLTests {
    @Test(arguments: [
        ("postgres://app:pw@db:5433/orders", "postgresql://app:pw@db:5433/orders"),
        ("postgresql://app:a%2Fb%40c@db/orders", "postgresql://app:a%2Fb%40c@db/orders"),
        ("postgresql://app:p/w@db/orders?sslmode=require", "postgresql://app:p%2Fw@db/orders?sslmode=require"),
        ("postgres+psycopg://app:pw@db/orders?x=1", "postgresql+psycopg://app:pw@db/orders?x=1"),
        ("postgresql+asyncpg://app@db/orders?ssl=require", "postgresql+asyncpg://app@db/orders?ssl=require"),
        ("host=/run/pg user=app password='a b' dbname=orders", "postgresql://app:a%20b@/orders?host=%2Frun%2Fpg"),
        ("postgresql://app@a:1,b:2/orders", "postgresql://app@/orders?host=a%2Cb&port=1%2C2"),
        ("postgresql://[::1]:5432/orders", "postgresql://[::1]:5432/orders"),
        ("postgresql://db/a%20%22b%22", "postgresql://db/a \"b\""),
        ("postgresql://db/a%3Fb", "postgresql://db/?dbname=a%3Fb"),
        ("host=db password=pw", "postgresql://db/?password=pw"),
        ("sqlite:///app.db", "sqlite:////srv/app.db"), ("sqlite:////data/app.db", "sqlite:////data/app.db"),
        ("sqlite:///file:app.db?uri=true&mode=ro", "sqlite:///file:/srv/app.db?uri=true&mode=ro"),
        ("sqlite:///file:/data/app.db?uri=true", "sqlite:///file:/data/app.db?uri=true"),
        ("sqlite:///file:app.db?mode=ro", "sqlite:////srv/file:app.db?mode=ro"),
        ("sqlite+aiosqlite:///app.db?timeout=5", "sqlite+aiosqlite:////srv/app.db?timeout=5"),
    ])
    func `is the address in a form that it reads`(written: String, expected: String) throws {
        #expect(try DatabaseAddress.sqlAlchemyURL(of: written, in: "/srv").reveal() == expected)
    }

    @Test(arguments: [
        ("postgres://db/x?options=-c%20a%3Db", "postgresql://db/x?options=-c%20a%3Db%20-c%20c%3Dd"),
        (
            "postgresql+psycopg://db/x?options=-c+a%3Db&x=1",
            "postgresql+psycopg://db/x?options=-c+a%3Db%20-c%20c%3Dd&x=1"
        ),
        ("postgresql+psycopg://db/x?x=1&options=y", "postgresql+psycopg://db/x?x=1&options=y%20-c%20c%3Dd"),
        (
            "postgresql+psycopg://a:?options=@db/x?options=y",
            "postgresql+psycopg://a:?options=@db/x?options=y%20-c%20c%3Dd"
        ),
        ("postgres://db/x", "postgresql://db/x"), ("postgresql+psycopg://db/x?y=1", "postgresql+psycopg://db/x?y=1"),
        ("sqlite:////a.db?options=x", "sqlite:////a.db?options=x"),
    ])
    func `has more options where it has some`(written: String, expected: String) throws {
        #expect(try DatabaseAddress.sqlAlchemyURL(of: written, in: "/", adding: "-c c=d").reveal() == expected)
    }

    @Test(arguments: [
        ("could not connect to postgresql://app:pw@db/x.", "could not connect to postgresql://app:***@db/x."),
        ("a://u:p@h and b://u:q@w@h", "a://u:***@h and b://u:***@h"), ("http://host:80/", "http://host:80/"),
        ("://", "://"),
    ])
    func `a password in anybody's URL is not shown`(text: String, expected: String) {
        #expect(text.withoutURLPasswords == expected)
    }

    @Test(arguments: [
        ("postgres://db/x", "require"), ("postgres:///x", "require"), ("postgres://db,localhost/x", "require"),
        ("postgres://localhost/x?hostaddr=192.0.2.1", "require"), ("postgres://db/x?sslmode=disable", "disable"),
        ("postgres://localhost/x", nil), ("postgres://127.0.0.1/x", nil), ("postgres://[::1]/x", nil),
        ("postgres:///x?host=/run/postgresql", nil), ("postgres:///?service=orders", nil),
    ])
    func `encryption is asked for unless the address says otherwise, or leads to this host`(
        url: String, mode: String?
    ) throws {
        guard case .postgresql(let address) = try DatabaseAddress(url) else {
            Issue.record("it is PostgreSQL's")
            return
        }
        #expect(address.requiringTLS["sslmode"]?.reveal() == mode)
        #expect(address.requiringTLS.isTLSImposed == (mode == "require"))
    }
}
