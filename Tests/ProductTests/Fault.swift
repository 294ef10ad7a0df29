import Foundation
import TestSupport

/// One thing that can go wrong with a PostgreSQL server, done for real.
struct Fault: Sendable {
    let name: String
    /// What `/health` must say of it, beside the state.
    let words: String
    let state: String
    let inflict: @Sendable (FaultScene) async throws -> Void
    let mend: @Sendable (FaultScene) async throws -> Void

    init(
        _ name: String, state: String = "unknown", says words: String,
        inflict: @escaping @Sendable (FaultScene) async throws -> Void,
        mend: @escaping @Sendable (FaultScene) async throws -> Void
    ) {
        self.name = name
        self.words = words
        self.state = state
        self.inflict = inflict
        self.mend = mend
    }

    static let all = ofTheServer + ofTheWay + ofTheRole + ofTheTable

    private static let ofTheServer = [
        Fault("stopped", says: "Cannot connect") {
            try await $0.cluster.stop()
        } mend: {
            try await $0.cluster.start()
        },
        Fault("killed", says: "Cannot connect") {
            try await $0.cluster.crash()
        } mend: {
            try await $0.cluster.start()
        },
        Fault("frozen", says: "No answer within") {
            try $0.cluster.freeze()
        } mend: {
            try $0.cluster.thaw()
        },
        Fault("out of connections", says: "Cannot connect") { scene in
            try await scene.fill()
            try await scene.endSessions()
        } mend: {
            $0.empty()
        },
        Fault("a certificate of a stranger", says: "certificate verify failed") { scene in
            try await scene.cluster.useTLS(CertificateAuthority().issue("server", hosts: ["DNS:localhost"]))
            try await scene.endSessions()
        } mend: {
            try await $0.cluster.useTLS($0.certificate)
        },
    ]

    private static let ofTheWay = [
        Fault("cut off, its packets dropped", says: "No answer within") {
            try await $0.nft.run(["-f", $0.cutFile])
        } mend: {
            try await $0.nft.run(["delete", "table", "inet", $0.cutName])
        },
        Fault("refused by pg_hba.conf", says: "refuses the login") { scene in
            try await scene.cluster.admit("host all all 127.0.0.1/32 reject")
            try await scene.endSessions()
        } mend: {
            try await $0.cluster.admit("host all all 127.0.0.1/32 scram-sha-256")
        },
    ]

    private static let ofTheRole = [
        Fault("not permitted to log in", says: "refuses the login") { scene in
            try await scene.cluster.sql("ALTER ROLE \(scene.database.name) NOLOGIN")
            try await scene.endSessions()
        } mend: {
            try await $0.cluster.sql("ALTER ROLE \($0.database.name) LOGIN")
        },
        Fault("its right revoked", says: "may not read public.alembic_version") {
            try await $0.database.sql("REVOKE SELECT ON alembic_version FROM \($0.database.name)")
        } mend: {
            try await $0.database.sql("GRANT SELECT ON alembic_version TO \($0.database.name)")
        },
    ]

    private static let ofTheTable = [
        Fault("the version table locked", says: "another session holds a lock on it") { scene in
            try await scene.hold("BEGIN; LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE")
        } mend: {
            $0.empty()
        },
        Fault("the version table dropped", state: "uninitialized", says: "database") {
            try await $0.database.sql("ALTER TABLE alembic_version RENAME COLUMN version_num TO aside")
            try await $0.database.sql("ALTER TABLE alembic_version RENAME TO aside")
        } mend: {
            try await $0.database.sql("ALTER TABLE aside RENAME TO alembic_version")
            try await $0.database.sql("ALTER TABLE alembic_version RENAME COLUMN aside TO version_num")
        },
        Fault("the version table recreated with another type", state: "inconsistent", says: "database") {
            try await $0.database.sql(
                "ALTER TABLE alembic_version RENAME TO aside; ALTER TABLE aside RENAME COLUMN version_num TO aside;"
                    + "CREATE TABLE alembic_version (version_num integer); INSERT INTO alembic_version VALUES (1);"
                    + "GRANT SELECT ON alembic_version TO PUBLIC")
        } mend: {
            try await $0.database.sql(
                "DROP TABLE alembic_version; ALTER TABLE aside RENAME COLUMN aside TO version_num;"
                    + "ALTER TABLE aside RENAME TO alembic_version")
        },
    ]
}
