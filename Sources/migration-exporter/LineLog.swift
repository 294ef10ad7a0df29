import Exposition
import FoundationEssentials
import Logging
import Settings

extension Logger {
    /// Writes a line for each event, to standard error where nobody says otherwise.
    init(_ settings: LogSettings, write: @escaping @Sendable (String) -> Void = Terminal.log) {
        self.init(label: "migration-exporter") { _ in
            LineLog(format: settings.format, level: settings.level.ofLogger, write: write)
        }
    }
}

extension LogWriter {
    convenience init(_ format: LogSettings.Format) {
        self.init { count in
            format.line(.warning, "lines of the log were dropped, nobody took them", [("dropped", "\(count)")])
        }
    }
}

extension LogSettings.Level {
    fileprivate var ofLogger: Logger.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}

/// One line for each event, as logfmt (`time=… level=… msg=…`) or as a JSON object.
struct LineLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    private let format: LogSettings.Format
    private let write: @Sendable (String) -> Void

    init(format: LogSettings.Format, level: Logger.Level, write: @escaping @Sendable (String) -> Void) {
        self.format = format
        self.write = write
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let extra = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        write(format.line(event.level, event.message.description, extra.map { ($0.key, $0.value.description) }))
    }
}

extension LogSettings.Format {
    fileprivate func line(_ level: Logger.Level, _ message: String, _ extra: [(String, String)]) -> String {
        let fields = [("time", Date().ISO8601Format()), ("level", level.rawValue), ("msg", message)] + extra
        return switch self {
        case .logfmt: fields.map { "\($0.0)=\(Self.quotedIfNeeded($0.1))" }.joined(separator: " ") + "\n"
        case .json: Body(.object(fields.map { ($0.0, .string($0.1)) })).text(at: .now, startedAt: .now)
        }
    }

    private static func quotedIfNeeded(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3D }
        return isPlain ? text : JSON.quoted(text)
    }
}
