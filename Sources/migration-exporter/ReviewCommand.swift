import AlembicScripts
import ArgumentParser
import Exposition
import FoundationEssentials
import Inspector
import MigrationModel
import Settings
import SystemPackage

struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Point out what pending revisions would hold up or break in code that runs.",
        discussion: """
            Reviews what is pending in the configured database; without one, or with --from, all revisions, or those \
            after REVISION. `# review: ok REASON` on a line accepts what is found there. Exit status: 0 nothing found, \
            1 something found, 2 could not tell (unreachable, unreadable scripts), 64 wrong usage.
            """)

    enum Output: String, ExpressibleByArgument, CaseIterable {
        case text, json, github
    }

    @OptionGroup var scripts: ScriptOptions
    @OptionGroup var connection: DatabaseOptions

    @Option(help: "text, json, or github: annotations of a workflow.")
    var output: Output = .text

    @Option(help: ArgumentHelp("Which of the file's databases; needed where there are several.", valueName: "name"))
    var database: String?

    @Option(help: ArgumentHelp("Review what comes after this revision, whatever is applied.", valueName: "revision"))
    var from: String?

    func run() async throws {
        try await reporting {
            let (review, name) = try await review()
            switch output {
            case .text: try Terminal.print(review.text(Terminal.style))
            case .json: try Terminal.print(Body(review.json(database: name)).text(at: .now, startedAt: .now))
            case .github:
                try Terminal.print(review.gitHubAnnotations(relativeTo: repository))
            }
            guard review.open.isEmpty else { throw ExitCode.not }
        }
    }

    /// The directory from which GitHub counts the paths in annotations: the steps of a job may work below it.
    private var repository: String {
        Terminal.environment["GITHUB_WORKSPACE"].flatMap { $0.isEmpty ? nil : $0 }
            ?? FileManager.default.currentDirectoryPath
    }

    /// With the name of the database that says what is pending.
    private func review() async throws -> (review: Review, database: String?) {
        let settings = try ScriptSettings(
            flags: [scripts, connection].flags, environment: Terminal.environment, database: database)
        guard from == nil, settings.hasDatabase else { return (try review(of: FilePath(settings.path)), nil) }
        let view = try await sampleOnce([scripts, connection], database: database)
        guard let sample = view.sample, view.status?.pending != nil else {
            throw try noReview([view.error ?? "The rows of the version table do not tell what is pending."])
        }
        return (sample.review, view.database.name)
    }

    private func review(of path: FilePath) throws -> Review {
        let found = ScriptReader(path).read()
        let findings = found.findings.map(\.sentence)
        guard found.isComplete else { throw try noReview(findings) }
        for finding in findings { Terminal.complain(finding) }
        let review = Review(of: try revisions(found.graph), in: found)
        return review.accepting(reviewComments(at: review.concerns.map(\.place)))
    }

    /// Says why nothing could be reviewed: who reads JSON finds it on standard output, as in an answer over HTTP.
    private func noReview(_ reasons: [String]) throws(ExitCode) -> ExitCode {
        for reason in reasons { Terminal.complain(reason) }
        if output == .json {
            try Terminal.print(Body.error(reasons.joined(separator: " ")).text(at: .now, startedAt: .now))
        }
        return .couldNotTell
    }

    /// In the order in which they would run.
    private func revisions(_ graph: RevisionGraph) throws(SettingsError) -> [Revision] {
        do throws(NameError) {
            let start = try from.map { name throws(NameError) in try graph.stamped(as: name) } ?? []
            return graph.pending(from: start, to: graph.effectiveHeads)
        } catch {
            throw SettingsError(problems: ["--from: \(error)."])
        }
    }
}
