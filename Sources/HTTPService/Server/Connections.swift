import NIOCore
import Synchronization

/// The connections that are open, so many at most.
final class Connections: Sendable {
    private struct State {
        var open: [ObjectIdentifier: Connection] = [:]
        /// Of HTTP/2: they count with their connection.
        var streams: [ObjectIdentifier: Connection] = [:]
        var isShuttingDown = false

        /// The one that may best be closed; `nil` where all wait for us.
        func leastWorth(at now: NIODeadline) -> Connection? {
            open.values.compactMap { open in open.worth(at: now).map { (worth: $0, connection: open) } }
                .min { $0.worth < $1.worth }?.connection
        }
    }

    let limits: ConnectionLimits
    private let state = Mutex(State())

    init(_ limits: ConnectionLimits) {
        self.limits = limits
    }

    /// Takes a new connection in. Where there are too many, the least worth keeping is closed for it; where all wait
    /// for us, the new one gets no place.
    func admit(_ channel: any Channel) -> Connection? {
        let connection = Connection(channel)
        let (isAdmitted, spared) = state.withLock { state -> (Bool, Connection?) in
            var spared: Connection?
            if state.open.count >= limits.connections {
                spared = state.leastWorth(at: .now())
                guard let spared else { return (false, nil) }
                state.open[ObjectIdentifier(spared)] = nil
            }
            guard !state.isShuttingDown else { return (false, spared) }
            state.open[ObjectIdentifier(connection)] = connection
            return (true, spared)
        }
        spared?.hangUp()
        guard isAdmitted else { return nil }
        channel.closeFuture.whenComplete { [weak self] _ in self?.forget(connection) }
        return connection
    }

    /// Takes in a stream of a connection.
    func admit(stream channel: any Channel) -> Connection {
        let stream = Connection(channel)
        state.withLock { $0.streams[ObjectIdentifier(stream)] = stream }
        channel.closeFuture.whenComplete { [weak self] _ in self?.forget(stream) }
        return stream
    }

    private func forget(_ connection: Connection) {
        state.withLock { state in
            state.open[ObjectIdentifier(connection)] = nil
            state.streams[ObjectIdentifier(connection)] = nil
        }
    }

    /// Looks again and again for connections that are overdue, until it is cancelled.
    func closeOverdueOnes() async {
        while !Task.isCancelled {
            let (connections, isShuttingDown) = state.withLock { state in
                (Array(state.open.values) + Array(state.streams.values), state.isShuttingDown)
            }
            let limits = isShuttingDown ? limits.onShutdown : limits
            let now = NIODeadline.now()
            for connection in connections where connection.isOverdue(at: now, limits) { connection.hangUp() }
            do { try await Task.sleep(for: limits.tick) } catch { return }
        }
    }

    /// Those that rest are closed now, the others when they have got what they are owed.
    func shutDown() {
        let open = state.withLock { state in
            state.isShuttingDown = true
            return Array(state.open.values)
        }
        for connection in open {
            connection.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    func hangUpAll() {
        for connection in state.withLock({ Array($0.open.values) }) { connection.hangUp() }
    }
}
