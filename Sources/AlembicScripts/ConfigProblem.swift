import MigrationModel

/// What keeps a configuration from being used.
struct ConfigProblem: Error, Equatable {
    let message: String
    let cure: String
    /// From 1.
    let line: Int?

    init(_ message: String, cure: String, line: Int? = nil) {
        self.message = message
        self.cure = cure
        self.line = line
    }

    func finding(in file: String?, _ kind: FindingKind = .configError) -> Finding {
        Finding(kind, message, cure: cure, file: file, line: line)
    }
}
