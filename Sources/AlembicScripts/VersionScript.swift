import MigrationModel
import PythonSource

/// What one version file declares.
struct VersionScript: Equatable {
    /// `nil` where it could not be told which revision it is.
    let revision: Revision?
    let steps: [SchemaStep]
    let findings: [Finding]
    /// Whether it was looked into other files for what this one says.
    let asksOthers: Bool

    /// `path` is below the version location, `name` is that of the file behind symbolic links, and `file` is how it was
    /// opened, for findings.
    init(
        _ bytes: [UInt8], path: String, name: String, file: String, _ depth: ScriptReader.Depth,
        _ others: ProjectModules
    ) {
        let module = PythonModule(parsing: bytes)
        var evaluator = module.evaluated()
        let isUnclear = RevisionHeader.isUnclear(evaluator)
        if isUnclear { evaluator = module.evaluated(others.imports) }
        let scope = evaluator.scope
        var header = RevisionHeader(evaluator, module, name: name, file: file)
        guard let id = header.revisionID(), let down = header.down() else {
            revision = nil
            steps = []
            findings = header.findings
            asksOthers = isUnclear
            return
        }
        let doc = Docstring(scope.value(of: "__doc__")?.string ?? "")
        let labels = header.labels()
        let dependsOn = header.dependsOn()
        header.checkUpgrade()
        revision = Revision(
            id: id, down: down, branchLabels: labels, dependsOn: dependsOn, message: doc.message,
            created: doc.created, author: doc.author, path: path, file: file)
        switch depth {
        case .graph: (steps, asksOthers) = ([], isUnclear)
        case .schema(let dialect):
            let read = upgradeSteps(of: module, revision: id, file: file, dialect: dialect, others)
            (steps, asksOthers) = (read.steps, isUnclear || read.asksOthers)
        }
        findings = header.findings
    }

    /// A file that could not be read.
    init(unreadable file: String, _ error: UnreadableFile) {
        revision = nil
        steps = []
        asksOthers = false
        findings = [
            Finding(
                .unreadableFile, "\(file) cannot be read: \(error.reason).",
                cure: "Restore it, remove it, or let this process read it.", file: file)
        ]
    }
}
