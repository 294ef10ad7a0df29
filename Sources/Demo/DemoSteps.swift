import ServiceLifecycle

/// Upgrades the demo's database while somebody looks on.
package struct DemoSteps: Service {
    private let project: DemoProject
    private let pause: Duration
    private let say: @Sendable (String) -> Void

    /// `say`: told what happens, for the person who looks on.
    package init(_ project: DemoProject, each pause: Duration, say: @escaping @Sendable (String) -> Void) {
        self.project = project
        self.pause = pause
        self.say = say
    }

    package func run() async throws {
        let seconds = pause.components.seconds
        say("the database is one revision behind; the next step comes in \(seconds) s.")
        try await cancelWhenGracefulShutdown {
            do {
                try await Task.sleep(for: pause)
                try project.upgradeHalfWay()
                say("upgraded to the head, but the table recipes is missing; the next step comes in \(seconds) s.")
                try await Task.sleep(for: pause)
                try project.finishUpgrade()
                say("the table is back: the database is up to date.")
            } catch is CancellationError {
                return
            }
        }
        // A service that returned would end the others.
        try await gracefulShutdown()
    }
}
