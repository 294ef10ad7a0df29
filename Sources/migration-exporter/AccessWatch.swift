import HTTPService
import Inspector
import Logging
import ServiceLifecycle
import Settings

/// Reads the file of `--web.config.file` again when it or a file that it names has changed, so that a new certificate
/// counts from the next connection on.
struct AccessWatch: Service {
    private let path: String
    private let first: WebConfiguration
    private let control: AccessControl
    private let logger: Logger
    private let lane = BlockingLane(label: "web configuration")

    init(path: String, _ first: WebConfiguration, _ control: AccessControl, logger: Logger) {
        self.path = path
        self.first = first
        self.control = control
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { await watch() }
    }

    private func watch() async {
        var current = first
        var seen = FileContents(of: current.files)
        while true {
            do { try await Task.sleep(for: .seconds(1)) } catch { return }
            let files = current.files
            // A file system that hangs must not hang us.
            guard let contents = await lane.run(limit: .seconds(5), { FileContents(of: files) }), contents != seen
            else { continue }
            seen = contents
            guard let next = await read(replacing: current) else { continue }
            current = next
            seen = FileContents(of: current.files)
        }
    }

    /// What counts from now on; `nil` where that is what was there before.
    private func read(replacing current: WebConfiguration) async -> WebConfiguration? {
        let path = path
        let reading = await lane.run(limit: .seconds(5)) {
            Result { () throws(SettingsError) in
                let next = try WebConfiguration(path: path)
                try next.checkReplacing(current)
                return (next, try WebAccess(next))
            }
        }
        switch reading {
        case .success(let (next, access)) where next != current:
            control.exchange(access)
            logger.notice("access configuration read again", metadata: ["file": "\(path)"])
            return next
        case .failure(let error):
            for problem in error.problems {
                logger.error("access configuration not taken, the last one counts", metadata: ["reason": "\(problem)"])
            }
            return nil
        case .success, nil: return nil
        }
    }
}
