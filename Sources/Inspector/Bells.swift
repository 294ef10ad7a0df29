import Synchronization

/// A bell for each database, by its name.
package final class Bells: Sendable {
    private let bells = Mutex<[String: Bell]>([:])

    package init() {}

    package subscript(name: String) -> Bell {
        bells.withLock { bells in
            let bell = bells[name] ?? Bell()
            bells[name] = bell
            return bell
        }
    }
}
