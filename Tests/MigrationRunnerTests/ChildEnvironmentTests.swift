import DatabaseAddress
import Testing

@testable import MigrationRunner

@Suite("Alembic's environment")
struct ChildEnvironmentTests {
    @Test func `has the database and the limits, and none of our settings`() {
        let child = ChildEnvironment(
            databaseURL: Secret("sqlite:////a.db"),
            session: SessionLimits(lock: .seconds(5), statement: .milliseconds(1_500)), sslMode: "require",
            urlVariables: ["ORDERS_URL", "BILLING_URL"],
            ownURLVariable: "ORDERS_URL")
        let overrides = child.overrides(of: [
            "PGOPTIONS": "-c a=b", "ORDERS_URL": "x", "BILLING_URL": "y", "MIGRATION_EXPORTER_RUN_TOKEN": "secret",
            "HOME": "/",
        ])
        #expect(
            overrides == [
                "DATABASE_URL": "sqlite:////a.db", "PYTHONUNBUFFERED": "1", "MIGRATION_EXPORTER_RUN_TOKEN": nil,
                "BILLING_URL": nil,
                "PGAPPNAME": "alembic of migration-exporter", "PGSSLMODE": "require",
                "PGOPTIONS": "-c a=b -c lock_timeout=5000 -c statement_timeout=1500",
            ])
        #expect(!"\(child)".contains("a.db"))
    }

    @Test func `keeps what the operator set`() {
        let child = ChildEnvironment(databaseURL: Secret("x"), sslMode: "require")
        let overrides = child.overrides(of: ["PGAPPNAME": "mine", "PGSSLMODE": "verify-full"])
        let name = "mine, alembic of migration-exporter"
        #expect(overrides == ["DATABASE_URL": "x", "PYTHONUNBUFFERED": "1", "PGAPPNAME": name])
    }

    @Test(arguments: [
        ("p://h/d", "p://h/d"), ("p://h/d?sslmode=require", "p://h/d?sslmode=require"),
        ("p://h/d?application_name=", "p://h/d?application_name=alembic%20of%20migration-exporter"),
        (
            "p://h/d?a=b&application_name=my%20shop&c=d",
            "p://h/d?a=b&application_name=my,%20alembic%20of%20migration-exporter&c=d"
        ),
    ])
    func `marks the name of its sessions in the URL too`(url: String, marked: String) {
        #expect(SessionName.marked(url: url) == marked)
    }

    @Test func `has a mark that the server does not cut off`() {
        let name = SessionName.marked(
            String(repeating: "é", count: 9) + String(repeating: "n", count: 90), by: "alembic")
        #expect(name.utf8.count == 63 && name.hasSuffix("nnn, alembic of migration-exporter"))
    }

    @Test func `has its own database where the variable of that name is another's`() {
        let child = ChildEnvironment(databaseURL: Secret("x"), urlVariables: ["DATABASE_URL"])
        #expect(child.overrides(of: ["DATABASE_URL": "y"])["DATABASE_URL"] == "x")
    }

    @Test func `of a tool has a login, and no URL`() {
        let child = ChildEnvironment(
            databaseURL: Secret("x"), urlVariables: ["ORDERS_URL", "BILLING_URL"], ownURLVariable: "ORDERS_URL")
        let overrides = child.overridesOfTool(
            secrets: ["PGPASSWORD": Secret("of this database")],
            own: [
                "DATABASE_URL": "x", "DATABASE_URL_FILE": "x", "ORDERS_URL": "x", "BILLING_URL": "y", "HOME": "/",
                "MIGRATION_EXPORTER_RUN_TOKEN": "secret",
            ])
        #expect(
            overrides == [
                "DATABASE_URL": nil, "DATABASE_URL_FILE": nil, "ORDERS_URL": nil, "BILLING_URL": nil,
                "MIGRATION_EXPORTER_RUN_TOKEN": nil, "PGPASSWORD": "of this database",
                "PGAPPNAME": "backup of migration-exporter",
            ])
    }
}
