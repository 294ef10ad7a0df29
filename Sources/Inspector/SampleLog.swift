package import Logging
import MigrationModel

/// The lines about one database: one when something changes, and none while nothing does.
///
/// A database that goes on failing, each time in other words, gets one line a minute, so that an outage of hours with
/// two reasons that alternate fills no disk.
package struct SampleLog: Sendable {
    private struct News: Equatable {
        let state: State
        let failure: String?
        /// Tables, and columns as `table.column`.
        let missing: [String]
    }

    private static let pauseBetweenFailures = Duration.seconds(60)

    private let logger: Logger
    private var written: (news: News, at: Timestamp)?
    private var withheld = 0

    package init(_ logger: Logger) {
        self.logger = logger
    }

    mutating func note(_ sample: Sample, of database: WatchedDatabase) {
        let news = News(
            state: sample.status.state, failure: sample.failureText ?? sample.expectation.finding?.sentence,
            missing: Self.missing(in: sample))
        guard news != written?.news else { return }
        if let written, written.news.state == .unknown, news.state == .unknown,
            sample.takenAt < written.at.advanced(by: Self.pauseBetweenFailures)
        {
            withheld += 1
            return
        }
        let isGood = news.state == .upToDate && news.missing.isEmpty && news.failure == nil
        logger.log(
            level: isGood ? .info : .warning, written == nil ? "first sample" : "changed",
            metadata: facts(sample, news, of: database))
        written = (news, sample.takenAt)
        withheld = 0
    }

    private static func missing(in sample: Sample) -> [String] {
        sample.schema.differences.filter(\.kind.breaksCode).map(\.subject)
    }

    private func facts(_ sample: Sample, _ news: News, of database: WatchedDatabase) -> Logger.Metadata {
        let status = sample.status
        let missing = news.missing.joined(separator: ",")
        var facts: Logger.Metadata = [
            "database": "\(database.name)", "to": "\(status.state.rawValue)", "since": "\(sample.past.stateSince)",
        ]
        if let written { facts["from"] = "\(written.news.state.rawValue)" }
        if let why = news.failure ?? status.findings.first?.message { facts["why"] = "\(why)" }
        if !status.current.isEmpty { facts["current"] = "\(status.current.joined(separator: ","))" }
        if let pending = status.pending, !pending.isEmpty { facts["pending"] = "\(pending.count)" }
        if !missing.isEmpty { facts["missing"] = "\(missing)" }
        if withheld > 0 { facts["withheld"] = "\(withheld)" }
        return facts
    }
}

extension Finding {
    /// `file:line: `, or nothing.
    package var place: String {
        file.map { file in line.map { "\(file):\($0): " } ?? "\(file): " } ?? ""
    }

    /// Where, what, and what to do.
    package var sentence: String { "\(place)\(message) \(cure)" }
}
