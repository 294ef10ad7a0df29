package import Logging
import MigrationModel

/// One line when something changes, and none while nothing does.
package struct SampleLog: Sendable {
    private let logger: Logger

    package init(_ logger: Logger) {
        self.logger = logger
    }

    func note(_ sample: Sample, of database: WatchedDatabase, after last: Sample?) {
        let state = sample.status.state
        let missing = sample.schema.missing
        let isNews =
            state != last?.status.state || sample.failureText != last?.failureText || missing != last?.schema.missing
        guard isNews else { return }
        let level: Logger.Level = state == .upToDate && missing.isEmpty ? .info : .warning
        var facts: Logger.Metadata = ["database": "\(database.name)", "state": "\(state.rawValue)"]
        if let last { facts["from"] = "\(last.status.state.rawValue)" }
        if let why = sample.failureText { facts["why"] = "\(why)" }
        if !sample.status.current.isEmpty {
            facts["current"] = "\(sample.status.current.joined(separator: ","))"
        }
        if let pending = sample.status.pending, !pending.isEmpty { facts["pending"] = "\(pending.count)" }
        if !missing.isEmpty { facts["missing"] = "\(missing.map(\.description).joined(separator: ","))" }
        logger.log(level: level, last == nil ? "first sample" : "changed", metadata: facts)
    }
}

extension Finding {
    /// `file:line: `, or nothing.
    package var place: String {
        file.map { file in line.map { "\(file):\($0): " } ?? "\(file): " } ?? ""
    }
}
