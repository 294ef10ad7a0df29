import Exposition
import Hummingbird
import Inspector
import MigrationModel

/// The two probes of an orchestrator.
struct Probes {
    private let answers: Answers

    init(_ answers: Answers) {
        self.answers = answers
    }

    /// 200 while the process runs. Depends on nothing: a probe that failed with the database would restart every
    /// instance at once, just when the database is down.
    var liveness: Response { Response(text: "OK\n", type: "text/plain; charset=utf-8") }

    /// 200 when every database has a fresh sample that gave a verdict, be it good or bad.
    func readiness(seenBy caller: ServiceContext) -> Response {
        let snapshot = answers.store.latest
        let waiting = snapshot.views(at: answers.now()).filter { $0.state == .unknown && !$0.isRunning }
        let text =
            if snapshot.isDraining {
                "Shutting down.\n"
            } else if waiting.isEmpty {
                "OK\n"
            } else if !caller.seesDetails {
                "Not ready.\n"
            } else {
                "No fresh sample of: \(waiting.map(\.database.name).joined(separator: ", "))\n"
            }
        let isReady = waiting.isEmpty && !snapshot.isDraining
        return Response(text: text, type: "text/plain; charset=utf-8", status: isReady ? .ok : .serviceUnavailable)
    }
}
