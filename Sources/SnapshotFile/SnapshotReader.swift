import FoundationEssentials
package import MigrationModel
import Synchronization

/// Reads a snapshot's file, and again when it changes.
package final class SnapshotReader: Sendable {
    private let path: String
    private let dialect: Dialect
    private let flag: String
    private let last = Mutex<(bytes: Data, answer: ExpectationSource)?>(nil)

    /// `dialect`: of the database that it is for. `flag`: the one that names the file.
    package init(_ path: String, for dialect: Dialect, namedBy flag: String = "--expected-schema") {
        self.path = path
        self.dialect = dialect
        self.flag = flag
    }

    /// The snapshot, or why it cannot be used. The very same value as before where the file says the same.
    package func read() -> ExpectationSource {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: path))
        } catch {
            let written = "`migration-exporter snapshot --output \(path)` writes it."
            return .unusable(
                Finding(
                    .unusableSnapshot, "The snapshot cannot be read.",
                    cure: "Correct \(flag), or the file's permissions; \(written)", file: path))
        }
        return last.withLock { last in
            if let last, last.bytes == bytes { return last.answer }
            let answer: ExpectationSource
            do throws(UnusableSnapshot) {
                answer = .snapshot(try SchemaSnapshot(bytes, file: path, for: dialect))
            } catch {
                answer = .unusable(
                    Finding(
                        .unusableSnapshot, "The snapshot cannot be used: \(error.reason).", cure: error.cure, file: path
                    ))
            }
            last = (bytes, answer)
            return answer
        }
    }
}

/// Why a snapshot cannot be used, and what to do.
struct UnusableSnapshot: Error {
    let reason: String
    var cure = "Write it again with `migration-exporter snapshot --output`."
}

extension SchemaSnapshot {
    init(_ bytes: Data, file: String, for dialect: Dialect) throws(UnusableSnapshot) {
        guard let head = try? JSONDecoder().decode(SnapshotDocument.Head.self, from: bytes) else {
            throw UnusableSnapshot(reason: "it is no snapshot of a schema, or it is cut off")
        }
        guard head.format == SnapshotText.format else {
            throw UnusableSnapshot(
                reason: "it has format \(head.format), and this program reads format \(SnapshotText.format)")
        }
        guard let document = try? JSONDecoder().decode(SnapshotDocument.self, from: bytes),
            let engine = Dialect(rawValue: document.engine)
        else {
            throw UnusableSnapshot(reason: "something in it was changed to what no snapshot has")
        }
        self.init(dialect: engine, revisions: document.revisions, schema: document.schema, file: file)
        guard document.checksum == SnapshotText(self).checksum else {
            throw UnusableSnapshot(reason: "its checksum is wrong: it was edited by hand or merged")
        }
        guard engine == dialect else {
            throw UnusableSnapshot(
                reason: "it was made of a \(engine.rawValue) database, and this is a \(dialect.rawValue) one",
                cure: "Each needs a snapshot of its own.")
        }
    }
}
