import AlembicScripts
import DatabaseAddress
import Exposition
import FoundationEssentials
import Inspector
import MigrationModel
import PostgresReader
import SQLiteReader
import Settings
import SnapshotFile
import SystemPackage

/// Puts the parts together for one database: its reader, its scripts and what is expected of it.
extension Inspection {
    /// How many threads read the scripts for a command that ends soon. More would wait for each other in the kernel.
    static let threadsOfACommand = 4

    /// `readsDefinitions`: whether to compare what tables are made of, too. `threads`: how many read the scripts.
    /// `expectation`: instead of what the settings say.
    init(
        _ settings: DatabaseSettings, limit: Duration, readsDefinitions: Bool = true, threads: Int = 1,
        expectation: (@Sendable () async -> ExpectationSource)? = nil
    ) throws(SettingsError) {
        let scripts = ScriptReader(
            FilePath(settings.scripts), depth: .schema(settings.address.engine == .sqlite ? .sqlite : .postgresql),
            threads: threads)
        let lane = BlockingLane(label: "scripts of \(settings.name)")
        let reader: any DatabaseReader
        switch settings.address {
        case .postgresql(let address):
            reader = PostgresReader(address) {
                if case .postgresql(let renewed) = settings.renewed.address { renewed } else { nil }
            }
        case .sqlite(let address): reader = SQLiteReader(address)
        }
        self.init(
            of: try WatchedDatabase(settings),
            scripts: { await lane.run(limit: limit) { scripts.read() } ?? .unread(settings.scripts, after: limit) },
            expectation: expectation ?? settings.readSnapshot(limit: limit, on: lane),
            readsDefinitions: readsDefinitions,
            comments: { places in await lane.run(limit: limit) { reviewComments(at: places) } ?? [:] },
            reader: reader, limit: limit, now: { .now })
    }
}

extension DatabaseSettings {
    var dialect: Dialect { address.engine == .sqlite ? .sqlite : .postgresql }

    /// `nil` where no snapshot is to say what should exist.
    fileprivate func readSnapshot(
        limit: Duration, on lane: BlockingLane
    ) -> (@Sendable () async -> ExpectationSource)? {
        guard let expectedSchema else { return nil }
        let reader = SnapshotReader(expectedSchema, for: dialect)
        return {
            await lane.run(limit: limit) { reader.read() }
                ?? .unusable(
                    Finding(
                        .unusableSnapshot, "The snapshot could not be read within \(limit.seconds) s.",
                        cure: "Is the file system that holds it hanging?", file: expectedSchema))
        }
    }
}

extension WatchedDatabase {
    init(_ settings: DatabaseSettings) throws(SettingsError) {
        guard let target = UpgradeTarget(settings.target) else {
            throw SettingsError(problems: [
                "The target of \(settings.name) is '\(settings.target)'; it must be head, heads, a revision or LABEL@head."
            ])
        }
        let versionTable: VersionTableChoice? =
            switch (settings.versionTable, settings.versionTableSchema) {
            case (let table?, let schema): .named(table, schema: schema)
            case (nil, let schema?): .byShape(schema: schema)
            case (nil, nil): nil
            }
        self.init(
            name: settings.name, engine: settings.address.engine == .sqlite ? .sqlite : .postgresql,
            maskedURL: settings.address.masked, target: target, versionTable: versionTable, schemas: settings.schemas,
            expectedTables: settings.expectedTables.map { $0.map(TableName.init(written:)) },
            ignoredTables: TableFilter(settings.ignoredTables), isStrict: settings.isStrict)
    }
}

extension TableName {
    /// `name` or `schema.name`.
    fileprivate init(written text: String) {
        if let dot = text.firstIndex(of: "."), dot != text.startIndex {
            self.init(schema: String(text[..<dot]), String(text[text.index(after: dot)...]))
        } else {
            self.init(text)
        }
    }
}

extension MigrationScripts {
    /// A file system that hangs must not hang the exporter.
    fileprivate static func unread(_ path: String, after limit: Duration) -> MigrationScripts {
        MigrationScripts(
            revisions: [],
            findings: [
                Finding(
                    .unreadableFile, "The scripts could not be read within \(limit.seconds) s.",
                    cure: "Is the file system that holds them hanging?", file: path)
            ])
    }
}

extension HealthPolicy {
    init(_ words: Set<HealthWord>) {
        self.init(unhealthyWhen: Set(HealthCondition.allCases.filter { words.contains($0.word) }))
    }
}

extension HealthCondition {
    fileprivate var word: HealthWord {
        switch self {
        case .unreachable: .unreachable
        case .unknown: .unknown
        case .behind: .behind
        case .inconsistent: .inconsistent
        case .uninitialized: .uninitialized
        case .multipleHeads: .multipleHeads
        case .unknownRevision: .unknownRevision
        case .missingTables: .missingTables
        case .missingColumns: .missingColumns
        }
    }
}

extension Timestamp {
    /// Of both clocks.
    static var now: Timestamp {
        Timestamp(millisecondsSince1970: Int64((Date().timeIntervalSince1970 * 1_000).rounded()), at: .now)
    }
}
