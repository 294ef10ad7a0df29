import HTTPService
import Inspector
import Logging
import MigrationModel
import ServiceLifecycle
import Settings

/// Reads the file of `--web.config.file` again when it or a file that it names has changed, so that a new certificate
/// counts from the next connection on.
struct AccessWatch: Service {
    private let path: String
    private let first: WebConfiguration
    private let control: AccessControl
    private let store: SampleStore
    private let logger: Logger
    private let lane = BlockingLane(label: "web configuration")

    /// `store`: told whether what the file says is in force.
    init(path: String, _ first: WebConfiguration, _ control: AccessControl, store: SampleStore, logger: Logger) {
        self.path = path
        self.first = first
        self.control = control
        self.store = store
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { await watch() }
    }

    private func watch() async {
        var current = first
        var seen = FileContents(of: current.files)
        var complaint: SettingsError?
        while true {
            do { try await Task.sleep(for: .seconds(1)) } catch { return }
            let files = current.files
            // A file system that hangs must not hang us.
            guard let contents = await lane.run(limit: .seconds(5), { FileContents(of: files) }) else { continue }
            // What was wrong may lie in a file that is named only now.
            guard contents != seen || complaint != nil else { continue }
            seen = contents
            let begin = Timestamp.now
            switch await read(replacing: current) {
            case .success(let next):
                store.noteRead(.access, at: begin)
                complaint = nil
                guard next != current else { continue }
                current = next
                seen = FileContents(of: current.files)
                logger.notice("access configuration read again", metadata: ["file": "\(path)"])
            case .failure(let error) where error != complaint:
                complaint = error
                store.noteWrong(.access)
                for problem in error.problems {
                    logger.error(
                        "access configuration not taken, the last one counts", metadata: ["reason": "\(problem)"])
                }
            case .failure, nil: continue
            }
        }
    }

    /// Puts what the file says now into force, where it says something else. `nil` where that could not be told.
    private func read(replacing current: WebConfiguration) async -> Result<WebConfiguration, SettingsError>? {
        await lane.run(limit: .seconds(5)) { [path, control] in
            Result { () throws(SettingsError) in
                let next = try WebConfiguration(path: path)
                try next.checkReplacing(current)
                if next != current { control.exchange(try WebAccess(next)) }
                return next
            }
        }
    }
}
